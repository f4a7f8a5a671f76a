package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A new lake for each test, and a database to load it into. */
abstract class LakeFixture {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    static final long LATE_ON_MARCH_FIRST = micros("2026-03-01T23:59:59Z") + 999_999;

    @TempDir
    Path directory;

    LakeLocation location;
    Path cache;
    Connection duck;

    /** Returns where a new lake can be made. */
    abstract LakeLocation newLocation();

    @BeforeEach
    void newLake() throws SQLException {
        location = newLocation();
        cache = directory.resolve("cache");
        duck = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        duck.close();
    }

    static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    static List<LakeRow> rows(int partition, long from, long to) {
        return rows(partition, from, to, LATE_ON_MARCH_FIRST);
    }

    /** Rows of which each is about another key. */
    static List<LakeRow> rows(int partition, long from, long to, long micros) {
        List<LakeRow> rows = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            String row = "{\"id\":" + offset + "}";
            rows.add(new LakeRow("c", row, null, row, 1000 + offset, 1L, 7L, micros, partition, offset, null, null));
        }
        return rows;
    }

    String ask(String sql) throws SQLException {
        return ask(duck, sql);
    }

    static String ask(Connection duck, String sql) throws SQLException {
        try (Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return String.valueOf(row.getString(1));
        }
    }
}
