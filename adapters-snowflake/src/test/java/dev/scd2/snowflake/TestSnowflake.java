package dev.scd2.snowflake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.dimension.Dimension;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import dev.scd2.sql.Retries;
import dev.scd2.sql.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A stand-in for Snowflake, and sessions of it, that live as long as the JVM. */
final class TestSnowflake {
    /** What the driver needs to be told to speak to the stand-in. */
    static final String DRIVER = "account=standin&ssl=off&disablePlatformDetection=true&JDBC_QUERY_RESULT_FORMAT=JSON";

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final Map<String, HikariDataSource> POOLS = new ConcurrentHashMap<>();
    private static volatile boolean started;

    private TestSnowflake() {}

    private static SnowflakeStandIn start() {
        try {
            started = true;
            return SnowflakeStandIn.start(Files.createTempDirectory("scd2-snowflake-"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Not begun with the class, which other processes load too. */
    private static final class StandIn {
        private static final SnowflakeStandIn ONE = start();
    }

    static SnowflakeStandIn standIn() {
        return StandIn.ONE;
    }

    /** Returns a URL of the stand-in with what the driver needs to speak to it. */
    static String login() {
        return standIn().url() + "?" + DRIVER;
    }

    /** Returns the login of the stand-in's user. */
    static SnowflakeLogin login(String url) {
        return SnowflakeLogin.at(url)
                .user("tester")
                .password("secret")
                .database("DB")
                .schema("PUBLIC");
    }

    static DataSource sessions() {
        return sessions(login());
    }

    /** Returns sessions of the stand-in at a URL, which may be that of another process. */
    static DataSource sessions(String login) {
        return POOLS.computeIfAbsent(login, TestSnowflake::pool);
    }

    /** Returns sessions that nobody else has. */
    static DataSource freshSessions(String login) {
        return pool(login);
    }

    /**
     * Ends the sessions of processes that were killed, if the stand-in is in this one. Snowflake does so by itself when another
     * waits for what an idle transaction has locked; the stand-in cannot tell who is lost.
     */
    static void endLostSessions() {
        if (started) {
            standIn().endSessions();
        }
    }

    private static HikariDataSource pool(String login) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(SnowflakeSessions.of(login(login)));
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** Makes an empty store in a schema of its own. */
    static SnowflakeStore store(Dimension dimension) {
        return store(dimension, StoreOptions.standard());
    }

    static SnowflakeStore store(Dimension dimension, StoreOptions options) {
        return SnowflakeStore.open(sessions(), dimension, options.withSchema(schema()));
    }

    /** Makes an empty store on these sessions. */
    static SnowflakeStore store(DataSource sessions, Dimension dimension, Retries retries) {
        return SnowflakeStore.open(sessions, dimension, StoreOptions.standard().withSchema(schema()), retries);
    }

    private static String schema() {
        return "store_" + SCHEMAS.incrementAndGet();
    }
}
