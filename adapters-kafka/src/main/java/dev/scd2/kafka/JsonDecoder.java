package dev.scd2.kafka;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.scd2.debezium.JsonMessage;
import dev.scd2.debezium.NotAChange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what is JSON already; a key that is no object may be text without quotes. */
final class JsonDecoder implements Decoder {
    static final JsonDecoder INSTANCE = new JsonDecoder();

    private JsonDecoder() {}

    @Override
    public JsonMessage key(ConsumerRecord<byte[], byte[]> message) throws NotAChange {
        String text = text(message.key());
        return text.startsWith("{") || text.startsWith("\"")
                ? JsonMessage.parse(text)
                : new JsonMessage(TextNode.valueOf(text), null);
    }

    @Override
    public JsonMessage keyOfConverter(ConsumerRecord<byte[], byte[]> message) throws NotAChange {
        return JsonMessage.parse(text(message.key()));
    }

    @Override
    public JsonMessage value(ConsumerRecord<byte[], byte[]> message) throws NotAChange {
        return JsonMessage.parse(message.value());
    }

    private static String text(byte[] key) throws NotAChange {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotAChange("its key is not text in UTF-8");
        }
    }
}
