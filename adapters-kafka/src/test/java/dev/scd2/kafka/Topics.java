package dev.scd2.kafka;

import dev.scd2.error.Reason;
import dev.scd2.kafka.DebeziumLines.Line;
import dev.scd2.kafka.embedded.EmbeddedKafka;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker with what tests do to it. */
final class Topics implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final EmbeddedKafka kafka;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    private Topics(EmbeddedKafka kafka) {
        this.kafka = kafka;
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
        this.producer = producer(Map.of());
    }

    static Topics in(Path directory) {
        return new Topics(EmbeddedKafka.in(directory).start());
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", kafka.bootstrap());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void create(String topic, int partitions) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
    }

    void delete(String topic) throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(topic)).all().get();
    }

    void addPartitions(String topic, int total) throws ExecutionException, InterruptedException {
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total)))
                .all()
                .get();
    }

    /** Deletes what lies before an offset, as retention does. */
    void forget(String topic, int partition, long before) throws ExecutionException, InterruptedException {
        admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    Map<TopicPartition, OffsetAndMetadata> shown(String group) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    /** Sends, and waits until it is kept. */
    void send(String topic, int partition, @Nullable String key, @Nullable String value, Instant at) {
        producer.send(record(topic, partition, key, value, at));
        producer.flush();
    }

    void send(String topic, int partition, @Nullable String key, @Nullable String value) {
        send(topic, partition, key, value, BEGIN);
    }

    void send(String topic, DebeziumLines debezium) {
        for (Line line : debezium.lines()) {
            producer.send(record(topic, 0, line.key(), line.value(), BEGIN));
        }
        producer.flush();
    }

    static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, @Nullable String key, @Nullable String value, Instant at) {
        return new ProducerRecord<>(topic, partition, at.toEpochMilli(), bytes(key), bytes(value));
    }

    /** Returns all that a topic of one partition holds. */
    List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the versions of a store, without their surrogates, which are given out in the order of arrival. */
    static List<String> told(DimensionStore store) {
        List<String> told = new ArrayList<>();
        store.scan((KeyHistory history) -> history.versions()
                .forEach(stored -> told.add(history.key().parts() + " "
                        + stored.version().interval() + " "
                        + Arrays.toString(stored.version().row().toArray()))));
        return told;
    }

    static List<Reason> rejected(DimensionStore store) {
        return store.quarantine().stream().map(Rejection::reason).toList();
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        kafka.close();
    }
}
