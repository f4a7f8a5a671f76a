package dev.scd2.snowflake;

import static org.junit.jupiter.api.Assumptions.abort;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The account that the environment names, and the schemas that were made in it, which nobody else has. */
final class RealAccount {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final String PREFIX =
            "scd2_kit_" + UUID.randomUUID().toString().replace('-', '_') + "_";
    private static final Queue<String> MADE = new ConcurrentLinkedQueue<>();

    private RealAccount() {}

    private static final class Sessions {
        private static final HikariDataSource ALL = pool(SnowflakeSessions.fromEnvironment());
    }

    private static HikariDataSource pool(DataSource sessions) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(sessions);
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** Skips the test where none is named, and says so. */
    static void require() {
        if (!isNamed(System.getenv())) {
            abort("SCD2_SNOWFLAKE_URL is not set in the environment: nothing was run on an account of Snowflake.");
        }
    }

    static boolean isNamed(Map<String, String> environment) {
        return !environment.getOrDefault("SCD2_SNOWFLAKE_URL", "").isBlank();
    }

    /** Makes an empty store in a schema of its own. */
    static SnowflakeStore store(Dimension dimension) {
        return store(Sessions.ALL, dimension);
    }

    static SnowflakeStore store(DataSource sessions, Dimension dimension) {
        String schema = PREFIX + SCHEMAS.incrementAndGet();
        MADE.add(schema);
        return SnowflakeStore.open(sessions, dimension, StoreOptions.standard().withSchema(schema));
    }

    /** Drops the schemas that were made. */
    static void cleanUp() throws SQLException {
        if (!MADE.isEmpty()) {
            cleanUp(Sessions.ALL);
        }
    }

    static void cleanUp(DataSource sessions) throws SQLException {
        try (Connection connection = sessions.getConnection();
                Statement statement = connection.createStatement()) {
            while (!MADE.isEmpty()) {
                statement.execute(
                        "DROP SCHEMA IF EXISTS " + SnowflakeDialect.INSTANCE.quote(MADE.remove()) + " CASCADE");
            }
        }
    }
}
