package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.sql.ResultSetFields;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultSetFieldsTest {
    @Test
    void aRowOfAQueryIsWhatAChangeIsMadeFrom() throws SQLException {
        Dimension dimension = Dimension.named("all")
                .key("id", ColumnType.LONG)
                .track("text", ColumnType.TEXT)
                .track("exact", ColumnType.decimal(10, 2))
                .track("day", ColumnType.DATE)
                .track("moment", ColumnType.TIMESTAMP)
                .track("raw", ColumnType.BYTES)
                .track("nothing", ColumnType.DOUBLE)
                .build();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1::INTEGER AS id, 'a' AS text, 1.5 AS exact, "
                        + "DATE '2026-02-28' AS day, TIMESTAMPTZ '2026-02-28 01:02:03.456789+02' AS moment, "
                        + "'\\x00\\xFF'::BLOB AS raw, NULL::DOUBLE AS nothing")) {
            assertThat(rows.next()).isTrue();
            Map<String, Object> fields = ResultSetFields.of(rows);
            assertThat(dimension.key(fields)).isEqualTo(dimension.key(Map.of("id", 1L)));
            var row = dimension.row(fields);
            assertThat(row.isComplete()).isTrue();
            assertThat(row.value(0)).isEqualTo("a");
            assertThat(row.value(1)).isEqualTo(new BigDecimal("1.50"));
            assertThat(row.value(2)).isEqualTo(LocalDate.of(2026, 2, 28));
            assertThat(row.value(3)).isEqualTo(Instant.parse("2026-02-27T23:02:03.456789Z"));
            assertThat(row.value(4)).hasToString("00ff");
            assertThat(row.value(5)).isNull();
        }
    }

    @Test
    void twoColumnsOfOneNameAreRefused() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 AS id, 2 AS id")) {
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(() -> ResultSetFields.of(rows)).hasMessageContaining("two columns called id");
        }
    }
}
