package dev.scd2.store;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.timeline.Interval;
import org.jspecify.annotations.Nullable;

/**
 * An accepted change, typed, as it is remembered beside the versions so that later ones land right.
 *
 * <p>Two statements of one key claim the same <em>place</em> when kind group, {@code validFrom} and sequence are equal,
 * for spans the id and the sequence. Immutable.
 *
 * @param key whose
 * @param kind what it says
 * @param spanId the number of the period, for {@link Kind#SPAN} and {@link Kind#VOID}; else null
 * @param validFrom first instant concerned, epoch microseconds UTC, inclusive; 0 for a void
 * @param validTo end of a span, epoch microseconds UTC, exclusive; {@link Interval#OPEN} when open and for other kinds
 * @param sequence when it was said
 * @param row the kept attributes that it says; all unsaid for deletes and voids
 * @param position where it was read
 */
public record Evidence(
        Key key,
        Kind kind,
        @Nullable String spanId,
        long validFrom,
        long validTo,
        Sequence sequence,
        Row row,
        @Nullable Position position) {
    /** What a statement says. */
    public enum Kind {
        /** The entity existed, with these values: an observation or a patch. */
        VALUES,
        /** The entity did not exist. */
        DELETE,
        /** A period had these values. */
        SPAN,
        /** A period never was. */
        VOID
    }

    /** Returns whether it speaks on existence and every kept column, so that nothing before it shines through. */
    public boolean isComplete() {
        return kind == Kind.DELETE || (kind == Kind.VALUES && row.isComplete());
    }

    /** Returns whether {@code other}, at the same place, is the same change. */
    public boolean saysSameAs(Evidence other) {
        return kind == other.kind && validTo == other.validTo && validFrom == other.validFrom && row.equals(other.row);
    }

    /** Returns whether {@code other}, of the same key, claims the same place. */
    public boolean isAtPlaceOf(Evidence other) {
        if (!sequence.equals(other.sequence)) {
            return false;
        }
        return spanId == null ? other.spanId == null && validFrom == other.validFrom : spanId.equals(other.spanId);
    }
}
