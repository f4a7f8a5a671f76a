package dev.scd2.tck.oracle;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.Evidence.Group;
import dev.scd2.store.Evidence.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules 1, 2, 3 and 5 for one key at one instant, for existence and for each column by itself.
 *
 * <p>Every question is a loop over all statements. Immutable.
 */
final class AtInstant {
    /** Asked for in place of a column. */
    private static final int EXISTENCE = -1;

    private final Dimension dimension;
    private final List<Evidence> statements;

    /** Takes the statements of one key, each of which holds its place. */
    AtInstant(Dimension dimension, List<Evidence> statements) {
        this.dimension = dimension;
        this.statements = dimension.feed() == Feed.SPANS ? counting(statements) : statements;
    }

    /** Returns what the entity looked like at {@code t}, or null if it did not exist. */
    @Nullable
    Row at(long t) {
        if (!says(decides(t, EXISTENCE))) {
            return null;
        }
        List<Column> columns = dimension.attributes();
        Object[] cells = new Object[columns.size()];
        for (int column = 0; column < cells.length; column++) {
            cells[column] = columns.get(column).policy() == AttributePolicy.TRACK
                    ? cell(decides(t, column), column)
                    : cell(firstOrLast(column, columns.get(column).policy()), column);
        }
        return Row.of(cells);
    }

    private static boolean says(@Nullable Evidence decides) {
        return decides != null && !decides.isAbsence();
    }

    private static @Nullable Object cell(@Nullable Evidence decides, int column) {
        boolean said = decides != null && !decides.isAbsence() && decides.row().isSaid(column);
        return said ? decides.row().toArray()[column] : null;
    }

    // --- rule 2

    private @Nullable Evidence decides(long t, int column) {
        Evidence correction = null;
        for (Evidence one : statements) {
            boolean covers = one.validFrom() <= t && t < one.validTo();
            boolean asked = one.kind().group() == Group.CORRECTION && covers && speaks(one, column);
            if (asked && (correction == null || outranks(one, correction))) {
                correction = one;
            }
        }
        Evidence base = base(t, column, correction);
        return base != null ? base : correction;
    }

    private static boolean speaks(Evidence statement, int column) {
        return switch (statement.kind()) {
            case DELETE, ABSENCE, SPAN -> true;
            case VALUES, PUT -> column == EXISTENCE || statement.row().isSaid(column);
            case UPDATE -> column != EXISTENCE && statement.row().isSaid(column);
            case VOID, UNLISTED, ERASURE -> false;
        };
    }

    // --- rule 1: the last base change that speaks and, if there is a correction, holds against it

    private @Nullable Evidence base(long t, int column, @Nullable Evidence correction) {
        Evidence last = null;
        for (Evidence one : dimension.feed() == Feed.SPANS ? winningSpan(t) : statements) {
            boolean base = one.kind().group() == Group.BASE || one.kind() == Kind.SPAN;
            boolean holds = correction == null
                    || (one.validFrom() >= correction.validFrom()
                            && one.sequence().compareTo(correction.sequence()) > 0);
            boolean asked = base && holds && one.validFrom() <= t && speaks(one, column);
            if (asked && (last == null || isLater(one, last))) {
                last = one;
            }
        }
        return last;
    }

    // --- rule 3

    /** Of one id only the statement with the greatest sequence counts, and a void counts as nothing. */
    private static List<Evidence> counting(List<Evidence> statements) {
        List<Evidence> counting = new ArrayList<>();
        for (Evidence statement : statements) {
            boolean superseded = statement.kind() == Kind.VOID;
            for (Evidence other : statements) {
                boolean sameId =
                        statement.spanId() != null && statement.spanId().equals(other.spanId());
                superseded |= sameId && other.sequence().compareTo(statement.sequence()) > 0;
            }
            if (!superseded) {
                counting.add(statement);
            }
        }
        return counting;
    }

    private List<Evidence> winningSpan(long t) {
        Evidence winner = null;
        for (Evidence span : statements) {
            boolean covers = span.kind() == Kind.SPAN && span.validFrom() <= t && t < span.validTo();
            if (covers && (winner == null || wins(span, winner))) {
                winner = span;
            }
        }
        return winner == null ? List.of() : List.of(winner);
    }

    private boolean wins(Evidence a, Evidence b) {
        for (String column : dimension.overlapOrder()) {
            int i = dimension.attributeIndex(column).orElseThrow();
            int order = Conflicts.compareValues(Conflicts.valueOf(a, i), Conflicts.valueOf(b, i));
            if (order != 0) {
                return order > 0;
            }
        }
        return outranks(a, b);
    }

    // --- rule 5

    private static boolean outranks(Evidence a, Evidence b) {
        int bySequence = a.sequence().compareTo(b.sequence());
        if (bySequence != 0) {
            return bySequence > 0;
        }
        return a.validFrom() != b.validFrom() ? a.validFrom() > b.validFrom() : winsByEndAndId(a, b);
    }

    private static boolean winsByEndAndId(Evidence a, Evidence b) {
        if (a.validTo() != b.validTo()) {
            return a.validTo() < b.validTo();
        }
        return a.spanId() != null && b.spanId() != null && a.spanId().compareTo(b.spanId()) > 0;
    }

    // --- fixed and overwrite columns

    /** The first or the last that said a value, in any life of the key. */
    private @Nullable Evidence firstOrLast(int column, AttributePolicy policy) {
        Evidence decides = null;
        for (Evidence one : statements) {
            boolean saidAValue =
                    one.kind() != Kind.ERASURE && !one.isAbsence() && one.row().isSaid(column);
            if (saidAValue && (decides == null || isLater(one, decides) == (policy == AttributePolicy.OVERWRITE))) {
                decides = one;
            }
        }
        return decides;
    }

    /** By validFrom, then by sequence; a correction after a base change at the same place; then as rule 5 has it. */
    private static boolean isLater(Evidence a, Evidence b) {
        if (a.validFrom() != b.validFrom()) {
            return a.validFrom() > b.validFrom();
        }
        int bySequence = a.sequence().compareTo(b.sequence());
        if (bySequence != 0) {
            return bySequence > 0;
        }
        boolean correction = a.kind().group() == Group.CORRECTION;
        return correction == (b.kind().group() == Group.CORRECTION) ? winsByEndAndId(a, b) : correction;
    }
}
