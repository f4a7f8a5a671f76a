package dev.scd2.examples.healthcare.pipeline;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.snowflake.SnowflakeLogin;
import dev.scd2.snowflake.SnowflakeSessions;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sessions of Snowflake: the user's own account, or what stands in for one and ends with them. Thread-safe. */
public final class SnowflakePool implements AutoCloseable {
    private static final int MOST = 4;
    private static final String PATIENCE_SECONDS = "60";
    private static final String SET_IN = " It is set in " + PayerConfig.SNOWFLAKE_URL + " and the variables beside it.";

    /** The driver tells its own log of each failure, with the name of the user; what matters is thrown. Kept, or it is lost. */
    private static final Logger DRIVER = Logger.getLogger("net.snowflake");

    private final HikariDataSource pool;
    private final @Nullable SnowflakeStandIn standIn;

    private SnowflakePool(HikariDataSource pool, @Nullable SnowflakeStandIn standIn) {
        this.pool = pool;
        this.standIn = standIn;
    }

    /**
     * Returns sessions of the account that the environment names, else of a stand-in that is started for them.
     *
     * @throws PayerException if nobody can log in
     */
    public static SnowflakePool open(PayerConfig config) {
        DRIVER.setLevel(Level.OFF);
        if (!config.standsIn()) {
            return new SnowflakePool(pool(account(config)), null);
        }
        SnowflakeStandIn standIn = SnowflakeStandIn.start(config.directory().resolve("snowflake-stand-in"));
        Properties properties = standIn.properties();
        SnowflakeLogin login = SnowflakeLogin.at(standIn.url()).password(String.valueOf(properties.remove("password")));
        for (String name : properties.stringPropertyNames()) {
            login = login.property(name, properties.getProperty(name));
        }
        return new SnowflakePool(pool(login), standIn);
    }

    private static SnowflakeLogin account(PayerConfig config) {
        try {
            return SnowflakeLogin.fromEnvironment(config.environment()).property("loginTimeout", PATIENCE_SECONDS);
        } catch (IllegalArgumentException wrong) {
            throw new PayerException(wrong.getMessage() + SET_IN, null);
        }
    }

    /** Sessions answer in a format that needs no access to the inside of the JDK. */
    private static HikariDataSource pool(SnowflakeLogin login) {
        SnowflakeSessions sessions = SnowflakeSessions.of(
                login.property("JDBC_QUERY_RESULT_FORMAT", "JSON").property("disablePlatformDetection", "true"));
        try (Connection tried = sessions.getConnection()) {
            tried.getAutoCommit();
        } catch (SQLException failed) {
            throw new PayerException(failed.getMessage() + SET_IN, null);
        }
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(sessions);
        pool.setMaximumPoolSize(MOST);
        pool.setMinimumIdle(0);
        return new HikariDataSource(pool);
    }

    /** Returns the sessions. */
    public DataSource source() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        if (standIn != null) {
            standIn.close();
        }
    }
}
