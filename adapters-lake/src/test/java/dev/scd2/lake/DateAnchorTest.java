package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.fact.DateAnchor;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateAnchorTest {
    @TempDir
    Path directory;

    /** A version lasts for the one microsecond that Java says; where the database says another the fact misses it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "+05:30",
                "America/Chicago",
                "America/Havana",
                "Atlantic/Azores",
                "Asia/Beirut",
                "Pacific/Apia"
            })
    void everyDayOfThirtyYearsBeginsAndEndsWhereJavaSays(String zone) throws SQLException {
        DateAnchor start = DateAnchor.startOfDay(ZoneId.of(zone));
        DateAnchor end = DateAnchor.endOfDay(ZoneId.of(zone));
        try (Connection connection = DuckDbStore.connect(directory.resolve("days.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE day AS SELECT CAST(day AS DATE) AS day, strftime(day, '%Y-%m-%d') AS name"
                    + " FROM range(DATE '2000-01-01', DATE '2030-01-01', INTERVAL 1 DAY) AS days (day)");
            statement.execute("CREATE TABLE micros (name VARCHAR, instant BIGINT)");
            try (DuckDBAppender edge = connection.unwrap(DuckDBConnection.class).createAppender("main", "micros")) {
                for (LocalDate date = LocalDate.of(2000, 1, 1); date.getYear() < 2030; date = date.plusDays(1)) {
                    add(edge, "start " + date, start.toMicros(date));
                    add(edge, "end " + date, end.toMicros(date));
                }
            }
            statement.execute("CREATE TABLE edge AS SELECT name, make_timestamptz(instant) AS valid_from,"
                    + " make_timestamptz(instant + 1) AS valid_to FROM micros");
            Versions edges = Versions.table("edge").key("name");
            String sql = AsOfJoin.of(
                            "SELECT day, 'start ' || name AS first, 'end ' || name AS last FROM day",
                            JoinDialect.DUCKDB)
                    .lookup(Lookup.in(edges).as("s").key("first", "name").at("day", start))
                    .lookup(Lookup.in(edges).as("e").key("last", "name").at("day", end))
                    .anti()
                    .sql();
            try (ResultSet missed = statement.executeQuery(sql)) {
                assertThat(missed.next()).as("a day begins or ends elsewhere").isFalse();
            }
        }
    }

    private static void add(DuckDBAppender edge, String name, long micros) throws SQLException {
        edge.beginRow();
        edge.append(name);
        edge.append(micros);
        edge.endRow();
    }
}
