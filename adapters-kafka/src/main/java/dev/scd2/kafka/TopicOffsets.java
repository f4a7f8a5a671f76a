package dev.scd2.kafka;

import dev.scd2.change.ChangeSource.Progress;
import dev.scd2.change.Position;
import dev.scd2.error.SourceException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Says where reading begins in the partitions of a topic, and whether it can. Confined to one thread. */
final class TopicOffsets {
    private final String name;
    private final String topic;
    private final Consumer<?, ?> consumer;
    private final Progress progress;
    private final Start first;
    private final @Nullable Start replay;

    TopicOffsets(
            String name,
            String topic,
            Consumer<?, ?> consumer,
            Progress progress,
            Start first,
            @Nullable Start replay) {
        this.name = name;
        this.topic = topic;
        this.consumer = consumer;
        this.progress = progress;
        this.first = first;
        this.replay = replay;
    }

    /** Returns the partitions that the topic has, as far as the consumer knows. */
    List<TopicPartition> partitions() {
        return partitions(topic);
    }

    /**
     * Returns the partitions of a topic.
     *
     * @throws SourceException if it is not there
     */
    List<TopicPartition> partitions(String ofTopic) {
        List<PartitionInfo> infos = Asked.kafka(
                "look for topic " + ofTopic,
                () -> Optional.ofNullable(consumer.partitionsFor(ofTopic)).orElse(List.of()));
        if (infos.isEmpty()) {
            throw new SourceException("There is no topic " + ofTopic + ". Check the name, or create it.", null);
        }
        return infos.stream()
                .map(info -> new TopicPartition(ofTopic, info.partition()))
                .toList();
    }

    /** Returns the offset after the last message of each partition that can be read now. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return Asked.kafka("ask where topic " + topic + " ends", () -> consumer.endOffsets(partitions));
    }

    /**
     * Returns the offset of the next message to read of each partition.
     *
     * @throws SourceException if it is no longer there, or not yet
     */
    Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> begins =
                Asked.kafka("ask where topic " + topic + " begins", () -> consumer.beginningOffsets(partitions));
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long begin = begins.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, 0L);
            long start = start(partition, begin, end);
            if (start < begin) {
                throw new SourceException(
                        "Partition " + partition + " begins at offset " + begin + ", and reading should go on at "
                                + start
                                + ": what lies between was deleted, by retention or by hand, before it was read. Restore it,"
                                + " or read what is there with replay(Start.beginning()) and check the keys that were missed.",
                        null);
            }
            if (start > end) {
                throw new SourceException(
                        "Partition " + partition + " ends at offset " + end + ", and reading should go on at "
                                + start
                                + ": the topic was made anew, lost messages, or is another one. Read it under"
                                + " another name (name), with a mapping of a higher rank if its offsets are the order.",
                        null);
            }
            starts.put(partition, start);
        }
        return starts;
    }

    private long start(TopicPartition partition, long begin, long end) {
        Long replayed = replay == null ? null : asked(replay, partition, begin, end);
        if (replayed != null) {
            return replayed;
        }
        Optional<Position> reached = progress.reached(name, partition.partition());
        if (reached.isPresent()) {
            return reached.get().offset() + 1;
        }
        Long said = asked(first, partition, begin, end);
        return said == null ? begin : said;
    }

    private @Nullable Long asked(Start start, TopicPartition partition, long begin, long end) {
        return Asked.kafka(
                        "look for where to begin in " + partition,
                        () -> Optional.ofNullable(start.in(partition, consumer, begin, end)))
                .orElse(null);
    }
}
