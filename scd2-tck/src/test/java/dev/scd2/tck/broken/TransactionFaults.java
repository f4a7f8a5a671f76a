package dev.scd2.tck.broken;

import dev.scd2.dimension.Dimension;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** What can go wrong with transactions. Stateless. */
final class TransactionFaults {
    private TransactionFaults() {}

    static List<Fault> all() {
        return List.of(
                transaction("commits on close", "store40_", t -> new SoundTransaction(t) {
                    private boolean committed;

                    @Override
                    public void commit() {
                        committed = true;
                        super.commit();
                    }

                    @Override
                    public void close() {
                        if (!committed) {
                            super.commit();
                        }
                        super.close();
                    }
                }),
                new Fault("writes nothing after a rollback", "store41_", TransactionFaults::dead),
                new Fault("shows readers what is not committed", "store42_", TransactionFaults::dirty),
                transaction("reserves surrogates twice", "store43_", t -> new SoundTransaction(t) {
                    @Override
                    public long reserveSurrogates(int count) {
                        super.reserveSurrogates(count);
                        return 1;
                    }
                }),
                new Fault("rolls its counter back to the beginning", "store44_", TransactionFaults::forgetful),
                new Fault("counts surrogates for each thread", "store45_", TransactionFaults::perThread),
                new Fault("swallows what a visitor throws", "store46_", dimension -> new SoundStore(dimension) {
                    @Override
                    public void scan(Consumer<KeyHistory> visitor) {
                        try {
                            super.scan(visitor);
                        } catch (IllegalStateException swallowed) {
                            return;
                        }
                    }
                }));
    }

    private static Fault transaction(String name, String rule, Function<StoreTransaction, StoreTransaction> broken) {
        return new Fault(name, rule, dimension -> new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return broken.apply(transaction);
            }
        });
    }

    private static DimensionStore dead(Dimension dimension) {
        return new SoundStore(dimension) {
            private boolean dead;

            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    private boolean committed;

                    @Override
                    public void commit() {
                        committed = true;
                        if (!dead) {
                            super.commit();
                        }
                    }

                    @Override
                    public void close() {
                        dead |= !committed;
                        super.close();
                    }
                };
            }
        };
    }

    private static DimensionStore dirty(Dimension dimension) {
        return new SoundStore(dimension) {
            private final List<StoredVersion> uncommitted = new ArrayList<>();

            @Override
            KeyHistory shown(KeyHistory history) {
                List<StoredVersion> versions = new ArrayList<>(history.versions());
                uncommitted.stream()
                        .filter(stored -> stored.key().equals(history.key()))
                        .forEach(versions::add);
                return new KeyHistory(history.key(), history.since(), versions, history.past(), history.evidence());
            }

            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    @Override
                    public void write(MutationPlan plan) {
                        super.write(plan);
                        plan.mutations().stream()
                                .filter(mutation -> mutation instanceof Insert)
                                .map(Insert.class::cast)
                                .forEach(i -> uncommitted.add(new StoredVersion(
                                        i.surrogate(), i.key(), i.version(), true, "", plan.loadId())));
                    }

                    @Override
                    public void close() {
                        uncommitted.clear();
                        super.close();
                    }
                };
            }
        };
    }

    private static DimensionStore forgetful(Dimension dimension) {
        AtomicLong counter = new AtomicLong(1);
        return counting(dimension, () -> counter, () -> counter.set(1));
    }

    private static DimensionStore perThread(Dimension dimension) {
        ThreadLocal<AtomicLong> counters = ThreadLocal.withInitial(() -> new AtomicLong(1));
        return counting(dimension, counters::get, () -> {});
    }

    private interface Counter {
        AtomicLong get();
    }

    private static DimensionStore counting(Dimension dimension, Counter counter, Runnable onRollback) {
        return new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    private boolean committed;

                    @Override
                    public long reserveSurrogates(int count) {
                        return counter.get().getAndAdd(count);
                    }

                    @Override
                    public void commit() {
                        committed = true;
                        super.commit();
                    }

                    @Override
                    public void close() {
                        if (!committed) {
                            onRollback.run();
                        }
                        super.close();
                    }
                };
            }
        };
    }
}
