package dev.scd2.kafka;

import dev.scd2.error.SourceException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;

/** Asks Kafka, and says what was being done when it fails. */
final class Asked {
    private Asked() {}

    /**
     * Returns the answer.
     *
     * @param doing what is being done, as in {@code poll topic members at localhost:9092}
     */
    static <T> T kafka(String doing, Supplier<T> question) {
        try {
            return question.get();
        } catch (OffsetOutOfRangeException e) {
            throw new SourceException(
                    "Could not " + doing + ": the next messages are no longer there, or the topic was made anew.", e);
        } catch (KafkaException e) {
            throw new SourceException("Could not " + doing + ": " + EnvelopeProducer.root(e), e);
        }
    }
}
