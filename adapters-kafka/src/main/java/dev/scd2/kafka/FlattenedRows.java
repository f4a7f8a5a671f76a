package dev.scd2.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.scd2.change.Sequence;
import dev.scd2.debezium.ChangeEnvelope;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import dev.scd2.debezium.RowImages;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rows that Debezium's transform flattened. What it added to them may stand in fields or in headers. */
final class FlattenedRows implements RowReader {
    private static final String OP = "__op";
    private static final String DELETED = "__deleted";
    private static final String LSN = "__source_lsn";
    private static final String TOTAL_ORDER = "__transaction_total_order";
    private static final String SOURCE = "__source_";

    private final MessageFormat format;
    private final RowImages images;
    private final MessageKeys keys;

    FlattenedRows(MessageFormat format, RowImages images, MessageKeys keys) {
        this.format = format;
        this.images = images;
        this.keys = keys;
    }

    @Override
    public Optional<RowChange> read(Message message) throws NotAChange {
        JsonMessage value = message.value();
        if (value == null) {
            return format.isIgnoringTombstones() ? Optional.empty() : Optional.of(tombstone(message));
        }
        JsonNode fields = value.object();
        Map<String, @Nullable Object> row = images.row(fields, value.schema());
        Operation operation = operation(fields);
        boolean deleted = operation == Operation.DELETE;
        return Optional.of(change(message, fields, operation, deleted ? row : Map.of(), deleted ? Map.of() : row));
    }

    private RowChange tombstone(Message message) throws NotAChange {
        JsonNode nothing = JsonNodeFactory.instance.objectNode();
        return change(message, nothing, Operation.DELETE, keys.columns(message), Map.of());
    }

    private RowChange change(
            Message message,
            JsonNode fields,
            Operation operation,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after)
            throws NotAChange {
        Sequence sequence = sequence(message, fields);
        return new RowChange(operation, before, after, committedAt(message, fields), sequence, message.position());
    }

    private static Operation operation(JsonNode fields) {
        return fields.path(DELETED).asText("").equals("true")
                ? Operation.DELETE
                : ChangeEnvelope.operation(fields.path(OP).asText(""));
    }

    private Sequence sequence(Message message, JsonNode fields) throws NotAChange {
        if (format.isOrderedByOffset()) {
            return Sequence.of(message.order());
        }
        Long lsn = number(message, fields, LSN);
        if (lsn == null) {
            throw new NotAChange(
                    fields.isEmpty()
                            ? "a tombstone does not say its place in the log; let the transform rewrite deletions"
                                    + " (delete.tombstone.handling.mode=rewrite), or read the topic with orderedByOffset(),"
                                    + " or with ignoringTombstones() if deletions come as rows, too"
                            : "it has no '" + LSN
                                    + "'; let the transform add it (add.fields=op,source.lsn,source.ts_us),"
                                    + " or read the topic with orderedByOffset()");
        }
        return ChangeEnvelope.placeInLog(lsn, number(message, fields, TOTAL_ORDER));
    }

    /**
     * A tombstone has no time but its message's. Rows beside it are told the time by the same clock: a connector that is late
     * would put the deletion behind the row that came next.
     */
    private @Nullable Instant committedAt(Message message, JsonNode fields) {
        if (format.isOrderedByOffset() && !format.isIgnoringTombstones()) {
            return message.timestamp();
        }
        Long micros = ChangeEnvelope.committedMicros(fields, SOURCE);
        if (micros == null) {
            micros = message.number(SOURCE + "ts_us");
        }
        if (micros == null) {
            return format.isOrderedByOffset() ? message.timestamp() : null;
        }
        return Instants.ofMicros(micros);
    }

    private static @Nullable Long number(Message message, JsonNode fields, String name) {
        Long inField = JsonMessage.wholeNumber(fields.path(name));
        return inField == null ? message.number(name) : inField;
    }
}
