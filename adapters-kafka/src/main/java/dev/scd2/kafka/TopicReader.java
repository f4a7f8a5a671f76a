package dev.scd2.kafka;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.debezium.NotAChange;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.error.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic, batch by batch. What is read and not yet returned is one batch and what the consumer has fetched ahead.
 *
 * <p>Positions go by the consumer's place and not by the last message seen: transactions leave offsets without a message.
 */
final class TopicReader implements ChangeSource.Reader {
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final Duration SHOWING = Duration.ofSeconds(2);

    private final Settings settings;
    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicOffsets offsets;
    private final @Nullable DeadLetters deadLetters;

    // All by partition: the offset of the next message to look at, and the one behind what was returned and is
    // committed.
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> returned = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> shown = new HashMap<>();
    private final Map<TopicPartition, Long> durable = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    /** Where the topic ended when the brokers were asked last. */
    private final Map<TopicPartition, Long> known = new HashMap<>();

    private boolean silent;
    private long silentSince;
    private @Nullable SourceException broken;

    /**
     * What is the same each time that a topic is read.
     *
     * @param name under which the store knows it
     * @param messages how many one batch holds at most; it may pass this, and the bytes, by one poll
     * @param commits whether the consumer has a group under which it shows what is durable
     * @param silence after how long without a message the brokers are asked whether they are there
     */
    record Settings(
            String name,
            String topic,
            RowReader rows,
            Decoder decoder,
            RowMapping mapping,
            int messages,
            long bytes,
            boolean commits,
            Duration silence,
            Consumer<Lag> lag) {}

    TopicReader(
            Settings settings,
            KafkaConsumer<byte[], byte[]> consumer,
            TopicOffsets offsets,
            @Nullable DeadLetters deadLetters) {
        this.settings = settings;
        this.topic = settings.topic;
        this.consumer = consumer;
        this.offsets = offsets;
        this.deadLetters = deadLetters;
    }

    /** Goes to where reading begins, and takes note of where it ends now. */
    void begin() {
        ends.putAll(follow(offsets.partitions()));
        known.putAll(ends);
    }

    @Override
    public Optional<Batch> next(Duration atMost) {
        if (broken != null) {
            throw broken;
        }
        List<TopicPartition> more = offsets.partitions().stream()
                .filter(partition -> !next.containsKey(partition))
                .toList();
        if (!more.isEmpty()) {
            follow(more);
        }
        Batch.Builder batch = Batch.builder();
        boolean moved = fill(batch, System.nanoTime() + atMost.toNanos());
        if (!moved) {
            if (broken != null) {
                throw broken;
            }
            listen();
            tellLag();
            return Optional.empty();
        }
        silent = false;
        if (deadLetters != null) {
            deadLetters.flush();
        }
        return Optional.of(batch.build());
    }

