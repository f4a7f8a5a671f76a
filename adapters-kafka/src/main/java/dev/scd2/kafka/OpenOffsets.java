package dev.scd2.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to where offsets may be committed while some messages are still waited for: for facts that a {@link
 * dev.scd2.engine.join.FactStream} holds, and that would be lost with the process if their offsets were committed.
 *
 * <pre>{@code
 * open.begin(partition, message.offset());                 // read
 * open.end(partition, message.offset());                   // what came of it was sent
 * producer.flush();
 * consumer.commitSync(open.committable());                 // behind no message that is still open
 * }</pre>
 *
 * <p>So every message is worked on at least once: those behind the first open one come again after a restart. Holds what is
 * open, and an offset for each partition. Confined to one thread.
 */
public final class OpenOffsets {
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, TreeSet<Long>> open = new HashMap<>();

    /** Takes note that a message was read. Of a partition they come in their order. */
    public void begin(TopicPartition partition, long offset) {
        next.put(partition, offset + 1);
        open.computeIfAbsent(partition, first -> new TreeSet<>()).add(offset);
    }

    /**
     * Takes note that nothing is to be done any more about a message.
     *
     * @throws IllegalArgumentException if it is not open
     */
    public void end(TopicPartition partition, long offset) {
        TreeSet<Long> ofPartition = open.get(partition);
        if (ofPartition == null || !ofPartition.remove(offset)) {
            throw new IllegalArgumentException("Offset " + offset + " of " + partition
                    + " is not open. Call begin(...) when a message is read, and end(...) once.");
        }
    }

    /** Returns for each partition that was read the offset of its first open message, or of the next one to be read. */
    public Map<TopicPartition, OffsetAndMetadata> committable() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, end) -> {
            TreeSet<Long> ofPartition = open.get(partition);
            boolean none = ofPartition == null || ofPartition.isEmpty();
            offsets.put(partition, new OffsetAndMetadata(none ? end : ofPartition.first()));
        });
        return offsets;
    }
}
