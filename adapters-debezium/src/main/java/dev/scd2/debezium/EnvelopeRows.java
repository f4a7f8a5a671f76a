package dev.scd2.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From Debezium's envelopes to changed rows.
 *
 * <pre>{@code
 * EnvelopeRows rows = new EnvelopeRows(new RowImages(ValueFormat.debezium(), types));
 * RowChange change = rows.read(JsonMessage.parse(key), JsonMessage.parse(value), null);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class EnvelopeRows {
    private final RowImages images;

    /** Makes the reader of one table. */
    public EnvelopeRows(RowImages images) {
        this.images = images;
    }

    /**
     * Returns the change, in the order of PostgreSQL's log.
     *
     * @param key of the row; null if it came without one
     * @param position where it was read
     * @throws NotAChange if the value is no envelope, or does not say its place in the log
     */
    public RowChange read(@Nullable JsonMessage key, JsonMessage value, @Nullable Position position) throws NotAChange {
        ChangeEnvelope change = envelope(key, value);
        return row(change, key, value.schema(), committedAt(change, null), order(change), position);
    }

    /**
     * Returns the change of an envelope that was kept without a schema, in the order of PostgreSQL's log.
     *
     * @param key of the row; null if it came without one
     * @throws NotAChange if it does not say its place in the log
     */
    public RowChange read(@Nullable JsonMessage key, ChangeEnvelope change, @Nullable Position position)
            throws NotAChange {
        return row(change, key, null, committedAt(change, null), order(change), position);
    }

    /**
     * Returns the change, in an order that does not come from the envelope.
     *
     * @param otherwise when it was committed if the envelope does not say it
     * @throws NotAChange if the value is no envelope
     */
    public RowChange read(
            @Nullable JsonMessage key,
            JsonMessage value,
            @Nullable Position position,
            Sequence order,
            @Nullable Instant otherwise)
            throws NotAChange {
        ChangeEnvelope change = envelope(key, value);
        return row(change, key, value.schema(), committedAt(change, otherwise), order, position);
    }

    private static Sequence order(ChangeEnvelope change) throws NotAChange {
        Long lsn = change.lsn();
        if (lsn == null) {
            throw new NotAChange("it has no 'source.lsn', which orders the changes of PostgreSQL;"
                    + " of another source read the topic with orderedByOffset()");
        }
        return ChangeEnvelope.placeInLog(lsn, change.totalOrder());
    }

    private static ChangeEnvelope envelope(@Nullable JsonMessage key, JsonMessage value) throws NotAChange {
        return ChangeEnvelope.of(value.object(), key != null && key.payload().isObject());
    }

    private RowChange row(
            ChangeEnvelope change,
            @Nullable JsonMessage key,
            @Nullable JsonNode schema,
            @Nullable Instant committedAt,
            Sequence sequence,
            @Nullable Position position) {
        Operation operation = ChangeEnvelope.operation(change.op());
        Map<String, @Nullable Object> before = images.row(change.before(), RowImages.field(schema, "before"));
        if (operation == Operation.DELETE && before.isEmpty() && key != null) {
            before = images.row(key.payload().isObject() ? key.payload() : null, key.schema());
        }
        Map<String, @Nullable Object> after = images.row(change.after(), RowImages.field(schema, "after"));
        return new RowChange(operation, before, after, committedAt, sequence, position);
    }

    private static @Nullable Instant committedAt(ChangeEnvelope change, @Nullable Instant otherwise) {
        Long micros = change.committedMicros();
        return micros == null ? otherwise : Instants.ofMicros(micros);
    }
}
