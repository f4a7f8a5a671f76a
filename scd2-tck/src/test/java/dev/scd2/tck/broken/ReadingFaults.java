package dev.scd2.tck.broken;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoreTransaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What can go wrong when touched keys are read. Stateless. */
final class ReadingFaults {
    private ReadingFaults() {}

    static List<Fault> all() {
        return List.of(
                reading(
                        "shows no unknown keys",
                        "store30_",
                        (sound, touched, visitor) -> sound.read(touched, history -> {
                            if (!history.versions().isEmpty()
                                    || !history.evidence().isEmpty()) {
                                visitor.accept(history);
                            }
                        })),
                reading("binds a thousand keys", "store31_", (sound, touched, visitor) -> {
                    Map<Key, Long> bound = new HashMap<>();
                    touched.entrySet().stream().limit(1_000).forEach(e -> bound.put(e.getKey(), e.getValue()));
                    sound.read(bound, visitor);
                }),
                shortening("shortens at the touched instant", "store32_", cut -> cut.inclusive()),
                shortening("shortens where columns are overwritten", "store33_", cut -> cut.everywhere()),
                shortening("shortens at a patch", "store34_", cut -> cut.atPatches()),
                shortening("shortens under a correction", "store35_", cut -> cut.underCorrections()),
                shortening("subtracts one from the beginning of time", "store36_", cut -> cut.overflowing()));
    }

    private interface Read {
        void of(StoreTransaction sound, Map<Key, Long> touched, Consumer<KeyHistory> visitor);
    }

    private static Fault reading(String name, String rule, Read read) {
        return new Fault(name, rule, dimension -> new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    @Override
                    public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
                        read.of(sound, touched, visitor);
                    }
                };
            }
        });
    }

    private static Fault shortening(String name, String rule, UnaryOperator<Cut> fault) {
        return new Fault(name, rule, dimension -> {
            Cut cut = fault.apply(new Cut(dimension));
            return new SoundStore(dimension) {
                @Override
                StoreTransaction wrapped(StoreTransaction transaction) {
                    return new SoundTransaction(transaction) {
                        @Override
                        public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
                            Map<Key, Long> whole = new HashMap<>(touched);
                            whole.replaceAll((key, from) -> Long.MIN_VALUE);
                            sound.read(whole, h -> visitor.accept(cut.of(h, touched.get(h.key()))));
                        }
                    };
                }
            };
        });
    }

    /** Cuts histories; rightly, until it is told otherwise. Confined to one thread. */
    private static final class Cut {
        private final Dimension dimension;
        private boolean inclusive;
        private boolean everywhere;
        private boolean atPatches;
        private boolean underCorrections;
        private boolean overflowing;

        Cut(Dimension dimension) {
            this.dimension = dimension;
        }

        Cut inclusive() {
            inclusive = true;
            return this;
        }

        Cut everywhere() {
            everywhere = true;
            return this;
        }

        Cut atPatches() {
            atPatches = true;
            return this;
        }

        Cut underCorrections() {
            underCorrections = true;
            return this;
        }

        Cut overflowing() {
            overflowing = true;
            return this;
        }

        KeyHistory of(KeyHistory history, long touched) {
            boolean reachesBack =
                    history.evidence().stream().anyMatch(e -> e.kind().group() != Evidence.Group.BASE);
            if ((reachesBack && !underCorrections) || (!dimension.tracksEverything() && !everywhere)) {
                return history;
            }
            OptionalLong anchor = history.evidence().stream()
                    .filter(e -> e.isComplete() || atPatches)
                    .mapToLong(Evidence::validFrom)
                    .filter(from -> overflowing ? from <= touched - 1 : from < touched || inclusive && from == touched)
                    .max();
            if (anchor.isEmpty()) {
                return history;
            }
            long since = anchor.getAsLong();
            return new KeyHistory(
                    history.key(),
                    since,
                    history.versions().stream()
                            .filter(v -> v.version().interval().endMicros() >= since)
                            .toList(),
                    history.evidence().stream()
                            .filter(e -> e.validFrom() >= since)
                            .toList());
        }
    }
}
