package dev.scd2.cli;

import dev.scd2.error.Reason;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Rejection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which rejections are meant. Confined to one thread. */
final class QuarantineChoice {
    @Parameters(arity = "0..*", paramLabel = "ID", description = "Rejections, as quarantine list shows them.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "REASON", description = "Every rejection for this reason.")
    private @Nullable Reason reason;

    @Option(names = "--all", description = "Every rejection.")
    private boolean all;

    /** Returns the identities of those that are meant, each of which lies in quarantine. */
    Set<String> in(DimensionStore store) {
        if ((ids.isEmpty() ? 0 : 1) + (reason == null ? 0 : 1) + (all ? 1 : 0) != 1) {
            throw Failure.usage("Name rejections by their ids, or by --reason, or take --all.");
        }
        Set<String> there = new LinkedHashSet<>();
        for (Rejection rejection : store.quarantine()) {
            if (!ids.isEmpty() || all || rejection.reason() == reason) {
                there.add(rejection.identity());
            }
        }
        for (String id : ids) {
            if (!there.contains(id)) {
                throw Failure.of("There is no rejection " + id + " in quarantine. Nothing was done.");
            }
        }
        return ids.isEmpty() ? there : new LinkedHashSet<>(ids);
    }
}
