package dev.scd2.examples.healthcare.feed;

import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.postgres.capture.EnvelopeSink;
import org.jspecify.annotations.Nullable;

/** Where messages go: sent one by one, safe after a flush. */
public interface TopicWriter {

    /** Sends a message to a topic. */
    void send(String topic, @Nullable String key, String value);

    /** Returns when everything sent is safe, or throws. */
    void flush();

    /** Writes to Kafka. */
    static TopicWriter of(EnvelopeProducer producer) {
        return new TopicWriter() {
            @Override
            public void send(String topic, @Nullable String key, String value) {
                producer.send(topic, key, value);
            }

            @Override
            public void flush() {
                producer.flush();
            }
        };
    }

    /** Returns a sink that passes every change on as it is. */
    default EnvelopeSink orderly() {
        return batch -> {
            batch.forEach(change -> send(change.topic(), change.key(), change.value()));
            flush();
        };
    }
}
