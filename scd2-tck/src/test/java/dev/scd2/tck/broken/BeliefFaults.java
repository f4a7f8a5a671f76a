package dev.scd2.tck.broken;

import dev.scd2.dimension.Key;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Retract;
import dev.scd2.mutation.Supersede;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Listing;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What can go wrong with rows that say when they were believed. Stateless. */
final class BeliefFaults {
    private BeliefFaults() {}

    static List<Fault> all() {
        return List.of(
                writing(
                        "deletes what is no longer believed",
                        "store90_",
                        PlanEdit.by(edit -> edit.mutations.replaceAll(BeliefFaults::deleting))),
                showing(
                        "leaves the current flag of what is no longer believed",
                        "store91_",
                        h -> new KeyHistory(
                                h.key(),
                                h.since(),
                                h.versions(),
                                h.past().stream().map(BeliefFaults::flagged).toList(),
                                h.evidence())),
                new Fault("answers as known now", "store92_", dimension -> new SoundStore(dimension) {
                    @Override
                    public void asOf(Instant t, Instant systemAt, Consumer<StoredVersion> visitor) {
                        super.asOf(t, visitor);
                    }
                }),
                new Fault("finds rows by surrogate key alone", "store93_", dimension -> new SoundStore(dimension) {
                    @Override
                    StoreTransaction wrapped(StoreTransaction transaction) {
                        return new SoundTransaction(transaction) {
                            @Override
                            public void write(MutationPlan plan) {
                                super.write(PlanEdit.by(edit -> edit.mutations.replaceAll(
                                                m -> m instanceof Overwrite o ? latestRow(o, history(o.key())) : m))
                                        .apply(plan));
                            }
                        };
                    }
                }),
                writing(
                        "opens no belief again",
                        "store94_",
                        PlanEdit.by(edit -> edit.mutations.removeIf(m -> m instanceof Supersede s
                                && s.after().isOpen()
                                && !s.before().isOpen()))),
                new Fault("shows batches the latest belief alone", "store95_", dimension -> new SoundStore(dimension) {
                    @Override
                    StoreTransaction wrapped(StoreTransaction transaction) {
                        return new SoundTransaction(transaction) {
                            @Override
                            public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
                                super.read(
                                        touched,
                                        h -> visitor.accept(
                                                new KeyHistory(h.key(), h.since(), h.versions(), h.evidence())));
                            }
                        };
                    }
                }),
                new Fault("misses nobody who was once in force", "store96_", dimension -> new SoundStore(dimension) {
                    @Override
                    StoreTransaction wrapped(StoreTransaction transaction) {
                        SoundStore store = this;
                        return new SoundTransaction(transaction) {
                            @Override
                            public Listing compare(SnapshotMark mark, Iterator<Evidence> said) {
                                Listing compared = super.compare(mark, said);
                                List<Key> missing = new ArrayList<>(compared.missing());
                                missing.removeIf(key -> store.history(key).versions().stream()
                                        .noneMatch(v -> covers(v.version().interval(), mark.at())));
                                return new Listing(compared.differing(), missing, compared.inForce());
                            }
                        };
                    }
                }));
    }

    private static Fault writing(String name, String rule, UnaryOperator<MutationPlan> edit) {
        return new Fault(name, rule, dimension -> SoundStore.writing(dimension, edit));
    }

    private static Fault showing(String name, String rule, UnaryOperator<KeyHistory> edit) {
        return new Fault(name, rule, dimension -> SoundStore.showing(dimension, edit));
    }

    private static Mutation deleting(Mutation mutation) {
        return mutation instanceof Supersede s && !s.after().isOpen()
                ? new Retract(s.surrogate(), s.key(), Interval.ALWAYS, s.believedFrom())
                : mutation;
    }

    private static StoredVersion flagged(StoredVersion v) {
        return new StoredVersion(
                v.surrogate(),
                v.key(),
                v.version(),
                v.believed(),
                v.version().isCurrent(),
                v.attributeHash(),
                v.loadId());
    }

    /** The row of the latest belief in place of the one that was meant. */
    private static Mutation latestRow(Overwrite overwrite, KeyHistory held) {
        return held.versions().stream()
                .filter(stored -> stored.surrogate() == overwrite.surrogate())
                .findFirst()
                .<Mutation>map(stored -> new Overwrite(
                        overwrite.surrogate(),
                        overwrite.key(),
                        overwrite.before(),
                        overwrite.after(),
                        stored.believed().startMicros()))
                .orElse(overwrite);
    }

    private static boolean covers(Interval interval, long t) {
        return interval.startMicros() <= t && t < interval.endMicros();
    }
}
