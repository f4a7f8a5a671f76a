package dev.scd2.snowflake;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of Snowflake whose settings are pinned, so that no setting of the account, of a user or of a machine changes what
 * a statement means.
 *
 * <pre>{@code
 * HikariConfig pool = new HikariConfig();
 * pool.setDataSource(SnowflakeSessions.of(SnowflakeLogin.fromEnvironment()));
 * SnowflakeStore store = SnowflakeStore.open(new HikariDataSource(pool), member);
 * }</pre>
 *
 * <p>Each connection is a new login, and after it one statement for each setting; to log in takes longer than most
 * statements. So give it to a pool, as above: then a session is made once, and used by batch after batch. Its own is not one.
 *
 * <p>Immutable and thread-safe.
 */
public final class SnowflakeSessions implements DataSource {
    private final SnowflakeLogin login;
    private final SessionSettings settings;

    private SnowflakeSessions(SnowflakeLogin login, SessionSettings settings) {
        this.login = login;
        this.settings = settings;
    }

    /** Returns sessions of this login, which wait ten minutes for a lock. */
    public static SnowflakeSessions of(SnowflakeLogin login) {
        return new SnowflakeSessions(login, SessionSettings.PINNED);
    }

    /** Returns sessions of {@link SnowflakeLogin#fromEnvironment}. */
    public static SnowflakeSessions fromEnvironment() {
        return of(SnowflakeLogin.fromEnvironment());
    }

    /**
     * Returns these sessions, which wait so long for what another transaction has locked, and fail then.
     *
     * @param time whole seconds; Snowflake's own standard is twelve hours
     */
    public SnowflakeSessions lockTimeout(Duration time) {
        return parameter("LOCK_TIMEOUT", Long.toString(time.toSeconds()));
    }

    /**
     * Returns these sessions with another parameter of the session, such as {@code STATEMENT_TIMEOUT_IN_SECONDS}.
     *
     * @param value as it stands in {@code ALTER SESSION SET}, without quotes
     * @throws IllegalArgumentException if it is no name of a parameter, or one that is pinned
     */
    public SnowflakeSessions parameter(String name, String value) {
        return new SnowflakeSessions(login, settings.with(name, value));
    }

    /**
     * Logs in.
     *
     * @throws SQLException if Snowflake cannot be reached or refuses; the message says which, with no secret and no user
     */
    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = connect();
        try (Statement statement = connection.createStatement()) {
            for (String setting : settings.statements()) {
                statement.execute(setting);
            }
        } catch (SQLException failure) {
            try (connection) {
                throw failure;
            }
        }
        return connection;
    }

    private Connection connect() throws SQLException {
        try {
            return DriverManager.getConnection(login.url(), login.driverProperties());
        } catch (SQLException failure) {
            throw LoginFailure.of(failure, login);
        }
    }

    /** Refused: who logs in is said once. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("Who logs in to Snowflake is said to SnowflakeLogin.");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // The driver logs by java.util.logging.
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("Say SnowflakeLogin.property(\"loginTimeout\", …).");
    }

    /** Returns 0: what the driver's own property says. */
    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The driver's own loggers are called net.snowflake.");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("SnowflakeSessions are no " + type.getName() + ".", "HY000");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** Says where and how it logs in, and nothing else. */
    @Override
    public String toString() {
        return "Sessions of " + login;
    }
}
