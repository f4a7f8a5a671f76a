package dev.scd2.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This entity's period number {@code id} is {@code [validFrom, validTo)} with these values, or is void.
 *
 * <p>Of one id only the statement with the greatest sequence counts: a retroactive end, a reinstatement or a moved start
 * is a new statement about the same id. An empty period (a cancelled one) is void. Immutable.
 *
 * @param id the source's number of the period, unique for the entity
 * @param fields column values by name, the natural key among them
 * @param validFrom first instant, inclusive; null only when void
 * @param validTo end, exclusive; null when open
 * @param isVoid whether the period never was
 * @param sequence when it was said
 * @param position where it was read
 * @param systemTime when the source recorded it, where that is the dimension's system time
 */
public record Span(
        String id,
        Map<String, @Nullable Object> fields,
        @Nullable Instant validFrom,
        @Nullable Instant validTo,
        boolean isVoid,
        @Nullable Sequence sequence,
        @Nullable Position position,
        @Nullable Instant systemTime)
        implements Change {
    /** Copies the map. */
    public Span {
        fields = Fields.copyOf(fields);
    }

    /** Makes one without system time. */
    public Span(
            String id,
            Map<String, @Nullable Object> fields,
            @Nullable Instant validFrom,
            @Nullable Instant validTo,
            boolean isVoid,
            @Nullable Sequence sequence,
            @Nullable Position position) {
        this(id, fields, validFrom, validTo, isVoid, sequence, position, null);
    }

    /** Returns the statement that period {@code id} never was. */
    public static Span voided(String id, Object entity, Sequence sequence) {
        return new Span(id, Fields.of(entity), null, null, true, sequence, null);
    }

    @Override
    public Span withFields(Map<String, @Nullable Object> other) {
        return new Span(id, other, validFrom, validTo, isVoid, sequence, position, systemTime);
    }

    @Override
    public Span withSequence(Sequence other) {
        return new Span(id, fields, validFrom, validTo, isVoid, other, position, systemTime);
    }

    @Override
    public Span withPosition(@Nullable Position other) {
        return new Span(id, fields, validFrom, validTo, isVoid, sequence, other, systemTime);
    }

    @Override
    public Span withSystemTime(@Nullable Instant other) {
        return new Span(id, fields, validFrom, validTo, isVoid, sequence, position, other);
    }
}
