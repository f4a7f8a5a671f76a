package dev.scd2.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes envelopes to topics, and knows when they are safe.
 *
 * <p>The producer is idempotent: its own retries make no duplicates and keep the order of each key. A message is safe when
 * {@link #flush} has returned after it was sent.
 *
 * <p>Confined to one thread.
 */
public final class EnvelopeProducer implements AutoCloseable {
    private static final long WAIT_MILLIS = 15_000;

    private final String bootstrap;
    private final KafkaProducer<String, String> producer;
    private final List<Future<RecordMetadata>> unconfirmed = new ArrayList<>();

    private EnvelopeProducer(String bootstrap, KafkaProducer<String, String> producer) {
        this.bootstrap = bootstrap;
        this.producer = producer;
    }

    /** Opens a producer for the brokers at this address; nothing is sent yet. */
    public static EnvelopeProducer to(String bootstrap) {
        try {
            return new EnvelopeProducer(
                    bootstrap,
                    new KafkaProducer<>(
                            Map.of(
                                    "bootstrap.servers", bootstrap,
                                    "enable.idempotence", "true",
                                    "acks", "all",
                                    "compression.type", "zstd",
                                    "linger.ms", "5",
                                    "batch.size", "131072",
                                    "max.block.ms", Long.toString(WAIT_MILLIS),
                                    "delivery.timeout.ms", "60000"),
                            new StringSerializer(),
                            new StringSerializer()));
        } catch (KafkaException e) {
            throw new KafkaAccessException("No producer can be made for " + bootstrap + ": " + root(e) + ".", e);
        }
    }

    /**
     * Makes the topics that are missing.
     *
     * @param partitions  of each new topic; topics that are there keep theirs
     * @throws KafkaAccessException if no broker answers or it refuses
     */
    public void createTopics(Collection<String> topics, int partitions) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "request.timeout.ms", 10_000, "default.api.timeout.ms", (int)
                        WAIT_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            Set<String> there = admin.listTopics().names().get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            List<NewTopic> missing = topics.stream()
                    .filter(topic -> !there.contains(topic))
                    .distinct()
                    .map(topic -> new NewTopic(topic, partitions, (short) -1))
                    .toList();
            for (var made : admin.createTopics(missing).values().entrySet()) {
                try {
                    made.getValue().get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new KafkaAccessException(
                    "The topics cannot be made at " + bootstrap + ": " + root(e)
                            + ". Check the address, and that the broker runs.",
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Sends a message; it is safe after the next {@link #flush}. */
    public void send(String topic, @Nullable String key, @Nullable String value) {
        try {
            unconfirmed.add(producer.send(new ProducerRecord<>(topic, key, value)));
        } catch (KafkaException e) {
            throw new KafkaAccessException("A message cannot be sent to " + topic + ": " + root(e) + ".", e);
        }
    }

    /**
     * Waits until every message sent is kept by all brokers that should keep it.
     *
     * @throws KafkaAccessException if one of them is not; some of the others may be
     */
    public void flush() {
        try {
            producer.flush();
            for (Future<RecordMetadata> message : unconfirmed) {
                message.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaAccessException("A message was not kept by " + bootstrap + ": " + root(e) + ".", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            unconfirmed.clear();
        }
    }

    /** Sends what is still under way and closes; to know that it is safe, {@link #flush} before. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }

    private static KafkaAccessException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaAccessException("Interrupted while waiting for Kafka.", e);
    }

    static String root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
