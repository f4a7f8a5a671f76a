package dev.scd2.sql.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.Bytes;
import dev.scd2.sql.cases.SourceDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of values of each type; those of PostgreSQL are tested with its adapter. */
class H2TypesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final String UUID = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";

    private final SourceDatabase database = TestH2.standard();

    @Test
    void everyTypeOfADimensionBecomesItsCanonicalValue() {
        database.execute(
                "CREATE TABLE t (a varchar, b char(3), c clob, d tinyint, e smallint, f int, g bigint, h decimal(20, 4),"
                        + " i real, j double precision, k boolean, l date, m timestamp, n timestamp(9) with time zone,"
                        + " o varbinary, p blob, q uuid, r enum('x', 'y'), s json, t integer array)");
        database.execute(
                "INSERT INTO t VALUES ('text', 'abc', 'large', 1, 2, 3, 4, 5.5, 1.5, 2.5, TRUE, DATE '2026-02-28',"
                        + " TIMESTAMP '2026-07-01 12:00:00.123456',"
                        + " TIMESTAMP WITH TIME ZONE '2026-07-01 12:00:00.123456789+02:00', X'00ff', X'01',"
                        + " '" + UUID + "', 'y', JSON '{\"a\": 1}', ARRAY[1, 2])");
        Map<String, ?> row = only("T");
        assertThat(row.values().stream().map(value -> (Object) value).toList())
                .containsExactly(
                        "text",
                        "abc",
                        "large",
                        1L,
                        2L,
                        3L,
                        4L,
                        new BigDecimal("5.5000"),
                        1.5,
                        2.5,
                        true,
                        LocalDate.parse("2026-02-28"),
                        Instant.parse("2026-07-01T17:00:00.123456Z"),
                        Instant.parse("2026-07-01T10:00:00.123456789Z"),
                        Bytes.of(new byte[] {0, (byte) 0xff}),
                        Bytes.of(new byte[] {1}),
                        UUID,
                        "y",
                        "{\"a\":1}",
                        "[1, 2]");
    }

    @Test
    void nullIsNullInEveryType() {
        database.execute(
                "CREATE TABLE t (a varchar, c clob, g bigint, h decimal(20, 4), j double precision, k boolean, l date,"
                        + " m timestamp, n timestamp with time zone, o varbinary, p blob, q uuid)");
        database.execute("INSERT INTO t (a) VALUES (NULL)");
        assertThat(only("T").values()).hasSize(12).containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(strings = {"time", "time with time zone", "interval day", "geometry"})
    void aTypeThatNoDimensionHoldsIsRefusedByColumnWithWhatToDo(String type) {
        database.execute("CREATE TABLE t (id varchar, \"the column\" " + type + ")");
        assertThatThrownBy(() -> only("T"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Column the column")
                .hasMessageContaining("casts it");
        Relation without = database.table("T").columns("ID");
        assertThat(listed(without)).isEmpty();
    }

    @Test
    void twoColumnsOfOneNameAreRefused() throws SQLException {
        try (Connection connection = database.connections().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 AS a, 2 AS a")) {
            assertThatThrownBy(() -> RowShape.of(rows.getMetaData(), null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Two columns are called A");
        }
    }

    private Map<String, ?> only(String table) {
        return listed(database.table(table).localTimesIn(ZoneId.of("America/Chicago")))
                .orElseThrow();
    }

    /** Through a listing and its file, which keep a value as it is. */
    private Optional<Map<String, ? extends @Nullable Object>> listed(Relation relation) {
        try (var reader = SnapshotSource.at(CLOCK, relation).build().read((source, partition) -> Optional.empty())) {
            var rows = reader.next(Duration.ZERO)
                    .orElseThrow()
                    .snapshot()
                    .orElseThrow()
                    .rows();
            assertThat(rows).hasSizeLessThan(2);
            return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
        }
    }
}
