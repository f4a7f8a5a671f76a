package dev.scd2.benchmarks.capture;

import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.kafka.embedded.EmbeddedKafka;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.ParquetLake;
import dev.scd2.lake.TypedTable;
import dev.scd2.lake.WarehouseFeed;
import dev.scd2.lake.embedded.EmbeddedS3;
import dev.scd2.postgres.capture.CaptureRun;
import dev.scd2.postgres.capture.EnvelopeSink;
import dev.scd2.postgres.capture.PostgresCapture;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** The servers and what lies between them, all in this process but PostgreSQL. Started from a thread that lives to the end. */
final class Chain implements AutoCloseable {
    static final String TOPIC = "shop.member";

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedS3 s3;
    private final DuckDBConnection duck;
    private final PostgresCapture capture;

    Chain(Path directory) throws SQLException {
        this.directory = directory;
        postgres = EmbeddedPostgres.in(directory.resolve("postgres")).start();
        kafka = EmbeddedKafka.in(directory.resolve("kafka")).start();
        s3 = EmbeddedS3.in(directory.resolve("s3")).start();
        duck = DuckDbStore.connect(directory.resolve("warehouse.duckdb"));
        try (Statement statement = duck.createStatement()) {
            statement.execute("set global memory_limit = '512MiB'");
        }
        capture = PostgresCapture.from(postgres.jdbcUrl())
                .tables(List.of(MemberTable.NAME))
                .topicPrefix("shop")
                .slot("bench")
                .publication("bench")
                .build();
    }

    /** Makes the table, the slot and the topic. */
    MemberTable table() throws SQLException {
        MemberTable table = new MemberTable(connect());
        try (Connection connection = connect()) {
            capture.prepare(connection);
        }
        try (EnvelopeProducer producer = EnvelopeProducer.to(kafka.bootstrap())) {
            producer.createTopics(List.of(TOPIC), 1);
        }
        return table;
    }

    Connection connect() throws SQLException {
        return postgres.dataSource().getConnection();
    }

    CaptureRun capture(EnvelopeSink sink) {
        return capture.start(sink);
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    ParquetLake lake() {
        return lake("lake");
    }

    /** Opens a lake in a bucket of its own. */
    ParquetLake lake(String bucket) {
        LakeLocation location = s3.bucket(bucket);
        return ParquetLake.open(location, directory.resolve("cache-" + bucket));
    }

    /** Opens a feed on a connection of its own. */
    WarehouseFeed feed(ParquetLake lake, boolean typed, Duration fileAge) throws SQLException {
        WarehouseFeed.Builder feed = WarehouseFeed.into(warehouse(), lake).files(16 << 20, fileAge);
        if (typed) {
            feed.typed(TypedTable.of(MemberTable.ENTITY, MemberTable.dimension()));
        }
        return feed.open();
    }

    /** Returns a new connection to the warehouse. */
    Connection warehouse() throws SQLException {
        Connection connection = duck.duplicate();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set TimeZone = 'UTC'");
        }
        return connection;
    }

    DuckDbStore dimension() {
        return DuckDbStore.on(duck, MemberTable.dimension());
    }

    @Override
    public void close() throws SQLException {
        duck.close();
        s3.close();
        kafka.close();
        postgres.close();
    }
}
