package dev.scd2.store;

import dev.scd2.change.Sequence;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one row by which a listing or a truncate is remembered.
 *
 * <p>Of a {@link Kind#LISTING} a key has evidence of its own only where this row and the versions do not tell it: without
 * any, a key was listed with exactly the values that its version in force at {@code at} shows in the columns said, if
 * there is one and it meets the scope; else it was missing. Of a {@link Kind#SPAN_LISTING} a period was listed as it had
 * been stated last below {@code sequence}, unless it has evidence of its own at {@code sequence}. Immutable.
 *
 * @param kind what it was
 * @param at when the listing held, epoch microseconds UTC
 * @param sequence when it was said
 * @param said the kept columns that it said; empty for a truncate
 * @param scope canonical values by column that an entity in scope has; empty when every key is in scope
 * @param systemTime when the source recorded it, epoch microseconds UTC; {@link Evidence#NO_TIME} where that is not kept
 */
public record SnapshotMark(
        Kind kind, long at, Sequence sequence, Set<String> said, Map<String, @Nullable Object> scope, long systemTime)
        implements Comparable<SnapshotMark> {
    /** What is remembered. */
    public enum Kind {
        /** A listing of rows. */
        LISTING,
        /** A listing of periods. */
        SPAN_LISTING,
        /** A delete of every key. */
        TRUNCATE
    }

    /** Copies the collections, sorted. */
    public SnapshotMark {
        said = Collections.unmodifiableSet(new TreeSet<>(said));
        scope = Collections.unmodifiableMap(new TreeMap<>(scope));
    }

    /** Returns whether {@code other} is the same one, whenever it was recorded. */
    public boolean isSameAs(SnapshotMark other) {
        return kind == other.kind
                && at == other.at
                && sequence.equals(other.sequence)
                && said.equals(other.said)
                && scope.equals(other.scope);
    }

    /** Orders by place: {@code at}, then sequence. */
    @Override
    public int compareTo(SnapshotMark other) {
        int byTime = Long.compare(at, other.at);
        return byTime != 0 ? byTime : sequence.compareTo(other.sequence);
    }
}
