package dev.scd2.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topics from offsets that the caller keeps: no group, no commits, so a killed reader waits for nobody.
 *
 * <pre>{@code
 * try (EnvelopeConsumer consumer = EnvelopeConsumer.of(bootstrap)) {
 *     Map<TopicPartition, Long> ends = consumer.endOffsets(topics);
 *     consumer.startAt(lake.nextOffsets(ends.keySet()));
 *     consumer.readUntil(ends, batch -> lake.append(batch));
 * }
 * }</pre>
 *
 * <p>Of transactional producers only what was committed is read. Confined to one thread.
 */
public final class EnvelopeConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final String bootstrap;
    private final KafkaConsumer<String, String> consumer;

    private EnvelopeConsumer(String bootstrap, KafkaConsumer<String, String> consumer) {
        this.bootstrap = bootstrap;
        this.consumer = consumer;
    }

    /** Opens a reader of batches of at most 20,000 messages. */
    public static EnvelopeConsumer of(String bootstrap) {
        return of(bootstrap, 20_000);
    }

    /**
     * Opens a reader.
     *
     * @param batch  how many messages a batch holds at most, 1 or more
     */
    public static EnvelopeConsumer of(String bootstrap, int batch) {
        try {
            return new EnvelopeConsumer(
                    bootstrap,
                    new KafkaConsumer<>(
                            Map.of(
                                    "bootstrap.servers", bootstrap,
                                    "enable.auto.commit", "false",
                                    "auto.offset.reset", "none",
                                    "isolation.level", "read_committed",
                                    "max.poll.records", Integer.toString(batch),
                                    "max.partition.fetch.bytes", "8388608",
                                    "request.timeout.ms", "10000",
                                    "default.api.timeout.ms", "15000"),
                            new StringDeserializer(),
                            new StringDeserializer()));
        } catch (KafkaException e) {
            throw new KafkaAccessException(
                    "No consumer can be made for " + bootstrap + ": " + EnvelopeProducer.root(e) + ".", e);
        }
    }

    /**
     * Returns the offset after the last message of every partition of the topics.
     *
     * @throws KafkaAccessException if no broker answers, or a topic is not there
     */
    public Map<TopicPartition, Long> endOffsets(Collection<String> topics) {
        return asked(() -> consumer.endOffsets(partitions(topics)));
    }

    /**
     * Goes to where reading begins; the partitions named are the ones that are read.
     *
     * @param starts  the offset of the next message to read, by partition
     * @throws KafkaAccessException if a message at or after the start is no longer there, or the topic ends before it
     */
    public void startAt(Map<TopicPartition, Long> starts) {
        Map<TopicPartition, Long> first = asked(() -> consumer.beginningOffsets(starts.keySet()));
        Map<TopicPartition, Long> last = asked(() -> consumer.endOffsets(starts.keySet()));
        starts.forEach((partition, start) -> {
            if (start < first.getOrDefault(partition, 0L) || start > last.getOrDefault(partition, 0L)) {
                throw new KafkaAccessException(
                        "Partition " + partition + " holds the offsets from " + first.get(partition) + " to before "
                                + last.get(partition) + ", and reading should go on at " + start
                                + ". The topic was cut or made anew: read it from its start into an empty lake.",
                        null);
            }
        });
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
    }

    /**
     * Hands over batches until every message before {@code ends} was handed over. What lies behind an end may come too.
     *
     * @param ends  the offsets to reach, of partitions that were started
     * @throws KafkaAccessException if the broker is silent for a minute though there should be more
     */
    public void readUntil(Map<TopicPartition, Long> ends, Consumer<List<ReadEnvelope>> sink) {
        readRecordsUntil(ends, records -> sink.accept(read(records)));
    }

    /**
     * Hands over messages until every one before {@code ends} was handed over, as {@link #readUntil} does; for who reads
     * envelopes by other means.
     *
     * @param ends  the offsets to reach, of partitions that were started
     * @throws KafkaAccessException if the broker is silent for a minute though there should be more
     */
    public void readRecordsUntil(Map<TopicPartition, Long> ends, Consumer<ConsumerRecords<String, String>> sink) {
        long heard = System.nanoTime();
        while (!reached(ends)) {
            if (!poll(POLL, sink)) {
                if (System.nanoTime() - heard > SILENCE.toNanos()) {
                    throw new KafkaAccessException(
                            "No message from " + bootstrap + " for " + SILENCE + " though the topics hold more.", null);
                }
            } else {
                heard = System.nanoTime();
            }
        }
    }

    /** Hands over batches as they come, for so long. */
    public void readFor(Duration time, Consumer<List<ReadEnvelope>> sink) {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            poll(left < POLL.toNanos() ? Duration.ofNanos(left) : POLL, records -> sink.accept(read(records)));
        }
    }

    /** Hands over what comes within so long as it is, each time some has come; for who reads envelopes by other means. */
    public void readRecordsFor(Duration time, Consumer<ConsumerRecords<String, String>> sink) {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            poll(left < POLL.toNanos() ? Duration.ofNanos(left) : POLL, sink);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private boolean poll(Duration atMost, Consumer<ConsumerRecords<String, String>> sink) {
        ConsumerRecords<String, String> records = asked(() -> consumer.poll(atMost));
        if (records.isEmpty()) {
            return false;
        }
        sink.accept(records);
        return true;
    }

    private static List<ReadEnvelope> read(ConsumerRecords<String, String> records) {
        List<ReadEnvelope> batch = new ArrayList<>(records.count());
        for (ConsumerRecord<String, String> message : records) {
            batch.add(ReadEnvelope.of(
                    message.topic(), message.partition(), message.offset(), message.key(), message.value()));
        }
        return batch;
    }

    /** Goes by the reader's place and not by the last message seen: transactions leave offsets without a message. */
    private boolean reached(Map<TopicPartition, Long> ends) {
        return asked(() -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        Map<String, List<PartitionInfo>> all = new HashMap<>(consumer.listTopics());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> infos = all.get(topic);
            if (infos == null) {
                throw new KafkaAccessException("There is no topic " + topic + " at " + bootstrap + ".", null);
            }
            infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    private <T> T asked(java.util.function.Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException e) {
            throw new KafkaAccessException(
                    "Kafka does not answer at " + bootstrap + ": " + EnvelopeProducer.root(e)
                            + ". Check the address, and that the broker runs.",
                    e);
        }
    }
}
