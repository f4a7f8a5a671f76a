package dev.scd2.tck.generate;

import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Span;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What random histories are made of, as shares of their changes, so that nobody believes in a property that was never
 * put to the test. Confined to one thread.
 */
public final class Shares {
    /** What is counted. */
    public enum Trait {
        /** Another change of the key has the same {@code validFrom}. */
        TIE,
        /** A change of the key that begins later came before it. */
        LATE,
        /** It says what held already. */
        NO_OP,
        /** A delete or a void. */
        DELETE,
        /** It brings back an entity that a delete had ended. */
        REVIVAL
    }

    private final Map<Trait, Integer> counts = new EnumMap<>(Trait.class);
    private int changes;

    /** Counts the changes of {@code history}, in its order of arrival; snapshots are not looked into. */
    public void count(History history) {
        Dimension dimension = history.dimension();
        Map<Key, List<Said>> arrived = new HashMap<>();
        for (Change change : history.changes()) {
            changes++;
            Instant from = validFrom(change);
            if (from == null) {
                note(Trait.DELETE);
                continue;
            }
            Said said = new Said(
                    change,
                    Instants.toMicros(from),
                    Objects.requireNonNull(change.sequence()),
                    dimension.row(change instanceof Delete ? Map.of() : change.fields()));
            List<Said> before = arrived.computeIfAbsent(dimension.key(change.fields()), key -> new ArrayList<>());
            if (before.stream().anyMatch(other -> other.from > said.from)) {
                note(Trait.LATE);
            }
            before.add(said);
        }
        arrived.values().forEach(this::countOfKey);
    }

    private void countOfKey(List<Said> all) {
        for (Said said : all) {
            if (all.stream().filter(other -> other.from == said.from).count() > 1) {
                note(Trait.TIE);
            }
        }
        List<Said> ordered = new ArrayList<>(all);
        ordered.sort(Comparator.comparingLong(Said::from).thenComparing(Said::sequence));
        Map<Integer, @Nullable Object> state = new HashMap<>();
        boolean deleted = false;
        for (Said said : ordered) {
            if (said.change instanceof Delete) {
                note(Trait.DELETE);
                state.clear();
                deleted = true;
                continue;
            }
            if (deleted) {
                note(Trait.REVIVAL);
            } else if (!state.isEmpty() && saysNothingNew(said.row, state)) {
                note(Trait.NO_OP);
            }
            deleted = false;
            for (int i = 0; i < said.row.width(); i++) {
                if (said.row.isSaid(i)) {
                    state.put(i, said.row.value(i));
                }
            }
        }
    }

    private static boolean saysNothingNew(Row row, Map<Integer, @Nullable Object> state) {
        for (int i = 0; i < row.width(); i++) {
            if (row.isSaid(i) && !Objects.equals(row.value(i), state.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the share of changes with {@code trait}, 0 to 1. */
    public double of(Trait trait) {
        return changes == 0 ? 0 : counts.getOrDefault(trait, 0) / (double) changes;
    }

    /** Returns all shares in per cent. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(changes + " changes");
        for (Trait trait : Trait.values()) {
            text.append(String.format(Locale.ROOT, ", %s %.1f %%", trait, 100 * of(trait)));
        }
        return text.toString();
    }

    private void note(Trait trait) {
        counts.merge(trait, 1, Integer::sum);
    }

    private static @Nullable Instant validFrom(Change change) {
        if (change instanceof Observation observation) {
            return observation.validFrom();
        }
        if (change instanceof Patch patch) {
            return patch.validFrom();
        }
        return change instanceof Delete delete ? delete.validFrom() : ((Span) change).validFrom();
    }

    private record Said(Change change, long from, Sequence sequence, Row row) {}
}
