package dev.scd2.kafka;

import dev.scd2.error.SourceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic for messages that are no change: key, value and headers stay as they were, and headers say from where each came
 * and why. One that came out of such a topic keeps its first place. Its timestamp is when it is sent, for the topic must
 * not forget it at once because the message is old. Confined to one thread.
 */
final class DeadLetters implements AutoCloseable {
    static final String TOPIC = "scd2.topic";
    static final String PARTITION = "scd2.partition";
    static final String OFFSET = "scd2.offset";
    static final String TIMESTAMP = "scd2.timestamp";
    static final String REASON = "scd2.reason";

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private DeadLetters(String topic, KafkaProducer<byte[], byte[]> producer) {
        this.topic = topic;
        this.producer = producer;
    }

    /** Opens the topic with what a consumer and a producer have in common. */
    static DeadLetters to(String topic, Map<String, Object> ofConsumer) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("max.block.ms", "15000");
        properties.put("delivery.timeout.ms", "60000");
        properties.put("buffer.memory", "16777216");
        properties.put("max.request.size", "16777216");
        ofConsumer.forEach((name, value) -> {
            if (!ConsumerConfig.configNames().contains(name)
                    || ProducerConfig.configNames().contains(name)) {
                properties.put(name, value);
            }
        });
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        ByteArraySerializer bytes = new ByteArraySerializer();
        return Asked.kafka(
                "open the dead-letter topic " + topic,
                () -> new DeadLetters(topic, new KafkaProducer<>(properties, bytes, bytes)));
    }

    /** Sends a message; it is safe after the next {@link #flush}. */
    void send(ConsumerRecord<byte[], byte[]> message, String reason) {
        Headers headers = new RecordHeaders(message.headers().toArray());
        if (headers.lastHeader(OFFSET) == null) {
            put(headers, TOPIC, message.topic());
            put(headers, PARTITION, String.valueOf(message.partition()));
            put(headers, OFFSET, String.valueOf(message.offset()));
            put(headers, TIMESTAMP, String.valueOf(message.timestamp()));
        }
        put(headers, REASON, reason);
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, null, message.key(), message.value(), headers);
        Asked.kafka(
                "send to the dead-letter topic " + topic,
                () -> producer.send(letter, (place, failed) -> {
                    if (failed != null) {
                        failure.compareAndSet(null, failed);
                    }
                }));
    }

    /**
     * Waits until every message sent is kept.
     *
     * @throws SourceException if one of them is not; some of the others may be
     */
    void flush() {
        Asked.kafka("send to the dead-letter topic " + topic, () -> {
            producer.flush();
            return topic;
        });
        Exception failed = failure.get();
        if (failed != null) {
            throw new SourceException(
                    "The dead-letter topic " + topic + " did not keep a message: " + EnvelopeProducer.root(failed),
                    failed);
        }
    }

    @Override
    public void close() {
        try {
            producer.close(Duration.ofSeconds(5));
        } catch (KafkaException closed) {
            // What was flushed is safe, and what was not is read again.
            return;
        }
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
