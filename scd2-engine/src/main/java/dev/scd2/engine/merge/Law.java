package dev.scd2.engine.merge;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was true when, as a function of all that was said about one key.
 *
 * <p>Takes time linear in the statements; with corrections, times those that cover an instant; for spans, times the
 * logarithm of those that overlap. Immutable.
 */
final class Law {
    private final Dimension dimension;
    private final Comparator<Evidence> rankOfCorrections;
    private final Comparator<Evidence> rankOfSpans;
    private final Comparator<Evidence> byStart;
    private final SaidValues nothingSaid;
    private final Row nothing;

    Law(Dimension dimension, ConflictOrder order) {
        this.dimension = dimension;
        this.rankOfCorrections = Rank.ofCorrections(order);
        this.rankOfSpans = Rank.ofSpans(dimension, order);
        this.byStart = Comparator.comparingLong(Evidence::validFrom).thenComparing(Rank.ofSpansAsSaid(order));
        this.nothingSaid = SaidValues.none(dimension);
        this.nothing = Row.ofNulls(dimension.attributes().size());
    }

    /**
     * Returns the versions.
     *
     * @param marks the listings of rows and the truncates, in order of place; a listing yields to a statement of the key at
     *     its own place
     * @param existedBefore whether the entity had a version before the first of these statements
     */
    Lawful evaluate(Key key, Statements statements, List<SnapshotMark> marks, boolean existedBefore) {
        List<Evidence> corrections = statements.corrections();
        if (dimension.feed() == Feed.SPANS) {
            List<Evidence> counting = counting(statements.spans());
            counting.sort(byStart);
            SaidValues values = nothingSaid.after(counting, corrections, rankOfCorrections);
            StateLine line = new StateLine(dimension, values, existedBefore);
            new CorrectedLaw(dimension, rankOfCorrections, corrections)
                    .walk(new SpanLaw(counting, rankOfSpans, dimension), line);
            return new Lawful(line.versions(), values);
        }
        List<Evidence> base = effective(key, statements, marks);
        SaidValues values = nothingSaid.after(base, corrections, rankOfCorrections);
        StateLine line = new StateLine(dimension, values, existedBefore);
        if (corrections.isEmpty()) {
            walk(base, line);
        } else {
            new CorrectedLaw(dimension, rankOfCorrections, corrections).walk(new BaseChanges(base), line);
        }
        return new Lawful(line.versions(), values);
    }

    /** Rule 1: walking the base changes in order and letting each write over what it speaks of. */
    private void walk(List<Evidence> base, StateLine line) {
        Standing standing = new Standing(nothing);
        for (int i = 0; i < base.size(); i++) {
            Evidence statement = base.get(i);
            standing.apply(statement);
            boolean isLast = i + 1 == base.size() || base.get(i + 1).validFrom() != statement.validFrom();
            if (isLast) {
                line.note(statement.validFrom(), standing.exists(), standing.row());
            }
        }
    }

    /** Weaves the deletes of listings and truncates into the base changes. */
    private List<Evidence> effective(Key key, Statements statements, List<SnapshotMark> marks) {
        List<Evidence> base = statements.base();
        if (marks.isEmpty()) {
            return base;
        }
        List<Evidence> effective = new ArrayList<>(base.size() + marks.size());
        Standing standing = new Standing(nothing);
        int next = 0;
        for (SnapshotMark mark : marks) {
            while (next < base.size() && isBefore(base.get(next), mark)) {
                standing.apply(base.get(next));
                effective.add(base.get(next++));
            }
            boolean yields = next < base.size()
                    && base.get(next).validFrom() == mark.at()
                    && base.get(next).sequence().equals(mark.sequence());
            if (!yields && isInScope(key, mark, standing, effective, statements.corrections())) {
                Evidence delete = delete(key, mark);
                standing.apply(delete);
                effective.add(delete);
            }
        }
        effective.addAll(base.subList(next, base.size()));
        return effective;
    }

    private boolean isInScope(
            Key key, SnapshotMark mark, Standing standing, List<Evidence> below, List<Evidence> corrections) {
        if (mark.scope().isEmpty()) {
            return true;
        }
        List<Evidence> earlier = corrections.stream()
                .filter(correction -> correction.sequence().compareTo(mark.sequence()) < 0)
                .toList();
        if (earlier.isEmpty()) {
            return standing.isInScope(dimension, key, mark);
        }
        CorrectedLaw.State state =
                new CorrectedLaw(dimension, rankOfCorrections, earlier).at(mark.at(), new BaseChanges(below));
        return state.exists() && Scope.isMet(dimension, key, state.row(), mark);
    }

    private Evidence delete(Key key, SnapshotMark mark) {
        return new Evidence(
                key,
                Evidence.Kind.DELETE,
                null,
                mark.at(),
                Interval.OPEN,
                mark.sequence(),
                Row.ofUnsaid(dimension.attributes().size()),
                mark.systemTime(),
                null);
    }

    private static boolean isBefore(Evidence statement, SnapshotMark mark) {
        return statement.validFrom() < mark.at()
                || (statement.validFrom() == mark.at() && statement.sequence().compareTo(mark.sequence()) < 0);
    }

    /** Rule 3: of one id only the statement with the greatest sequence counts, and a void counts as nothing. */
    private static List<Evidence> counting(List<Evidence> spans) {
        Map<String, Sequence> last = new HashMap<>();
        for (Evidence span : spans) {
            last.merge(id(span), span.sequence(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        List<Evidence> counting = new ArrayList<>();
        for (Evidence span : spans) {
            if (span.kind() == Evidence.Kind.SPAN
                    && last.getOrDefault(id(span), span.sequence()).equals(span.sequence())) {
                counting.add(span);
            }
        }
        return counting;
    }

    private static String id(Evidence span) {
        return Objects.requireNonNull(span.spanId(), "A span has no id.");
    }
}
