package dev.scd2.kafka;

import dev.scd2.change.Sequence;
import dev.scd2.debezium.EnvelopeRows;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import dev.scd2.debezium.RowImages;
import dev.scd2.engine.intake.RowChange;
import java.util.Optional;

/** Reads messages that are Debezium's envelopes. */
final class EnvelopeMessages implements RowReader {
    private final MessageFormat format;
    private final EnvelopeRows rows;

    EnvelopeMessages(MessageFormat format, RowImages images) {
        this.format = format;
        this.rows = new EnvelopeRows(images);
    }

    @Override
    public Optional<RowChange> read(Message message) throws NotAChange {
        JsonMessage value = message.value();
        if (value == null) {
            return Optional.empty();
        }
        JsonMessage key = message.keyOfConverter();
        return Optional.of(
                format.isOrderedByOffset()
                        ? rows.read(key, value, message.position(), Sequence.of(message.order()), message.timestamp())
                        : rows.read(key, value, message.position()));
    }
}
