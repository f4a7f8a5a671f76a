package dev.scd2.examples.healthcare.feed;

import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.kafka.embedded.EmbeddedKafka;
import dev.scd2.lake.LakeLoader;
import dev.scd2.lake.LoadResult;
import dev.scd2.lake.ParquetLake;
import dev.scd2.lake.S3Location;
import dev.scd2.lake.embedded.EmbeddedS3;
import dev.scd2.postgres.capture.CaptureRun;
import dev.scd2.postgres.capture.PostgresCapture;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The whole road below one directory: PostgreSQL, capture, Kafka, Parquet on S3, DuckDB. */
final class Road implements AutoCloseable {
    static final List<String> TOPICS = List.of("shop.orders", "shop.items");
    private static final int PARTITIONS = 2;

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedS3 s3;
    private final PostgresCapture capture;
    private final EnvelopeProducer producer;
    private final EnvelopeConsumer consumer;
    private final Connection duck;
    final FaultLedger ledger;

    Road(Path directory) throws SQLException {
        this.directory = directory;
        this.postgres = EmbeddedPostgres.in(directory.resolve("postgres")).start();
        this.kafka = EmbeddedKafka.in(directory.resolve("kafka")).start();
        this.s3 = EmbeddedS3.in(directory.resolve("s3")).start();
        this.producer = EnvelopeProducer.to(kafka.bootstrap());
        this.consumer = EnvelopeConsumer.of(kafka.bootstrap());
        this.duck = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("warehouse.duckdb"));
        this.ledger = FaultLedger.in(directory.resolve("ledger.csv"));
        this.capture = PostgresCapture.from(postgres.jdbcUrl())
                .tables(List.of("shop.orders", "shop.items"))
                .topicPrefix("shop")
                .slot("road")
                .publication("road")
                .debezium("max.batch.size", "300")
                .build();
        producer.createTopics(TOPICS, PARTITIONS);
        try (Connection connection = source();
                Statement sql = connection.createStatement()) {
            sql.execute("create schema if not exists shop");
            for (String table : TOPICS) {
                sql.execute("create table if not exists " + table + " (id int primary key, note text)");
                sql.execute("alter table " + table + " replica identity full");
            }
            capture.prepare(connection);
        }
    }

    Connection source() throws SQLException {
        return postgres.dataSource().getConnection();
    }

    CaptureRun startUnruly() {
        return capture.start(new UnrulyFeed(TopicWriter.of(producer), ledger, 7));
    }

    void captureUnruly() {
        try (CaptureRun run = startUnruly()) {
            run.awaitCaughtUp(Duration.ofSeconds(60));
        }
    }

    Map<String, Long> drain() {
        try (ParquetLake lake = ParquetLake.open(bucket(), directory.resolve("cache"))) {
            return new LakeFeed(consumer, lake).drain(TOPICS);
        }
    }

    LoadResult load() {
        try (LakeLoader loader = LakeLoader.open(bucket(), directory.resolve("cache"), Clock.systemUTC())) {
            return loader.load(duck);
        }
    }

    S3Location bucket() {
        return s3.bucket("lake");
    }

    /** The messages of each topic, by the broker's own account. */
    Map<String, Long> messages() {
        Map<String, Long> messages = new TreeMap<>();
        for (Map.Entry<TopicPartition, Long> end : consumer.endOffsets(TOPICS).entrySet()) {
            messages.merge(LakeFeed.entity(end.getKey().topic()), end.getValue(), Long::sum);
        }
        return messages;
    }

    String askWarehouse(String sql) throws SQLException {
        return ask(duck, sql);
    }

    String askSource(String sql) throws SQLException {
        try (Connection connection = source()) {
            return ask(connection, sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    @Override
    public void close() throws SQLException {
        duck.close();
        consumer.close();
        producer.close();
        s3.close();
        kafka.close();
        postgres.close();
    }
}
