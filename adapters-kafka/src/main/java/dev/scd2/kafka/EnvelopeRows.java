package dev.scd2.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Debezium's envelope. */
final class EnvelopeRows implements RowReader {
    private final MessageFormat format;
    private final RowImages images;

    EnvelopeRows(MessageFormat format, RowImages images) {
        this.format = format;
        this.images = images;
    }

    @Override
    public Optional<RowChange> read(Message message) throws NotAChange {
        JsonMessage value = message.value();
        if (value == null) {
            return Optional.empty();
        }
        JsonMessage key = message.hasKey() ? JsonMessage.parse(message.keyText()) : null;
        Position position = message.position();
        JsonNode keyRow = key == null || !key.payload().isObject() ? null : key.payload();
        DebeziumEnvelope change = EnvelopeReader.envelope(
                position.source(), position.partition(), position.offset(), keyRow, value.object());
        Operation operation = operation(change.op());
        Map<String, @Nullable Object> before = images.row(change.before(), RowImages.field(value.schema(), "before"));
        if (operation == Operation.DELETE && before.isEmpty() && key != null) {
            before = images.row(keyRow, key.schema());
        }
        return Optional.of(new RowChange(
                operation,
                before,
                images.row(change.after(), RowImages.field(value.schema(), "after")),
                committedAt(change, message),
                sequence(change, message),
                position));
    }

    private Sequence sequence(DebeziumEnvelope change, Message message) throws NotAChange {
        if (format.isOrderedByOffset()) {
            return Sequence.of(message.order());
        }
        Long lsn = change.lsn();
        if (lsn == null) {
            throw new NotAChange("it has no 'source.lsn', which orders the changes of PostgreSQL;"
                    + " of another source read the topic with orderedByOffset()");
        }
        return placeInLog(lsn, change.totalOrder());
    }

    /** Returns the order of PostgreSQL's log, in which rows of one statement may share a place: then by the transaction. */
    static Sequence placeInLog(long lsn, @Nullable Long totalOrder) {
        return Sequence.of(lsn, totalOrder == null ? 0 : totalOrder);
    }

    private @Nullable Instant committedAt(DebeziumEnvelope change, Message message) {
        Long micros = change.tsMicros();
        return micros == null ? format.isOrderedByOffset() ? message.timestamp() : null : Instants.ofMicros(micros);
    }

    static Operation operation(String op) {
        return switch (op) {
            case "r" -> Operation.READ;
            case "c" -> Operation.INSERT;
            case "d" -> Operation.DELETE;
            case "t" -> Operation.TRUNCATE;
            default -> Operation.UPDATE;
        };
    }
}
