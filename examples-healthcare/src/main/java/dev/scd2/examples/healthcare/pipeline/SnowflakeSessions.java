package dev.scd2.examples.healthcare.pipeline;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sessions of Snowflake: the user's own account, or what stands in for one and ends with them. Thread-safe. */
public final class SnowflakeSessions implements AutoCloseable {
    private static final int MOST = 4;
    private static final String PATIENCE_SECONDS = "60";

    /** The driver tells its own log of each failure, with the name of the user; what matters is thrown. Kept, or it is lost. */
    private static final Logger DRIVER = Logger.getLogger("net.snowflake");

    /** What an account may have set otherwise, and the pipeline's statements or this side's reading of rows go by. */
    private static final Map<String, String> PINNED = Map.of(
            "TIMEZONE", "UTC",
            "DATE_INPUT_FORMAT", "AUTO",
            "DATE_OUTPUT_FORMAT", "YYYY-MM-DD",
            "TIMESTAMP_INPUT_FORMAT", "AUTO",
            "QUOTED_IDENTIFIERS_IGNORE_CASE", "false");

    private final HikariDataSource pool;
    private final @Nullable SnowflakeStandIn standIn;

    private SnowflakeSessions(HikariDataSource pool, @Nullable SnowflakeStandIn standIn) {
        this.pool = pool;
        this.standIn = standIn;
    }

    /**
     * Returns sessions of the account that the environment names, else of a stand-in that is started for them.
     *
     * @throws PayerException if nobody can log in
     */
    public static SnowflakeSessions open(PayerConfig config) {
        Optional<String> url = config.snowflake();
        if (url.isPresent()) {
            return new SnowflakeSessions(pool(url.get(), login(config)), null);
        }
        SnowflakeStandIn standIn = SnowflakeStandIn.start(config.directory().resolve("snowflake-stand-in"));
        return new SnowflakeSessions(pool(standIn.url(), standIn.properties()), standIn);
    }

    private static Properties login(PayerConfig config) {
        Properties login = new Properties();
        config.setting(PayerConfig.SNOWFLAKE_USER).ifPresent(user -> login.setProperty("user", user));
        config.setting(PayerConfig.SNOWFLAKE_PASSWORD).ifPresent(password -> login.setProperty("password", password));
        config.setting(PayerConfig.SNOWFLAKE_PRIVATE_KEY_FILE)
                .ifPresent(file -> login.setProperty("private_key_file", file));
        config.setting(PayerConfig.SNOWFLAKE_PRIVATE_KEY_PASSPHRASE)
                .ifPresent(passphrase -> login.setProperty("private_key_pwd", passphrase));
        return login;
    }

    /** Sessions answer in a format that needs no access to the inside of the JDK. */
    private static HikariDataSource pool(String url, Properties login) {
        DRIVER.setLevel(Level.OFF);
        login.putAll(PINNED);
        login.setProperty("loginTimeout", PATIENCE_SECONDS);
        login.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
        login.setProperty("disablePlatformDetection", "true");
        requireLogin(url, login);
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setDataSourceProperties(login);
        pool.setMaximumPoolSize(MOST);
        pool.setMinimumIdle(0);
        return new HikariDataSource(pool);
    }

    /** A message of the driver may repeat the address, so only its codes are told. */
    private static void requireLogin(String url, Properties login) {
        try (Connection tried = DriverManager.getConnection(url, login)) {
            tried.getAutoCommit();
        } catch (SQLException failed) {
            throw new PayerException(
                    "Nobody can log in to Snowflake (" + PayerConfig.SNOWFLAKE_URL + "): error "
                            + failed.getErrorCode() + ", SQL state " + failed.getSQLState()
                            + ". Check the address, the user, and the password or private key.",
                    null);
        }
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
