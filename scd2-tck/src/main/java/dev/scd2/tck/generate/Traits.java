package dev.scd2.tck.generate;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Sequence;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.tck.oracle.Oracle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for the traits of one history in what arrives. Confined to one thread. */
final class Traits {
    private final Dimension dimension;
    private final Set<Trait> found = EnumSet.noneOf(Trait.class);

    private Traits(Dimension dimension) {
        this.dimension = dimension;
    }

    static Set<Trait> of(History history) {
        Traits traits = new Traits(history.last());
        traits.noteIf(history.next() != null, Trait.SCHEMA_CHANGE);
        List<Batch> said = history.inLastWords().batches();
        traits.noteIf(!Oracle.of(history.last()).believe(said).conflicts().isEmpty(), Trait.CONFLICT);
        said.forEach(batch -> batch.snapshot()
                .ifPresent(listing -> traits.noteIf(!listing.scope().isEmpty(), Trait.SCOPED_LISTING)));
        Map<Key, List<Said>> arrived = new HashMap<>();
        for (Change change : history.changes()) {
            if (!(change instanceof Truncate)) {
                Said one = traits.said(change);
                List<Said> before =
                        arrived.computeIfAbsent(traits.dimension.key(change.fields()), k -> new ArrayList<>());
                traits.arrives(one, before);
                before.add(one);
            }
        }
        arrived.values().forEach(traits::ofKey);
        return traits.found;
    }

    private void arrives(Said one, List<Said> before) {
        noteIf(one.isDelete(), Trait.DELETE);
        for (Said other : before) {
            noteIf(one.isPlaced() && other.isPlaced() && other.from.isAfter(one.from), Trait.LATE);
            boolean under = one.change instanceof Correction && other.isPlaced() && covers(one, other.from);
            noteIf(under && other.sequence.compareTo(one.sequence) > 0, Trait.LATE_CORRECTION);
        }
    }

    private void ofKey(List<Said> all) {
        for (Said a : all) {
            for (Said b : all) {
                boolean earlier = a.sequence.compareTo(b.sequence) < 0;
                noteIf(a != b && a.isBase() && b.isBase() && a.from.equals(b.from), Trait.TIE);
                noteIf(a.isBase() && b.isBase() && a.from.equals(b.from) && earlier, Trait.HIDDEN_VALUE);
                noteIf(
                        a.isPlaced() && b.change instanceof Correction && covers(b, a.from) && earlier,
                        Trait.HIDDEN_VALUE);
                noteIf(isErased(a, b) && earlier, Trait.ERASURE);
                boolean periods = a != b && a.isSpan() && b.isSpan();
                noteIf(periods && (covers(a, b.from) || covers(b, a.from)), Trait.OVERLAPPING_SPANS);
            }
        }
        inOrder(all.stream().filter(Said::isBase).sorted(Said.ORDER).toList());
    }

    private boolean isErased(Said a, Said b) {
        return b.change instanceof Erasure
                && dimension.personal().stream()
                        .anyMatch(column -> a.change.fields().get(column) != null);
    }

    private void inOrder(List<Said> base) {
        Map<Integer, @Nullable Object> state = new HashMap<>();
        boolean deleted = false;
        for (Said said : base) {
            if (said.change instanceof Delete) {
                state.clear();
                deleted = true;
                continue;
            }
            Row row = dimension.row(said.change.fields());
            noteIf(deleted, Trait.REVIVAL);
            noteIf(!deleted && !state.isEmpty() && saysNothingNew(row, state), Trait.NO_OP);
            deleted = false;
            for (int i = 0; i < row.width(); i++) {
                if (row.isSaid(i)) {
                    state.put(i, row.value(i));
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

    private static boolean covers(Said period, Instant t) {
        return !t.isBefore(period.from) && (period.to == null || t.isBefore(period.to));
    }

    private void noteIf(boolean present, Trait trait) {
        if (present) {
            found.add(trait);
        }
    }

    private Said said(Change change) {
        Sequence sequence = Objects.requireNonNull(change.sequence());
        Instant from = null;
        Instant to = null;
        if (change instanceof Observation o) {
            from = o.validFrom();
        } else if (change instanceof Patch p) {
            from = p.validFrom();
        } else if (change instanceof Delete d) {
            from = d.validFrom();
        } else if (change instanceof Correction c) {
            from = c.validFrom();
            to = c.validTo();
        } else if (change instanceof Span s) {
            from = s.validFrom();
            to = s.validTo();
        }
        return new Said(change, from == null ? Instant.MIN : from, to, sequence);
    }

    private record Said(
            Change change, Instant from, @Nullable Instant to, Sequence sequence) {
        static final Comparator<Said> ORDER = Comparator.comparing(Said::from).thenComparing(Said::sequence);

        boolean isBase() {
            return change instanceof Observation || change instanceof Patch || change instanceof Delete;
        }

        boolean isSpan() {
            return change instanceof Span span && !span.isVoid();
        }

        boolean isPlaced() {
            return isBase() || isSpan();
        }

        boolean isDelete() {
            return change instanceof Delete
                    || (change instanceof Span span && span.isVoid())
                    || (change instanceof Correction c && c.existence() == Correction.Existence.ABSENT);
        }
    }
}
