package dev.scd2.tck.broken;

import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One thing that a plausible store does wrong, and the rule that must catch it.
 *
 * @param name what it does
 * @param rule how the name of the test begins that must fail; empty where none may
 * @param store makes an empty store that does it
 */
record Fault(String name, String rule, Function<Dimension, DimensionStore> store) {
    /** A store without a fault. */
    static final Fault NONE = new Fault("none", "", SoundStore::new);

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(VersionFaults.all());
        all.addAll(EvidenceFaults.all());
        all.addAll(ReadingFaults.all());
        all.addAll(ListingFaults.all());
        all.addAll(TransactionFaults.all());
        all.addAll(BookkeepingFaults.all());
        all.addAll(ScanFaults.all());
        all.addAll(BeliefFaults.all());
        all.addAll(WideningFaults.all());
        return all;
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}
