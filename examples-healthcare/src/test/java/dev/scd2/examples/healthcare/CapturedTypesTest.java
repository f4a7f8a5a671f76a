package dev.scd2.examples.healthcare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.ChangeSource;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.error.Reason;
import dev.scd2.examples.healthcare.feed.LakeFeed;
import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.kafka.TopicSource;
import dev.scd2.kafka.embedded.EmbeddedKafka;
import dev.scd2.lake.DirectoryLocation;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeLoader;
import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.ParquetLake;
import dev.scd2.lake.RawTableSource;
import dev.scd2.postgres.capture.CaptureRun;
import dev.scd2.postgres.capture.PostgresCapture;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.timeline.Version;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A row of every type that a dimension can hold, from PostgreSQL by capture and a topic into a history in DuckDB: straight
 * from the topic, and by Parquet files and a raw table.
 */
class CapturedTypesTest {
    private static final List<Type> TYPES = List.of(
            new Type("smallint", ColumnType.LONG, "-32768", -32_768L),
            new Type("int", ColumnType.LONG, "2147483647", 2_147_483_647L),
            new Type("bigint", ColumnType.LONG, "9223372036854775807", Long.MAX_VALUE),
            new Type("numeric(12,4)", ColumnType.decimal(12, 4), "12345678.9012", new BigDecimal("12345678.9012")),
            new Type(
                    "numeric",
                    ColumnType.decimal(38, 9),
                    "12345678901234567890123456789.123456789",
                    new BigDecimal("12345678901234567890123456789.123456789")),
            new Type("real", ColumnType.DOUBLE, "1.5", 1.5),
            new Type("double precision", ColumnType.DOUBLE, "0.1", 0.1),
            new Type("boolean", ColumnType.BOOLEAN, "true", true),
            new Type("text", ColumnType.TEXT, "'Zoë \"quoted\" \\ 𝄞'", "Zoë \"quoted\" \\ 𝄞"),
            new Type("varchar(5)", ColumnType.TEXT, "''", ""),
            new Type("char(4)", ColumnType.TEXT, "'ab'", "ab  "),
            new Type("date", ColumnType.DATE, "'0001-01-01'", LocalDate.parse("0001-01-01")),
            new Type(
                    "timestamptz",
                    ColumnType.TIMESTAMP,
                    "'2026-03-29 02:30:00.123456+02'",
                    Instant.parse("2026-03-29T00:30:00.123456Z")),
            new Type(
                    "timestamp",
                    ColumnType.TIMESTAMP,
                    "'1969-12-31 23:59:59.999999'",
                    Instant.parse("1969-12-31T23:59:59.999999Z")),
            new Type(
                    "uuid",
                    ColumnType.TEXT,
                    "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
                    "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
            new Type("jsonb", ColumnType.TEXT, "'{\"b\":1,\"a\":[null,2.50]}'", "{\"a\": [null, 2.50], \"b\": 1}"),
            new Type("mood", ColumnType.TEXT, "'good'", "good"),
            new Type("bytea", ColumnType.BYTES, "'\\x00ff10'", Bytes.of(new byte[] {0, (byte) 0xff, 16})),
            new Type("int[]", ColumnType.TEXT, "'{1,null,3}'", "[1,null,3]"),
            new Type("text[]", ColumnType.TEXT, "'{a,\"b c\"}'", "[\"a\",\"b c\"]"));

    /** A type of PostgreSQL, the column that holds it, a literal, and the value that it is in a history. */
    private record Type(String sql, ColumnType column, String literal, Object value) {}

    @TempDir
    Path directory;

    @Test
    void everyTypeComesThroughToTheLastDigitAndSoDoesNull() throws Exception {
        Dimension dimension = dimension();
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.in(directory.resolve("postgres")).start();
                EmbeddedKafka kafka =
                        EmbeddedKafka.in(directory.resolve("kafka")).start();
                DuckDbStore store = DuckDbStore.open(directory.resolve("types.duckdb"), dimension)) {
            PostgresCapture capture = PostgresCapture.from(postgres.jdbcUrl())
                    .tables(List.of("public.thing"))
                    .topicPrefix("types")
                    .build();
            write(postgres, capture);
            publish(capture, kafka);

            TopicSource topic = TopicSource.from(kafka.bootstrap(), "types.thing", dimension)
                    .build();
            requireEveryValue(topic, store);

            land(kafka);
            try (Connection warehouse = DuckDbStore.connect(directory.resolve("warehouse.duckdb"));
                    LakeLoader loader = LakeLoader.open(lake(), cache(), Clock.systemUTC());
                    DuckDbStore fromLake = DuckDbStore.open(directory.resolve("lake.duckdb"), dimension)) {
                assertThat(loader.load(warehouse).files()).isEqualTo(1);
                requireEveryValue(
                        RawTableSource.of(warehouse, "thing", dimension).to(TableMapping.of(dimension)), fromLake);
            }
        }
    }

