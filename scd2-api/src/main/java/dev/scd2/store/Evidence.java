package dev.scd2.store;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.timeline.Interval;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An accepted change, typed, as it is remembered beside the versions so that later ones land right.
 *
 * <p>Two statements of one key claim the same <em>place</em> when they are of one {@linkplain Kind#group() group} and have
 * equal sequences and, in the base, equal {@code validFrom}; among corrections, equal periods; among spans, equal ids.
 * Immutable.
 *
 * @param key whose
 * @param kind what it says
 * @param spanId the number of the period, for {@link Kind#SPAN}, {@link Kind#VOID} and, in a listing of periods, {@link
 *     Kind#UNLISTED}; else null
 * @param validFrom first instant concerned, epoch microseconds UTC, inclusive; 0 for a void and an erasure
 * @param validTo end of a span or a correction, epoch microseconds UTC, exclusive; {@link Interval#OPEN} when open and for
 *     other kinds
 * @param sequence when it was said
 * @param row the kept attributes that it says; all unsaid where it says none
 * @param systemTime when the source recorded it, epoch microseconds UTC; {@link #NO_TIME} where that is not kept
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
        long systemTime,
        @Nullable Position position) {
    /** Stands for an instant that is not there. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** What a statement says. */
    public enum Kind {
        /** The entity existed, with these values: an observation or a patch. */
        VALUES(Group.BASE),
        /** The entity did not exist. */
        DELETE(Group.BASE),
        /** The key, or its period of this number, was missing from the listing at this place, whatever is shown. */
        UNLISTED(Group.BASE),
        /** Over a period the entity existed, with these values. */
        PUT(Group.CORRECTION),
        /** Over a period, where the entity existed, it had these values. */
        UPDATE(Group.CORRECTION),
        /** Over a period the entity did not exist. */
        ABSENCE(Group.CORRECTION),
        /** A period had these values. */
        SPAN(Group.SPAN),
        /** A period never was. */
        VOID(Group.SPAN),
        /** Statements with a smaller sequence are read with their personal columns null. */
        ERASURE(Group.ERASURE);

        private final Group group;

        Kind(Group group) {
            this.group = group;
        }

        /** Returns the group, within which places are compared. */
        public Group group() {
            return group;
        }
    }

    /** Kinds of statement that can claim one place. */
    public enum Group {
        /** From {@code validFrom} on. */
        BASE,
        /** Over a period. */
        CORRECTION,
        /** About a period with a number. */
        SPAN,
        /** About the whole history of the key. */
        ERASURE
    }

    /** Makes one without system time. */
    public Evidence(
            Key key,
            Kind kind,
            @Nullable String spanId,
            long validFrom,
            long validTo,
            Sequence sequence,
            Row row,
            @Nullable Position position) {
        this(key, kind, spanId, validFrom, validTo, sequence, row, NO_TIME, position);
    }

    /** Returns whether it speaks on existence and every kept column, so that nothing before it shines through. */
    public boolean isComplete() {
        return kind == Kind.DELETE || (kind == Kind.VALUES && row.isComplete());
    }

    /** Returns whether it says that something did not exist. */
    public boolean isAbsence() {
        return kind == Kind.DELETE || kind == Kind.ABSENCE || kind == Kind.VOID;
    }

    /** Returns whether {@code other}, at the same place, is the same change; when it was recorded is not looked at. */
    public boolean saysSameAs(Evidence other) {
        return kind == other.kind
                && validTo == other.validTo
                && validFrom == other.validFrom
                && row.saysSameAs(other.row);
    }

    /** Returns whether {@code other}, of the same key, claims the same place. */
    public boolean isAtPlaceOf(Evidence other) {
        if (kind.group != other.kind.group || !sequence.equals(other.sequence)) {
            return false;
        }
        return switch (kind.group) {
            case BASE -> validFrom == other.validFrom && Objects.equals(spanId, other.spanId);
            case CORRECTION -> validFrom == other.validFrom && validTo == other.validTo;
            case SPAN -> Objects.equals(spanId, other.spanId);
            case ERASURE -> true;
        };
    }

    /** Returns this statement with another row. */
    public Evidence withRow(Row other) {
        return new Evidence(key, kind, spanId, validFrom, validTo, sequence, other, systemTime, position);
    }

    /** Returns this statement as recorded at another time. */
    public Evidence withSystemTime(long other) {
        return new Evidence(key, kind, spanId, validFrom, validTo, sequence, row, other, position);
    }
}
