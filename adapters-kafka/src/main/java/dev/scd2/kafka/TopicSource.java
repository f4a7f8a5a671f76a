package dev.scd2.kafka;

import dev.scd2.change.ChangeSource;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.engine.intake.TableMapping;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a dimension in a topic of any number of partitions.
 *
 * <pre>{@code
 * TopicSource source = TopicSource.from("localhost:9092", "shop.public.member", member).build();
 * IntakeResult result = Intake.of(source, History.of(store)).catchUp();
 * }</pre>
 *
 * <p>Reading goes on where the store stands, partition by partition. Partitions are assigned and not shared out by a group,
 * so a killed reader waits for nobody, and nothing is decided by offsets that Kafka keeps. Of transactional producers only
 * what was committed is read. Partitions that are added are read from their beginning.
 *
 * <p>Values are read by the types of the dimension's columns; see {@link MessageFormat}. A value that is not of its type goes
 * to quarantine with its change. A message that is no change at all (not JSON, not of the format) goes to the {@linkplain
 * Builder#deadLetters dead-letter topic}, or fails the source. Immutable and thread-safe; see docs/kafka.md.
 */
public final class TopicSource implements ChangeSource {
    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "group.id",
            "enable.auto.commit",
            "auto.offset.reset",
            "key.deserializer",
            "value.deserializer");

    private final TopicReader.Settings settings;
    private final Start first;
    private final @Nullable Start replay;
    private final @Nullable String deadLetters;
    private final Map<String, Object> properties;

    private TopicSource(Builder builder) {
        List<String> naturalKey =
                builder.dimension.naturalKey().stream().map(Column::name).toList();
        settings = new TopicReader.Settings(
                builder.name,
                builder.topic,
                RowReader.of(builder.format, builder.types, naturalKey),
                builder.format.decoder(),
                builder.mapping,
                builder.messages,
                builder.bytes,
                builder.properties.containsKey("group.id"),
                builder.silence,
                builder.lag);
        first = builder.first;
        replay = builder.replay;
        deadLetters = builder.deadLetters;
        Map<String, Object> all = new HashMap<>();
        all.put("isolation.level", "read_committed");
        all.put("max.poll.records", Integer.toString(Math.min(100, builder.messages)));
        all.put("fetch.max.bytes", "16777216");
        all.put("default.api.timeout.ms", "15000");
        all.put("request.timeout.ms", "10000");
        all.put("metadata.max.age.ms", "30000");
        all.put("allow.auto.create.topics", "false");
        all.putAll(builder.properties);
        all.put("bootstrap.servers", builder.bootstrap);
        all.put("enable.auto.commit", "false");
        all.put("auto.offset.reset", "none");
        properties = Map.copyOf(all);
    }

    /**
     * Begins to describe the source of a dimension.
     *
     * @param bootstrap the address of the brokers, {@code host:port,host:port}
     * @param dimension says the types of the columns
     */
    public static Builder from(String bootstrap, String topic, Dimension dimension) {
        return new Builder(bootstrap, topic, dimension);
    }

    /** Returns the name under which the store keeps its positions: the topic, unless another one was given. */
    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Reader read(Progress progress) {
        String topic = settings.topic();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        KafkaConsumer<byte[], byte[]> consumer = Asked.kafka(
                "make a consumer of " + topic + " at " + properties.get("bootstrap.servers"),
                () -> new KafkaConsumer<>(properties, bytes, bytes));
        DeadLetters letters = null;
        try {
            TopicOffsets offsets = new TopicOffsets(name(), topic, consumer, progress, first, replay);
            if (deadLetters != null) {
                offsets.partitions(deadLetters);
                letters = DeadLetters.to(deadLetters, properties);
            }
            TopicReader reader = new TopicReader(settings, consumer, offsets, letters);
            reader.begin();
            return reader;
        } catch (RuntimeException failed) {
            if (letters != null) {
                letters.close();
            }
            try {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
            } catch (KafkaException also) {
                failed.addSuppressed(also);
            }
            throw failed;
        }
    }

    /** Describes a source. Confined to one thread. */
    public static final class Builder {
        private final String bootstrap;
        private final String topic;
        private final Dimension dimension;
        private String name;
        private final Map<String, ColumnType> types = new LinkedHashMap<>();
        private final Map<String, Object> properties = new HashMap<>();
        private MessageFormat format = MessageFormat.debezium();
        private RowMapping mapping;
        private Start first = Start.beginning();
        private @Nullable Start replay;
        private int messages = 10_000;
        private long bytes = 16L << 20;
        private @Nullable String deadLetters;
        private Duration silence = Duration.ofSeconds(30);
        private Consumer<Lag> lag = told -> {};

        private Builder(String bootstrap, String topic, Dimension dimension) {
            this.bootstrap = bootstrap;
            this.topic = topic;
            this.name = topic;
            this.dimension = dimension;
            this.mapping = TableMapping.of(dimension);
            types.putAll(dimension.columnTypes());
        }

        /**
         * Sets the name under which the store keeps its positions; the topic unless said. A topic that was made anew under
         * its old name needs another one, for its offsets mean other messages; so do topics of one name in two clusters.
         */
        public Builder name(String ofSource) {
            name = ofSource;
            return this;
        }

        /** Sets how the messages are written; {@link MessageFormat#debezium} unless said. */
        public Builder format(MessageFormat messages) {
            format = messages;
            return this;
        }

        /** Sets what a changed row means for the dimension; {@link TableMapping#of} unless said. */
        public Builder mapping(RowMapping rows) {
            mapping = rows;
            return this;
        }

        /** Says the type of a column that the dimension does not have and the mapping looks at, such as an effective date. */
        public Builder column(String name, ColumnType type) {
            types.put(name, type);
            return this;
        }

        /** Sets where reading begins in partitions of which the store has no position; at the beginning unless said. */
        public Builder startAt(Start start) {
            first = start;
            return this;
        }

        /**
         * Reads again from here on, each time that reading begins, whatever the store says. What it knows changes nothing.
         * For {@code Intake.catchUp()}: a source that is read for long begins from here again behind every failure.
         */
        public Builder replay(Start start) {
            replay = start;
            return this;
        }

        /**
         * Sets how many messages a batch holds at most; 10,000 unless said.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxMessages(int most) {
            messages = Math.toIntExact(positive(most));
            return this;
        }

        /**
         * Sets with how many bytes of keys and values a batch is full, 16 MiB unless said. It may pass this by one poll, of
         * at most {@code max.poll.records} messages, 100 unless said.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxBytes(long most) {
            bytes = positive(most);
            return this;
        }

        /**
         * Sets the consumer group under which what is durable is shown, for those who watch. It decides nothing, and a
         * failure to show it is passed over. Two sources need two groups.
         */
        public Builder group(String id) {
            properties.put("group.id", id);
            return this;
        }

        /**
         * Sets the topic for messages that are no change: with key, value and headers as they were, and headers {@code
         * scd2.topic}, {@code scd2.partition}, {@code scd2.offset}, {@code scd2.timestamp} and {@code scd2.reason}. It must
         * be there. Unless said, such a message fails the source.
         *
         * @throws IllegalArgumentException if it is the topic itself
         */
        public Builder deadLetters(String other) {
            if (other.equals(topic)) {
                throw new IllegalArgumentException("The dead letters of " + topic + " need a topic of their own.");
            }
            deadLetters = other;
            return this;
        }

        /** Sets who is told how far the store is behind: behind each batch, and each time that nothing came. */
        public Builder lag(Consumer<Lag> watcher) {
            lag = watcher;
            return this;
        }

        /**
         * Sets a property of the consumer, such as {@code security.protocol}, over what this class would say; the producer of
         * dead letters gets those that it knows.
         *
         * @throws IllegalArgumentException if exactly-once reading or another method of this class depends on it
         */
        public Builder property(String name, Object value) {
            if (OURS.contains(name)) {
                throw new IllegalArgumentException(
                        "The property " + name + " is not for you to set: reading goes by the"
                                + " positions of the store. For group.id call group(...).");
            }
            properties.put(name, value);
            return this;
        }

        /** Sets after how long without a message the brokers are asked whether they are there. */
        Builder silence(Duration longest) {
            silence = longest;
            return this;
        }

        /** Returns the source; nothing is connected yet. */
        public TopicSource build() {
            return new TopicSource(this);
        }

        private static long positive(long most) {
            if (most < 1) {
                throw new IllegalArgumentException("A batch holds at least 1, not " + most + ".");
            }
            return most;
        }
    }
}
