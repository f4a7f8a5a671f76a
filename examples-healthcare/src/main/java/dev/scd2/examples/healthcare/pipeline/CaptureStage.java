package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.examples.healthcare.feed.FaultLedger;
import dev.scd2.examples.healthcare.feed.LakeFeed;
import dev.scd2.examples.healthcare.feed.TopicWriter;
import dev.scd2.examples.healthcare.feed.UnrulyFeed;
import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.lake.ParquetLake;
import dev.scd2.postgres.capture.CaptureRun;
import dev.scd2.postgres.capture.EnvelopeSink;
import dev.scd2.postgres.capture.PostgresCapture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Carries changes from PostgreSQL into topics, and from there into Parquet files in the lake. What the lake holds says
 * where reading goes on.
 */
public final class CaptureStage {
    private static final int PARTITIONS = 2;
    private static final int BATCH = 20_000;
    private static final Duration CATCH_UP = Duration.ofMinutes(30);

    private final PayerConfig config;
    private final PayerServers servers;

    /** Makes the stage. */
    public CaptureStage(PayerConfig config, PayerServers servers) {
        this.config = config;
        this.servers = servers;
    }

    /** Returns the description of the capture: every table of the payer, a topic each. */
    public PostgresCapture capture() {
        try {
            return describe();
        } catch (IllegalArgumentException unfit) {
            throw new PayerException(PayerConfig.PG_URL + ": " + unfit.getMessage(), unfit);
        }
    }

    private PostgresCapture describe() {
        PostgresCapture.Builder capture = PostgresCapture.from(servers.postgresUrl())
                .tables(OltpSchema.entities().stream()
                        .map(table -> OltpSchema.SCHEMA + "." + table.tableName())
                        .toList())
                .topicPrefix(PayerConfig.NAME)
                .slot(PayerConfig.NAME)
                .publication(PayerConfig.NAME);
        config.setting(PayerConfig.PG_USER)
                .ifPresent(user -> capture.credentials(
                        user, config.setting(PayerConfig.PG_PASSWORD).orElse(null)));
        return capture.build();
    }

    /** Starts to carry changes into topics, as unruly as a real feed; the caller waits for it and closes it. */
    public Running start(PostgresCapture capture) {
        EnvelopeProducer producer = EnvelopeProducer.to(servers.kafka());
        try {
            producer.createTopics(capture.topics(), PARTITIONS);
            EnvelopeSink sink =
                    new UnrulyFeed(TopicWriter.of(producer), FaultLedger.in(config.faults()), config.seed());
            return new Running(producer, capture.start(sink));
        } catch (RuntimeException failed) {
            producer.close();
            throw failed;
        }
    }

    /** A capture at work. Confined to one thread. */
    public static final class Running implements AutoCloseable {
        private final EnvelopeProducer producer;
        private final CaptureRun run;

        private Running(EnvelopeProducer producer, CaptureRun run) {
            this.producer = producer;
            this.run = run;
        }

        /** Waits until all that is committed is in the topics. */
        public void awaitCaughtUp() {
            run.awaitCaughtUp(CATCH_UP);
        }

        @Override
        public void close() {
            try (EnvelopeProducer closing = producer) {
                run.close();
            }
        }
    }

    /** Writes to the lake what the topics hold and it does not. */
    public StageReport land(List<String> topics) {
        long start = System.nanoTime();
        try (EnvelopeConsumer consumer = EnvelopeConsumer.of(servers.kafka(), BATCH);
                ParquetLake lake =
                        ParquetLake.open(servers.lake(), config.directory().resolve("cache"))) {
            new LakeFeed(consumer, lake).drain(topics);
            Map<String, Long> held = new TreeMap<>();
            Map<String, Long> landed = new TreeMap<>();
            consumer.endOffsets(topics).forEach((place, end) -> {
                String entity = LakeFeed.entity(place.topic());
                held.merge(entity, end, Long::sum);
                landed.merge(entity, lake.nextOffset(entity, place.partition()), Long::sum);
            });
            List<StageReport.Line> lines = OltpSchema.entities().stream()
                    .map(OltpTable::tableName)
                    .map(entity -> new StageReport.Line(
                            entity, held.getOrDefault(entity, 0L), landed.getOrDefault(entity, 0L), 0))
                    .toList();
            return new StageReport("capture", lines, Stopwatch.seconds(start));
        }
    }
}
