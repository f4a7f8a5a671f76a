package dev.scd2.kafka;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where reading of a topic begins. Immutable. */
public final class Start {
    private final @Nullable Instant time;
    private final @Nullable Map<Integer, Long> offsets;

    private Start(@Nullable Instant time, @Nullable Map<Integer, Long> offsets) {
        this.time = time;
        this.offsets = offsets;
    }

    /** Returns the first message that is there, in each partition. */
    public static Start beginning() {
        return new Start(null, null);
    }

    /** Returns, in each partition, the first message with this timestamp or a later one; its end, if there is none. */
    public static Start time(Instant from) {
        return new Start(from, null);
    }

    /**
     * Returns given messages.
     *
     * @param byPartition the offset of the first message to read; partitions that it does not name begin where they would
     *     without it
     */
    public static Start offsets(Map<Integer, Long> byPartition) {
        return new Start(null, Map.copyOf(byPartition));
    }

    /** Returns the offset of the first message to read; null where this says nothing of the partition. */
    @Nullable
    Long in(TopicPartition partition, Consumer<?, ?> consumer, long first, long end) {
        if (offsets != null) {
            return offsets.get(partition.partition());
        }
        if (time == null) {
            return first;
        }
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli())).get(partition);
        return found == null ? end : found.offset();
    }
}
