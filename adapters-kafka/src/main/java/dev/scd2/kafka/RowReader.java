package dev.scd2.kafka;

import dev.scd2.engine.intake.RowChange;
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
    static RowReader of(MessageFormat format, RowImages images) {
        return switch (format.shape()) {
            case ENVELOPE -> new EnvelopeRows(format, images);
            case FLATTENED -> new FlattenedRows(format, images);
            case KEYED -> new KeyedRows(format, images);
        };
    }
}
