package dev.scd2.examples.healthcare.feed;

import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.lake.LakeRow;
import dev.scd2.lake.ParquetLake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes what topics hold into the lake: every message becomes a row, also what is no change.
 *
 * <p>It goes on where the lake ends. The topic {@code payer.members} is the entity {@code members}. Confined to one thread.
 */
public final class LakeFeed {
    private static final int ROWS_IN_MEMORY = 50_000;

    private final EnvelopeConsumer consumer;
    private final ParquetLake lake;
    private final Map<TopicPartition, List<LakeRow>> waiting =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    private int rowsWaiting;

    public LakeFeed(EnvelopeConsumer consumer, ParquetLake lake) {
        this.consumer = consumer;
        this.lake = lake;
    }

    /** Returns the entity of a topic: what follows its last dot. */
    public static String entity(String topic) {
        return topic.substring(topic.lastIndexOf('.') + 1);
    }

    /**
     * Takes everything that is in the topics now and not in the lake yet.
     *
     * @return how many messages it took, by topic
     */
    public Map<String, Long> drain(Collection<String> topics) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(topics);
        Map<TopicPartition, Long> starts = new HashMap<>();
        ends.keySet().forEach(place -> starts.put(place, lake.nextOffset(entity(place.topic()), place.partition())));
        Map<String, Long> taken = new TreeMap<>();
        consumer.startAt(starts);
        consumer.readRecordsUntil(ends, batch -> take(batch, taken));
        write();
        return taken;
    }

    private void take(ConsumerRecords<String, String> batch, Map<String, Long> taken) {
        for (ConsumerRecord<String, String> message : batch) {
            waiting.computeIfAbsent(
                            new TopicPartition(message.topic(), message.partition()), place -> new ArrayList<>())
                    .add(LakeRow.of(message.partition(), message.offset(), message.key(), message.value()));
            taken.merge(message.topic(), 1L, Long::sum);
        }
        rowsWaiting += batch.count();
        if (rowsWaiting >= ROWS_IN_MEMORY) {
            write();
        }
    }

    private void write() {
        waiting.forEach((place, rows) -> lake.append(entity(place.topic()), rows));
        waiting.clear();
        rowsWaiting = 0;
    }
}
