package dev.scd2.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The personal columns of this key are to be null in all of its history: every change of the key with a smaller sequence
 * is read with them null, whenever it comes.
 *
 * <p>It moves no window, and it stays for ever. Immutable.
 *
 * @param fields the natural key by column name; other columns are not looked at
 * @param sequence up to where, exclusive
 * @param position where it was read
 * @param systemTime when the source recorded it, where that is the dimension's system time
 */
public record Erasure(
        Map<String, @Nullable Object> fields,
        @Nullable Sequence sequence,
        @Nullable Position position,
        @Nullable Instant systemTime)
        implements Change {
    /** Copies the map. */
    public Erasure {
        fields = Fields.copyOf(fields);
    }

    /** Returns an erasure of {@code entity}, a map or a record; see {@link Fields#of}. */
    public static Erasure of(Object entity, Sequence sequence) {
        return new Erasure(Fields.of(entity), sequence, null, null);
    }

    @Override
    public Erasure withFields(Map<String, @Nullable Object> other) {
        return new Erasure(other, sequence, position, systemTime);
    }

    @Override
    public Erasure withSequence(Sequence other) {
        return new Erasure(fields, other, position, systemTime);
    }

    @Override
    public Erasure withPosition(@Nullable Position other) {
        return new Erasure(fields, sequence, other, systemTime);
    }

    @Override
    public Erasure withSystemTime(@Nullable Instant other) {
        return new Erasure(fields, sequence, position, other);
    }
}
