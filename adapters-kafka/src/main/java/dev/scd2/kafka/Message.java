package dev.scd2.kafka;

import dev.scd2.change.Position;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A message as it was read. One that comes out of a dead-letter topic keeps the offset and the time of its first topic. */
final class Message {
    private final String source;
    private final ConsumerRecord<byte[], byte[]> read;
    private final Decoder decoder;

    /**
     * Makes one.
     *
     * @param source the name of what was read
     */
    Message(String source, ConsumerRecord<byte[], byte[]> read, Decoder decoder) {
        this.decoder = decoder;
        this.source = source;
        this.read = read;
    }

    Position position() {
        return new Position(source, read.partition(), read.offset());
    }

    /** Returns the offset that orders the messages of a key. */
    long order() {
        Long first = number(DeadLetters.OFFSET);
        return first == null ? read.offset() : first;
    }

    /** Returns the message's timestamp; null if it has none. */
    @Nullable
    Instant timestamp() {
        Long first = number(DeadLetters.TIMESTAMP);
        long millis = first == null ? read.timestamp() : first;
        return millis < 0 ? null : Instant.ofEpochMilli(millis);
    }

    private boolean hasKey() {
        return read.key() != null;
    }

    /** Returns the key: an object, text or a number. */
    JsonMessage key() throws NotAChange {
        if (!hasKey()) {
            throw new NotAChange("it has no key");
        }
        return decoder.key(read);
    }

    /** Returns the key that a converter wrote; null if there is none. */
    @Nullable
    JsonMessage keyOfConverter() throws NotAChange {
        return hasKey() ? decoder.keyOfConverter(read) : null;
    }

    /** Returns the value; null for a tombstone, also for one that a converter wrote as JSON's null. */
    @Nullable
    JsonMessage value() throws NotAChange {
        if (read.value() == null) {
            return null;
        }
        JsonMessage value = decoder.value(read);
        return value.isNothing() ? null : value;
    }

    /** Returns the whole number that a header spells, as text; null if it does not. */
    @Nullable
    Long number(String header) {
        Header found = read.headers().lastHeader(header);
        if (found == null || found.value() == null) {
            return null;
        }
        String text = new String(found.value(), StandardCharsets.UTF_8);
        return text.matches("-?\\d{1,18}") ? Long.valueOf(text) : null;
    }
}
