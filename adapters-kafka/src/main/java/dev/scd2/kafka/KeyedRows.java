package dev.scd2.kafka;

import dev.scd2.change.Sequence;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import dev.scd2.debezium.RowImages;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowChange.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rows under their keys, and tombstones that delete them. */
final class KeyedRows implements RowReader {
    private final MessageFormat format;
    private final RowImages images;
    private final MessageKeys keys;

    KeyedRows(MessageFormat format, RowImages images, MessageKeys keys) {
        this.format = format;
        this.images = images;
        this.keys = keys;
    }

    @Override
    public Optional<RowChange> read(Message message) throws NotAChange {
        Map<String, @Nullable Object> key = keys.columns(message);
        JsonMessage value = message.value();
        if (value != null) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>(images.row(value.object(), value.schema()));
            row.putAll(key);
            return Optional.of(change(message, Operation.UPDATE, Map.of(), row));
        }
        return format.isIgnoringTombstones()
                ? Optional.empty()
                : Optional.of(change(message, Operation.DELETE, key, Map.of()));
    }

    private static RowChange change(
            Message message,
            Operation operation,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after) {
        return new RowChange(
                operation, before, after, message.timestamp(), Sequence.of(message.order()), message.position());
    }
}
