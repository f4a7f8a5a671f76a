package dev.scd2.tck.broken;

import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Listing;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can go wrong when a listing is compared. Stateless. */
final class ListingFaults {
    private ListingFaults() {}

    static List<Fault> all() {
        return List.of(
                comparing(
                        "takes everything for a repetition",
                        "store80_",
                        (sound, store, mark, said) -> new Listing(Set.of(), sound.missing(), sound.inForce())),
                comparing(
                        "finds no repetition",
                        "store81_",
                        (sound, store, mark, said) -> new Listing(keys(said), sound.missing(), sound.inForce())),
                comparing("lets corrected keys repeat", "store82_", (sound, store, mark, said) -> {
                    Set<Key> differing = new HashSet<>(sound.differing());
                    differing.removeIf(key -> reachesBack(store.history(key)));
                    return new Listing(differing, sound.missing(), sound.inForce());
                }),
                comparing("counts the end as in force", "store83_", (sound, store, mark, said) -> {
                    Set<Key> missing = new HashSet<>(sound.missing());
                    store.scan(h -> {
                        if (h.versions().stream()
                                .anyMatch(v -> v.version().interval().endMicros() == mark.at())) {
                            missing.add(h.key());
                        }
                    });
                    return new Listing(sound.differing(), List.copyOf(missing), sound.inForce());
                }),
                comparing("finds missing keys by versions alone", "store84_", (sound, store, mark, said) -> {
                    List<Key> missing = new ArrayList<>(sound.missing());
                    missing.removeIf(key -> store.history(key).versions().isEmpty());
                    return new Listing(sound.differing(), missing, sound.inForce());
                }),
                comparing("counts keys out of scope", "store85_", (sound, store, mark, said) -> {
                    long[] all = {0};
                    store.scan(h -> all[0] += h.versions().stream()
                            .filter(v ->
                                    !v.version().deleted() && covers(v.version().interval(), mark.at()))
                            .count());
                    return new Listing(sound.differing(), sound.missing(), all[0]);
                }),
                comparing(
                        "takes a truncate for an empty scope",
                        "store86_",
                        (sound, store, mark, said) -> mark.kind() == SnapshotMark.Kind.TRUNCATE
                                ? new Listing(Set.of(), List.of(), sound.inForce())
                                : sound),
                taking("binds a thousand listed rows", "store87_", said -> said.limit(1_000)),
                taking("takes one statement of each key", "store88_", said -> {
                    Set<Key> taken = new HashSet<>();
                    return said.filter(statement -> taken.add(statement.key()));
                }));
    }

    private interface Comparison {
        Listing of(Listing sound, SoundStore store, SnapshotMark mark, List<Evidence> said);
    }

    private static Fault comparing(String name, String rule, Comparison comparison) {
        return new Fault(name, rule, dimension -> new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                SoundStore store = this;
                return new SoundTransaction(transaction) {
                    @Override
                    public Listing compare(SnapshotMark mark, Iterator<Evidence> statements) {
                        List<Evidence> said = new ArrayList<>();
                        statements.forEachRemaining(said::add);
                        return comparison.of(sound.compare(mark, said.iterator()), store, mark, said);
                    }
                };
            }
        });
    }

    /** What is compared of what is listed. */
    private static Fault taking(String name, String rule, UnaryOperator<Stream<Evidence>> taken) {
        return new Fault(name, rule, dimension -> new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    @Override
                    public Listing compare(SnapshotMark mark, Iterator<Evidence> statements) {
                        List<Evidence> said = new ArrayList<>();
                        statements.forEachRemaining(said::add);
                        return sound.compare(mark, taken.apply(said.stream()).iterator());
                    }
                };
            }
        });
    }

    private static Set<Key> keys(List<Evidence> statements) {
        return statements.stream().map(Evidence::key).collect(Collectors.toSet());
    }

    private static boolean reachesBack(KeyHistory history) {
        return history.evidence().stream().anyMatch(e -> e.kind().group() != Evidence.Group.BASE);
    }

    private static boolean covers(Interval interval, long t) {
        return interval.startMicros() <= t && t < interval.endMicros();
    }
}
