package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.sql.cases.InterruptedIntake;
import dev.scd2.sql.cases.SourceDatabase;
import dev.scd2.sql.extract.Relation;
import dev.scd2.sql.extract.SnapshotSource;
import dev.scd2.sql.extract.SourceDialect;
import dev.scd2.sql.extract.WatermarkSource;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the values of each type of PostgreSQL. */
class PostgresExtractTypesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);
    private static final String UUID = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";
    private static final SourceDatabase DATABASE = new SourceDatabase(
            TestPostgres.inTimeZone("America/New_York").dataSource()::getConnection,
            SourceDialect.POSTGRES,
            "text",
            "bigint",
            "timestamptz",
            "timestamp");

    @BeforeEach
    void clean() {
        DATABASE.execute("DROP TABLE IF EXISTS t");
        DATABASE.execute("DROP TYPE IF EXISTS size");
        DATABASE.execute("CREATE TYPE size AS ENUM ('small', 'medium', 'large')");
    }

    @Test
    void everyTypeOfADimensionBecomesItsCanonicalValue() {
        DATABASE.execute("CREATE TABLE t (a text, b char(5), c varchar(9), e smallint, f int, g bigint,"
                + " h numeric(20, 4), i real, j double precision, k boolean, l date, m timestamp, n timestamptz,"
                + " o bytea, q uuid, r size, s jsonb, s2 json, t int[], u xml)");
        DATABASE.execute("INSERT INTO t VALUES ('text', 'abc', 'v', 2, 3, 4, 5.5, 1.5, 2.5, true, '2026-02-28',"
                + " '2026-07-01 12:00:00.123456', '2026-07-01 12:00:00.123456+02', '\\x00ff', '" + UUID + "', 'large',"
                + " '{\"a\":1}', '{\"b\":2}', '{1,2}', '<x/>')");
        assertThat(only().values().stream().map(value -> (Object) value).toList())
                .containsExactly(
                        "text",
                        "abc  ",
                        "v",
                        2L,
                        3L,
                        4L,
                        new BigDecimal("5.5000"),
                        1.5,
                        2.5,
                        true,
                        LocalDate.parse("2026-02-28"),
                        Instant.parse("2026-07-01T17:00:00.123456Z"),
                        Instant.parse("2026-07-01T10:00:00.123456Z"),
                        Bytes.of(new byte[] {0, (byte) 0xff}),
                        UUID,
                        "large",
                        "{\"a\": 1}",
                        "{\"b\":2}",
                        "{1,2}",
                        "<x/>");
    }

    @ParameterizedTest
    @CsvSource({
        "timestamptz, infinity",
        "timestamptz, -infinity",
        "timestamp, infinity",
        "date, -infinity",
        "numeric, NaN",
    })
    void whatIsInfiniteOrNoNumberIsRefusedByColumnWithWhatToDo(String type, String value) {
        DATABASE.execute("CREATE TABLE t (a text, \"the end\" " + type + ")");
        DATABASE.execute("INSERT INTO t VALUES ('M1', '" + value + "')");
        assertThatThrownBy(this::only)
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("Column the end")
                .hasMessageContaining("NULLIF(the end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"time", "interval", "money", "bit(8)", "bit varying(8)", "inet", "point", "tstzrange"})
    void aTypeThatNoDimensionHoldsIsRefusedByColumnWithWhatToDo(String type) {
        DATABASE.execute("CREATE TABLE t (a text, b " + type + ")");
        assertThatThrownBy(this::only)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Column b")
                .hasMessageContaining("casts it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"char(4)", "uuid", "size", "date", "numeric", "boolean", "bytea"})
    void aKeyOfAnyTypeIsPagedByInTheOrderOfTheDatabase(String type) {
        DATABASE.execute(
                "CREATE TABLE t (a " + type + " NOT NULL, b int NOT NULL, plan text, at timestamptz NOT NULL)");
        String[] values = switch (type) {
            case "char(4)" -> new String[] {"a", "ab", "B"};
            case "uuid" -> new String[] {UUID, UUID.replace('6', 'f'), UUID.replace('f', '0')};
            case "size" -> new String[] {"small", "medium", "large"};
            case "date" -> new String[] {"2026-01-01", "2025-12-31", "2026-02-28"};
            case "numeric" -> new String[] {"1.5", "10", "9.25"};
            case "boolean" -> new String[] {"true", "false"};
            default -> new String[] {"\\x00", "\\xff", "\\x7f01"};
        };
        for (String value : values) {
            for (int b = 0; b < 4; b++) {
                DATABASE.execute("INSERT INTO t VALUES ('" + value + "', " + b + ", 'gold', '2026-01-01')");
            }
        }
        Dimension dimension = Dimension.named("t")
                .key("a", keyType(type))
                .key("b", ColumnType.LONG)
                .track("plan", ColumnType.TEXT)
                .build();
        InMemoryStore store = InMemoryStore.of(dimension);
        WatermarkSource source = WatermarkSource.from(DATABASE.table("t"), "at", CLOCK)
                .key("a", "b")
                .pageRows(1)
                .to(TableMapping.of(dimension));
        Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
        assertThat(InterruptedIntake.current(store)).hasSize(4 * values.length);
    }

    private static ColumnType keyType(String type) {
        return switch (type) {
            case "date" -> ColumnType.DATE;
            case "numeric" -> ColumnType.decimal(10, 2);
            case "boolean" -> ColumnType.BOOLEAN;
            case "bytea" -> ColumnType.BYTES;
            default -> ColumnType.TEXT;
        };
    }

    @Test
    void aColumnThatAJoinLeavesEmptyCountsAsNullable() {
        DATABASE.execute("CREATE TABLE t (id text NOT NULL, at timestamptz NOT NULL)");
        DATABASE.execute("INSERT INTO t VALUES ('M1', '2026-01-01')");
        Relation query = Relation.query(
                DATABASE.connections(),
                SourceDialect.POSTGRES,
                "joined",
                "SELECT n.x AS \"plan\", t.id, t.at FROM (VALUES ('M1'), ('M2')) AS n(x) LEFT JOIN t ON t.id = n.x");
        Dimension dimension = Dimension.named("t")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .build();
        InMemoryStore store = InMemoryStore.of(dimension);
        WatermarkSource source =
                WatermarkSource.from(query, "at", CLOCK).key("id").pageRows(1).to(TableMapping.of(dimension));
        Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [M1]");
        assertThat(store.quarantine()).hasSize(1);
    }

    /** Through a listing and its file, which keep a value as it is. */
    private Map<String, ?> only() {
        Relation relation = DATABASE.table("t").localTimesIn(ZoneId.of("America/Chicago"));
        try (var reader = SnapshotSource.at(CLOCK, relation).build().read((source, partition) -> Optional.empty())) {
            return reader.next(Duration.ZERO)
                    .orElseThrow()
                    .snapshot()
                    .orElseThrow()
                    .rows()
                    .get(0);
        }
    }
}
