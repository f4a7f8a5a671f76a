package dev.scd2.benchmarks.capture;

import dev.scd2.change.Batch;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeListener;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeRow;
import dev.scd2.lake.ParquetLake;
import dev.scd2.lake.RawTableSource;
import dev.scd2.lake.WarehouseFeed;
import dev.scd2.postgres.capture.CaptureRun;
import dev.scd2.postgres.capture.Envelope;
import dev.scd2.store.BatchResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * What is measured, at work: capture into the topic, the topic into lake and warehouse, the raw table into the dimension. Each
 * is as a program would write it with the library.
 */
final class Flow implements AutoCloseable {
    /** Of 50,000, which is the standard, the collector had as much to do as all others in a heap of 512 MB. */
    private static final int ROWS_OF_A_BATCH = 10_000;

    private static final Duration SLICE = Duration.ofMillis(5);
    private static final TopicPartition PLACE = new TopicPartition(Chain.TOPIC, 0);

    private final Chain chain;
    private final CaptureOptions options;
    private final Freshness loaded;
    private final Freshness kept;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final EnvelopeProducer producer;
    private final CaptureRun capture;

    Flow(Chain chain, CaptureOptions options, Workers workers, Freshness loaded, Freshness kept) {
        this.chain = chain;
        this.options = options;
        this.loaded = loaded;
        this.kept = kept;
        producer = EnvelopeProducer.to(chain.bootstrap());
        capture = chain.capture(batch -> {
            for (Envelope change : batch) {
                bytes.addAndGet(change.value().length());
                producer.send(change.topic(), change.key(), change.value());
            }
            producer.flush();
        });
        workers.start("bench-feed", () -> feed(workers));
        if (options.hasDimension()) {
            workers.start("bench-dimension", () -> dimension(workers));
        }
    }

    private void feed(Workers workers) throws SQLException {
        try (ParquetLake lake = chain.lake();
                WarehouseFeed feed = chain.feed(lake, options.isTyped(), options.fileAge());
                EnvelopeConsumer consumer = EnvelopeConsumer.of(chain.bootstrap());
                Connection observer = chain.warehouse()) {
            consumer.startAt(Map.of(PLACE, feed.nextOffset(MemberTable.ENTITY, 0)));
            long committed = 0;
            while (!workers.isStopped()) {
                consumer.readRecordsFor(
                        SLICE,
                        records -> records.forEach(one -> feed.take(
                                MemberTable.ENTITY,
                                LakeRow.of(one.partition(), one.offset(), one.key(), one.value()))));
                long rows = feed.roll();
                if (rows > committed) {
                    committed = rows;
                    files.incrementAndGet();
                    loaded.saw(count(observer));
                }
            }
        }
    }

    /** The rows of the raw table are committed together with those of the typed one. */
    private static long count(Connection observer) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from raw." + MemberTable.ENTITY)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void dimension(Workers workers) throws Exception {
        while (loaded.seen() == 0 && !workers.isStopped()) {
            workers.await(10);
        }
        try (Connection connection = chain.warehouse();
                DuckDbStore store = chain.dimension()) {
            RawTableSource source = RawTableSource.of(connection, MemberTable.ENTITY, MemberTable.dimension())
                    .batchRows(ROWS_OF_A_BATCH)
                    .every(options.dimensionPause())
                    .to(TableMapping.of(MemberTable.dimension()));
            AtomicLong applied = new AtomicLong();
            Intake.of(source, History.of(store), new IntakeListener() {
                        @Override
                        public void committed(String name, Batch batch, BatchResult result) {
                            if (result.rejected() > 0) {
                                throw new IllegalStateException(result.rejected() + " changes were rejected.");
                            }
                            kept.saw(applied.addAndGet(result.accepted() + result.replayed()));
                        }
                    })
                    .run(workers::isStopped);
        }
    }

    /** Returns how many files were loaded. */
    long files() {
        return files.get();
    }

    /** Returns how long the text of an envelope is. */
    double bytesOfEnvelope() {
        return (double) bytes.get() / Math.max(1, capture.delivered());
    }

    @Override
    public void close() {
        capture.close();
        producer.close();
    }
}