    private static void requireEveryValue(ChangeSource source, DuckDbStore store) {
        History history = History.of(store);
        IntakeResult result = Intake.of(source, history).catchUp();
        assertThat(result.accepted()).isEqualTo(5);
        assertThat(result.rejected()).isEqualTo(1);
        assertThat(rows(history, 1))
                .containsExactly(TYPES.stream().map(Type::value).toList(), nulls());
        assertThat(rows(history, 2))
                .containsExactly(nulls(), TYPES.stream().map(Type::value).toList());
        assertThat(store.quarantine())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(Reason.WRONG_TYPE))
                .satisfies(rejection -> assertThat(rejection.message()).contains("c12"));
        assertThat(Intake.of(source, history).catchUp().batches()).isZero();
    }

    /** Writes what the topic holds to Parquet files. */
    private void land(EmbeddedKafka kafka) {
        try (EnvelopeConsumer consumer = EnvelopeConsumer.of(kafka.bootstrap());
                ParquetLake lake = ParquetLake.open(lake(), cache())) {
            new LakeFeed(consumer, lake).drain(List.of("types.thing"));
        }
    }

    private LakeLocation lake() {
        return new DirectoryLocation(directory.resolve("lake"));
    }

    private Path cache() {
        return directory.resolve("cache");
    }

    private static Dimension dimension() {
        Dimension.Builder thing = Dimension.named("thing").key("id", ColumnType.LONG);
        for (int i = 0; i < TYPES.size(); i++) {
            thing.track("c" + i, TYPES.get(i).column());
        }
        return thing.build();
    }

    /** Two rows that become each other's opposite, one of them deleted, and one with a time that no dimension holds. */
    private static void write(EmbeddedPostgres postgres, PostgresCapture capture) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("create type mood as enum ('good', 'bad')");
            StringBuilder columns = new StringBuilder();
            StringBuilder values = new StringBuilder();
            StringBuilder literals = new StringBuilder();
            StringBuilder nothing = new StringBuilder();
            for (int i = 0; i < TYPES.size(); i++) {
                String comma = i == 0 ? "" : ", ";
                columns.append(comma)
                        .append("c")
                        .append(i)
                        .append(" ")
                        .append(TYPES.get(i).sql());
                values.append(comma).append(TYPES.get(i).literal());
                literals.append(comma)
                        .append("c")
                        .append(i)
                        .append(" = ")
                        .append(TYPES.get(i).literal());
                nothing.append(comma).append("c").append(i).append(" = null");
            }
            sql.execute("create table thing (id bigint primary key, " + columns + ")");
            sql.execute("alter table thing replica identity full");
            capture.prepare(connection);
            sql.execute("insert into thing values (1, " + values + ")");
            sql.execute("insert into thing (id) values (2)");
            sql.execute("update thing set " + nothing + " where id = 1");
            sql.execute("update thing set " + literals + " where id = 2");
            sql.execute("delete from thing where id = 1");
            sql.execute("insert into thing (id, c12) values (3, 'infinity')");
        }
    }

    private static void publish(PostgresCapture capture, EmbeddedKafka kafka) {
        try (EnvelopeProducer producer = EnvelopeProducer.to(kafka.bootstrap())) {
            producer.createTopics(capture.topics(), 1);
            try (CaptureRun run = capture.start(batch -> {
                batch.forEach(envelope -> producer.send(envelope.topic(), envelope.key(), envelope.value()));
                producer.flush();
            })) {
                run.awaitCaughtUp(Duration.ofMinutes(1));
            }
        }
    }

    private static List<List<@Nullable Object>> rows(History history, long id) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Version version : history.timeline(Map.of("id", id)).versions()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 0; i < TYPES.size(); i++) {
                row.add(version.row().value(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<@Nullable Object> nulls() {
        List<@Nullable Object> nulls = new ArrayList<>();
        TYPES.forEach(type -> nulls.add(null));
        return nulls;
    }
}
