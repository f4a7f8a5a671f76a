package dev.scd2.kafka;

import dev.scd2.debezium.NotAChange;
import dev.scd2.debezium.RowImages;
import dev.scd2.dimension.ColumnType;
import dev.scd2.engine.intake.RowChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the messages of one format. */
@FunctionalInterface
interface RowReader {
    /**
     * Returns the row that changed; nothing for a message that follows another and says no more.
     *
     * @throws NotAChange if the message is not of this format
     */
    Optional<RowChange> read(Message message) throws NotAChange;

    /** Returns the reader of a format. */
    static RowReader of(MessageFormat format, Map<String, ColumnType> types, List<String> naturalKey) {
        RowImages images = new RowImages(format.values(), types);
        return switch (format.shape()) {
            case ENVELOPE -> new EnvelopeMessages(format, images);
            case FLATTENED -> new FlattenedRows(format, images, new MessageKeys(images, naturalKey));
            case KEYED -> new KeyedRows(format, images, new MessageKeys(images, naturalKey));
        };
    }
}
