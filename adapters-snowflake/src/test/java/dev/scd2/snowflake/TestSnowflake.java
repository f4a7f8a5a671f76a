package dev.scd2.snowflake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.dimension.Dimension;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import dev.scd2.sql.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** A stand-in for Snowflake, and sessions of it, that live as long as the JVM. */
final class TestSnowflake {
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

    /** Returns a URL of the stand-in with all that it takes to log in. */
    static String login() {
        Properties properties = standIn().properties();
        return standIn().url() + "?"
                + properties.stringPropertyNames().stream()
                        .sorted()
                        .map(name -> name + "=" + properties.getProperty(name))
                        .collect(Collectors.joining("&"));
    }

    /** Returns the same for sessions that begin in a database. */
    static String login(String database) {
        return login().replaceAll("([?&]db=)[^&]*", "$1" + database);
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
        config.setJdbcUrl(login);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** Returns a session in a database of its own, in its schema {@code PUBLIC}. */
    static Connection emptyDatabase() throws SQLException {
        Connection connection = DriverManager.getConnection(login());
        useEmptyDatabase(connection);
        return connection;
    }

    /** Gives a session another database of its own. */
    static void useEmptyDatabase(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String database = "EMPTY_" + SCHEMAS.incrementAndGet();
            statement.execute("CREATE DATABASE " + database);
            statement.execute("USE DATABASE " + database);
        }
    }

    /** Makes an empty store in a schema of its own. */
    static SnowflakeStore store(Dimension dimension) {
        return store(dimension, StoreOptions.standard());
    }

    static SnowflakeStore store(Dimension dimension, StoreOptions options) {
        return SnowflakeStore.open(sessions(), dimension, options.withSchema("store_" + SCHEMAS.incrementAndGet()));
    }
}
