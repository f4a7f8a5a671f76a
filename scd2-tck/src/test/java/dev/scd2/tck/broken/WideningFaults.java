package dev.scd2.tck.broken;

import dev.scd2.change.Position;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoreTransaction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can go wrong when a definition becomes wider, and in dry runs. Stateless. */
final class WideningFaults {
    private WideningFaults() {}

    static List<Fault> all() {
        return List.of(
                evolving(
                        "calls added columns null in the past",
                        "store100_",
                        (sound, wider) -> new SoundStore(sound.evolve(wider)) {
                            @Override
                            KeyHistory shown(KeyHistory h) {
                                return new KeyHistory(
                                        h.key(),
                                        h.since(),
                                        h.versions(),
                                        h.past(),
                                        h.evidence().stream()
                                                .map(e -> e.withRow(PlanEdit.mapped(
                                                        e.row(), cell -> cell == Row.unsaid() ? null : cell)))
                                                .toList());
                            }
                        }),
                evolving("keeps the narrow type", "store101_", (sound, wider) -> new SoundStore(sound.evolve(wider)) {
                    private final UnaryOperator<MutationPlan> narrowing = PlanEdit.cells(WideningFaults::narrowed);

                    @Override
                    StoreTransaction wrapped(StoreTransaction transaction) {
                        return new SoundTransaction(transaction) {
                            @Override
                            public void write(MutationPlan plan) {
                                super.write(narrowing.apply(plan));
                            }
                        };
                    }
                }),
                evolving(
                        "looks at nothing before it alters",
                        "store102_",
                        (sound, wider) -> wider.attributes().size()
                                        > sound.dimension().attributes().size()
                                ? sound.evolve(wider)
                                : sound),
                evolving(
                        "asks nobody whether columns may come",
                        "store103_",
                        (sound, wider) -> sound.dimension().allowsNewColumns() ? sound.evolve(wider) : sound),
                evolving(
                        "forgets how far reading had come",
                        "store104_",
                        (sound, wider) -> new SoundStore(sound.evolve(wider)) {
                            @Override
                            public Optional<Position> reached(String source, int partition) {
                                return Optional.empty();
                            }
                        }),
                previewing(
                        "knows no positions in a dry run",
                        "store110_",
                        (store, preview) -> new SoundTransaction(preview) {
                            @Override
                            public Optional<Position> reached(String source, int partition) {
                                return Optional.empty();
                            }
                        }),
                previewing("lets a dry run commit", "store111_", (store, preview) -> new SoundTransaction(preview) {
                    @Override
                    public void commit() {}
                }),
                new Fault("lets a dry run keep writers waiting", "store112_", WideningFaults::locking));
    }

    private interface Evolution {
        DimensionStore of(DimensionStore sound, Dimension wider);
    }

    private static Fault evolving(String name, String rule, Evolution evolution) {
        return new Fault(name, rule, dimension -> new SoundStore(dimension) {
            @Override
            public DimensionStore evolve(Dimension wider) {
                return evolution.of(sound, wider);
            }
        });
    }

    private interface Preview {
        StoreTransaction of(SoundStore store, StoreTransaction preview);
    }

    private static Fault previewing(String name, String rule, Preview broken) {
        return new Fault(name, rule, dimension -> new SoundStore(dimension) {
            @Override
            public StoreTransaction preview() {
                return broken.of(this, super.preview());
            }
        });
    }

    private static @Nullable Object narrowed(@Nullable Object cell) {
        return cell instanceof BigDecimal decimal && decimal.scale() > 2
                ? ColumnType.decimal(20, 4).coerce(decimal.setScale(2, RoundingMode.HALF_UP))
                : cell;
    }

    /** Nobody waits for long: the lock is refused. */
    private static DimensionStore locking(Dimension dimension) {
        return new SoundStore(dimension) {
            private int previews;

            @Override
            public StoreTransaction preview() {
                previews++;
                return new SoundTransaction(super.preview()) {
                    @Override
                    public void close() {
                        previews--;
                        super.close();
                    }
                };
            }

            @Override
            public StoreTransaction begin() {
                if (previews > 0) {
                    throw new ConcurrentCommitException("canceling statement due to lock timeout", null);
                }
                return super.begin();
            }
        };
    }
}
