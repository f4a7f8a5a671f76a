package dev.scd2.change;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listing at one time that is complete, or complete within a scope: an observation of every row in it, and a delete of
 * each key in scope that is missing, whether known by then or known only later. A listing of spans voids the periods that
 * are missing.
 *
 * <p>Immutable; rows are not copied and must not change.
 *
 * @param at when the listing held
 * @param sequence when it was said
 * @param rows column values by name, one map a row; none in a listing of spans. They are taken in order, and some of them
 *     once more: they may be made when they are asked for, best in a {@link java.util.RandomAccess} list
 * @param spans the periods listed, for a dimension fed by spans; null in a listing of rows. Their sequence and system
 *     time are those of the listing
 * @param unsaid kept columns that the listing lacks and says nothing about
 * @param scope column values that every listed row has and that an entity missing from the listing must have had to be
 *     deleted by it; empty when every key is in scope
 * @param systemTime when the source recorded it, where that is the dimension's system time
 */
public record Snapshot(
        Instant at,
        Sequence sequence,
        List<? extends Map<String, ? extends @Nullable Object>> rows,
        @Nullable List<Span> spans,
        Set<String> unsaid,
        Map<String, @Nullable Object> scope,
        @Nullable Instant systemTime) {
    /** Copies the sets. */
    public Snapshot {
        unsaid = Set.copyOf(unsaid);
        scope = Fields.copyOf(scope);
    }

    /** Makes a listing of rows without a scope. */
    public Snapshot(
            Instant at,
            Sequence sequence,
            List<? extends Map<String, ? extends @Nullable Object>> rows,
            Set<String> unsaid) {
        this(at, sequence, rows, null, unsaid, Map.of(), null);
    }

    /** Returns a listing of rows that says every kept column of every key. */
    public static Snapshot of(
            Instant at, Sequence sequence, List<? extends Map<String, ? extends @Nullable Object>> rows) {
        return new Snapshot(at, sequence, rows, Set.of());
    }

    /** Returns a listing of all periods of every key. */
    public static Snapshot ofSpans(Instant at, Sequence sequence, List<Span> spans) {
        return new Snapshot(at, sequence, List.of(), List.copyOf(spans), Set.of(), Map.of(), null);
    }

    /** Returns this listing, saying nothing about these columns. */
    public Snapshot withUnsaid(Set<String> columns) {
        return new Snapshot(at, sequence, rows, spans, columns, scope, systemTime);
    }

    /** Returns this listing, complete only for the entities that meet {@code equalities}. */
    public Snapshot withScope(Map<String, @Nullable Object> equalities) {
        return new Snapshot(at, sequence, rows, spans, unsaid, equalities, systemTime);
    }

    /** Returns this listing as recorded at another time. */
    public Snapshot withSystemTime(@Nullable Instant other) {
        return new Snapshot(at, sequence, rows, spans, unsaid, scope, other);
    }
}