    @Override
    public boolean isCaughtUp() {
        return ends.entrySet().stream().allMatch(end -> returned.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    @Override
    public void committed(Batch batch) {
        Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
        for (Position position : batch.reached()) {
            if (position.source().equals(settings.name)) {
                TopicPartition partition = new TopicPartition(topic, position.partition());
                durable.put(partition, position.offset() + 1);
                reached.put(partition, new OffsetAndMetadata(position.offset() + 1));
            }
        }
        if (settings.commits) {
            shown.putAll(reached);
            watched(() -> consumer.commitAsync(reached, (places, failed) -> {}));
        }
        tellLag();
    }

    /** Closes in order also when the thread is interrupted; it stays so. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        if (deadLetters != null) {
            deadLetters.close();
        }
        if (!shown.isEmpty()) {
            // What was shown before the group's coordinator was known is not under way yet.
            watched(() -> consumer.commitSync(shown, SHOWING));
        }
        try {
            consumer.close(CloseOptions.timeout(CLOSING));
        } catch (KafkaException closed) {
            // Nothing is lost with a consumer whose offsets are kept elsewhere.
            return;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Adds partitions to those that are read, and returns where they end now. */
    private Map<TopicPartition, Long> follow(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> last = offsets.ends(partitions);
        Map<TopicPartition, Long> starts = offsets.starts(partitions, last);
        next.putAll(starts);
        returned.putAll(starts);
        durable.putAll(starts);
        Asked.kafka("go to where topic " + topic + " goes on", () -> {
            consumer.assign(List.copyOf(next.keySet()));
            starts.forEach(consumer::seek);
            return topic;
        });
        return last;
    }

    /** A consumer whose brokers are gone returns nothing and says nothing: after a silence they are asked. */
    private void listen() {
        if (!silent) {
            silent = true;
            silentSince = System.nanoTime();
        }
        if (System.nanoTime() - silentSince < settings.silence.toNanos()) {
            return;
        }
        for (Map.Entry<TopicPartition, Long> end : known.entrySet()) {
            if (next.getOrDefault(end.getKey(), 0L) < end.getValue()) {
                throw new SourceException(
                        "No message of " + end.getKey() + " came for " + settings.silence
                                + " though it holds more. Look whether its leader is there.",
                        null);
            }
        }
        known.putAll(offsets.ends(next.keySet()));
        silent = false;
    }

    /** Reads until the batch is full, the time is over or there is no more; returns whether a position moved. */
    private boolean fill(Batch.Builder batch, long deadline) {
        int messages = 0;
        long bytes = 0;
        do {
            Duration wait = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            ConsumerRecords<byte[], byte[]> polled = Asked.kafka("read topic " + topic, () -> consumer.poll(wait));
            for (ConsumerRecord<byte[], byte[]> message : polled) {
                take(message, batch);
                if (broken != null) {
                    return reached(batch);
                }
                messages++;
                bytes += Math.max(0, message.serializedKeySize()) + Math.max(0, message.serializedValueSize());
            }
        } while (messages < settings.messages
                && bytes < settings.bytes
                && isMore()
                && System.nanoTime() - deadline < 0);
        next.replaceAll((partition, before) ->
                Asked.kafka("ask for the place in " + partition, () -> consumer.position(partition)));
        return reached(batch);
    }

    private void take(ConsumerRecord<byte[], byte[]> message, Batch.Builder batch) {
        try {
            batch.changes(changes(new Message(settings.name, message, settings.decoder)));
        } catch (NotAChange reason) {
            if (deadLetters == null) {
                broken = new SourceException(
                        "The message " + message.offset() + " of " + topic + "-" + message.partition()
                                + " is no change: " + reason.getMessage()
                                + ". Name a topic for such messages (deadLetters) to go on behind it, or read another"
                                + " format (format).",
                        null);
                return;
            }
            deadLetters.send(message, reason.getMessage());
        }
        next.put(new TopicPartition(message.topic(), message.partition()), message.offset() + 1);
    }

    private List<Change> changes(Message message) throws NotAChange {
        Optional<RowChange> row = settings.rows.read(message);
        if (row.isEmpty()) {
            return List.of();
        }
        try {
            return new ArrayList<>(settings.mapping.changes(row.get()));
        } catch (RuntimeException refused) {
            throw new NotAChange(
                    "the mapping of its row failed with " + refused.getClass().getSimpleName());
        }
    }

    private boolean reached(Batch.Builder batch) {
        boolean moved = false;
        for (Map.Entry<TopicPartition, Long> place : next.entrySet()) {
            if (place.getValue() > returned.getOrDefault(place.getKey(), 0L)) {
                batch.reached(new Position(settings.name, place.getKey().partition(), place.getValue() - 1));
                moved = true;
            }
        }
        returned.putAll(next);
        return moved;
    }

    private boolean isMore() {
        return next.keySet().stream().anyMatch(partition -> behind(partition).orElse(0) > 0);
    }

    /** Returns how many messages the consumer is behind, as far as it was told. */
    private OptionalLong behind(TopicPartition partition) {
        return Asked.kafka("ask for the lag of " + partition, () -> consumer.currentLag(partition));
    }

    private void tellLag() {
        Map<Integer, Long> behind = new TreeMap<>();
        next.forEach((partition, place) -> {
            OptionalLong told = behind(partition);
            long end = told.isPresent() ? place + told.getAsLong() : Math.max(place, ends.getOrDefault(partition, 0L));
            behind.put(partition.partition(), end - durable.getOrDefault(partition, 0L));
        });
        watched(() -> settings.lag.accept(new Lag(topic, behind)));
    }

    /** Shows something to those who watch; nothing depends on it. */
    private static void watched(Runnable shows) {
        try {
            shows.run();
        } catch (RuntimeException discarded) {
            // Who watches cannot fail a run, and there is nobody else to tell.
            return;
        }
    }
}
