package dev.scd2.snowflake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import dev.scd2.sql.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements compared, as they are received, with files that people read and a linter does. Each is there once, in the file of
 * what sends it first.
 */
abstract class GoldenStatements {
    static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant DAY_2 = Instant.parse("2026-02-01T00:00:00Z");
    static final Instant DAY_3 = Instant.parse("2026-03-01T00:00:00Z");
    static final Instant DAY_4 = Instant.parse("2026-04-01T00:00:00Z");
    static final Dimension MEMBER = member().build();
    static final Dimension CONTRACT = Dimension.named("contract")
            .key("contract_id", ColumnType.TEXT)
            .track("rate", ColumnType.decimal(9, 2))
            .systemTime(SystemTime.SOURCE)
            .build();
    static final StoreOptions OPTIONS = StoreOptions.standard();

    @TempDir
    Path directory;

    /** What is received. */
    RecordedStatements recorded;

    /** Sessions of a stand-in that holds nothing else. */
    HikariDataSource sessions;

    private SnowflakeStandIn snowflake;
    private long said;

    static Dimension.Builder member() {
        return Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .overwrite("phone", ColumnType.TEXT)
                .personal("phone")
                .allowNewColumns();
    }

    @BeforeEach
    final void start() {
        snowflake = SnowflakeStandIn.start(directory);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(snowflake.url());
        config.setDataSourceProperties(snowflake.properties());
        sessions = new HikariDataSource(config);
        recorded = new RecordedStatements(snowflake);
    }

    @AfterEach
    final void stop() {
        sessions.close();
        snowflake.close();
    }

    final SnowflakeStore open(Dimension dimension, StoreOptions options) {
        return SnowflakeStore.open(sessions, dimension, options);
    }

    /** Returns the next number of changes. */
    final Sequence next() {
        return Sequence.of(++said);
    }

    final Observation said(String member, String plan, Instant at) {
        said++;
        return Observation.of(row(member, plan), at, Sequence.of(said)).withPosition(new Position("members", 0, said));
    }

    static Map<String, Object> row(String member, String plan) {
        return Map.of("member_id", member, "plan", plan, "phone", "555");
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
