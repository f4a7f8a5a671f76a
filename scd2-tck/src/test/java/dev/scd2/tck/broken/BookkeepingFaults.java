package dev.scd2.tck.broken;

import dev.scd2.change.Position;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.error.StoreException;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoreTransaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can go wrong beside versions and evidence. Stateless. */
final class BookkeepingFaults {
    private BookkeepingFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("moves positions back", "store50_", d -> reached(d, p -> p.source() + p.partition())),
                new Fault("keeps one position for a source", "store51_", d -> reached(d, Position::source)),
                new Fault(
                        "keeps rejected values as text",
                        "store52_",
                        d -> quarantine(
                                d,
                                all -> all.stream()
                                        .map(BookkeepingFaults::asText)
                                        .toList())),
                new Fault("quarantines twice", "store53_", BookkeepingFaults::twice),
                new Fault(
                        "shows the newest rejection first",
                        "store54_",
                        d -> quarantine(d, all -> {
                            List<Rejection> reversed = new ArrayList<>(all);
                            Collections.reverse(reversed);
                            return reversed;
                        })),
                writing(
                        "keeps no scope",
                        "store55_",
                        PlanEdit.by(edit -> edit.marks.replaceAll(m ->
                                new SnapshotMark(m.kind(), m.at(), m.sequence(), m.said(), Map.of(), m.systemTime())))),
                writing("cannot write nothing", "store56_", plan -> {
                    if (plan.isEmpty()) {
                        throw new StoreException("syntax error at or near \")\"", null);
                    }
                    return plan;
                }),
                transaction("shows every rejection for every key", "store57_", (t, store) -> new SoundTransaction(t) {
                    @Override
                    public List<Rejection> quarantined(Set<Key> keys) {
                        return store.quarantine();
                    }
                }),
                writing(
                        "resolves last",
                        "store58_",
                        PlanEdit.by(edit ->
                                edit.rejections.removeIf(rejection -> edit.resolved.contains(rejection.identity())))),
                new Fault("records nothing twice", "store59_", dimension -> new SoundStore(dimension) {
                    @Override
                    public List<AuditEntry> audit() {
                        return sound.audit().stream().distinct().toList();
                    }
                }),
                state(
                        "counts no generations",
                        "store70_",
                        (s, last) -> new StoreState(1, s.horizon(), s.lastSystemTime(), s.erasureSecret())),
                state(
                        "moves the horizon back",
                        "store71_",
                        (s, last) -> new StoreState(
                                s.generation(),
                                last == null ? s.horizon() : last.horizon(),
                                s.lastSystemTime(),
                                s.erasureSecret())),
                state(
                        "keeps the last system time",
                        "store72_",
                        (s, last) -> new StoreState(
                                s.generation(),
                                s.horizon(),
                                last == null ? s.lastSystemTime() : last.systemTime(),
                                s.erasureSecret())),
                state(
                        "has the secret of all stores",
                        "store73_",
                        (s, last) -> new StoreState(
                                s.generation(), s.horizon(), s.lastSystemTime(), Bytes.of(new byte[16]))));
    }

    private static Fault writing(String name, String rule, UnaryOperator<MutationPlan> edit) {
        return new Fault(name, rule, dimension -> SoundStore.writing(dimension, edit));
    }

    private interface Wrapping {
        StoreTransaction of(StoreTransaction transaction, SoundStore store);
    }

    private static Fault transaction(String name, String rule, Wrapping wrapping) {
        return new Fault(name, rule, dimension -> new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return wrapping.of(transaction, this);
            }
        });
    }

    private interface State {
        StoreState of(StoreState sound, @Nullable MutationPlan last);
    }

    private static Fault state(String name, String rule, State state) {
        return new Fault(name, rule, dimension -> new SoundStore(dimension) {
            private @Nullable MutationPlan last;

            @Override
            public StoreState state() {
                return state.of(sound.state(), last);
            }

            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    @Override
                    public StoreState state() {
                        return state.of(sound.state(), last);
                    }

                    @Override
                    public void write(MutationPlan plan) {
                        super.write(plan);
                        last = plan;
                    }
                };
            }
        });
    }

    private static DimensionStore reached(Dimension dimension, Function<Position, String> name) {
        Map<String, Position> last = new HashMap<>();
        return new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    @Override
                    public void write(MutationPlan plan) {
                        super.write(plan);
                        plan.reached().forEach(position -> last.put(name.apply(position), position));
                    }
                };
            }

            @Override
            public Optional<Position> reached(String source, int partition) {
                return Optional.ofNullable(last.get(name.apply(new Position(source, partition, 0))));
            }
        };
    }

    private static DimensionStore quarantine(Dimension dimension, UnaryOperator<List<Rejection>> edit) {
        return new SoundStore(dimension) {
            @Override
            public List<Rejection> quarantine() {
                return edit.apply(sound.quarantine());
            }
        };
    }

    private static Rejection asText(Rejection r) {
        Map<String, @Nullable Object> text = new LinkedHashMap<>();
        r.change().fields().forEach((name, value) -> text.put(name, value == null ? null : value.toString()));
        return new Rejection(r.reason(), r.message(), r.change().withFields(text), r.key(), r.identity());
    }

    private static DimensionStore twice(Dimension dimension) {
        List<Rejection> all = new ArrayList<>();
        return new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    @Override
                    public void write(MutationPlan plan) {
                        super.write(plan);
                        all.addAll(plan.rejections());
                    }
                };
            }

            @Override
            public List<Rejection> quarantine() {
                return List.copyOf(all);
            }
        };
    }
}
