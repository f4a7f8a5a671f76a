package dev.scd2.tck.broken;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What can go wrong when everything is shown. Stateless. */
final class ScanFaults {
    private ScanFaults() {}

    static List<Fault> all() {
        return List.of(
                scanning(
                        "shows keys by their versions alone",
                        "store60_",
                        all -> all.stream()
                                .filter(history -> !history.versions().isEmpty())
                                .toList()),
                scanning("orders keys as Java does", "store61_", ScanFaults::byText),
                scanning("orders keys as text", "store62_", ScanFaults::byText),
                new Fault("joins the parts of a key", "store63_", ScanFaults::joining),
                new Fault("trims keys", "store64_", dimension -> new SoundStore(dimension) {
                    @Override
                    public KeyHistory history(Key key) {
                        boolean padded = key.part(0) instanceof String text && !text.equals(text.trim());
                        return padded
                                ? super.history(Key.of(key.part(0).toString().trim()))
                                : super.history(key);
                    }
                }),
                new Fault("shows marks of absence as of an instant", "store65_", ScanFaults::withMarks),
                new Fault("knows no unknown key", "store66_", dimension -> new SoundStore(dimension) {
                    @Override
                    public KeyHistory history(Key key) {
                        KeyHistory history = super.history(key);
                        if (history.equals(KeyHistory.empty(key))) {
                            throw new NoSuchElementException("No value present");
                        }
                        return history;
                    }
                }),
                new Fault("reads one key after the other", "store67_", dimension -> new SoundStore(dimension) {
                    @Override
                    public void scan(Consumer<KeyHistory> visitor) {
                        List<Key> keys = new ArrayList<>();
                        sound.scan(history -> keys.add(history.key()));
                        keys.forEach(key -> visitor.accept(sound.history(key)));
                    }
                }));
    }

    private static Fault scanning(String name, String rule, UnaryOperator<List<KeyHistory>> edit) {
        return new Fault(name, rule, dimension -> new SoundStore(dimension) {
            @Override
            public void scan(Consumer<KeyHistory> visitor) {
                List<KeyHistory> all = new ArrayList<>();
                super.scan(all::add);
                edit.apply(all).forEach(visitor);
            }
        });
    }

    private static List<KeyHistory> byText(List<KeyHistory> all) {
        List<KeyHistory> ordered = new ArrayList<>(all);
        ordered.sort(Comparator.comparing(history -> history.key().part(0).toString()));
        return ordered;
    }

    private static DimensionStore joining(Dimension dimension) {
        Map<String, Key> firstOfText = new HashMap<>();
        return new SoundStore(dimension) {
            @Override
            public KeyHistory history(Key key) {
                KeyHistory same = super.history(same(key));
                return new KeyHistory(key, same.since(), same.versions(), same.past(), same.evidence());
            }

            private Key same(Key key) {
                String text = String.join(
                        "|", key.parts().stream().map(String::valueOf).toList());
                return firstOfText.computeIfAbsent(text, first -> key);
            }
        };
    }

    private static DimensionStore withMarks(Dimension dimension) {
        return new SoundStore(dimension) {
            @Override
            public void asOf(Instant t, Consumer<StoredVersion> visitor) {
                scan(history -> history.versions().stream()
                        .filter(stored -> contains(stored.version().interval(), t))
                        .forEach(visitor));
            }
        };
    }

    private static boolean contains(Interval interval, Instant t) {
        return interval.contains(t);
    }
}
