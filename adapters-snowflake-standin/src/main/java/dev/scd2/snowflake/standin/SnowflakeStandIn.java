package dev.scd2.snowflake.standin;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stand-in for Snowflake, for tests: a server on this machine that speaks with Snowflake's JDBC driver and runs its
 * statements on DuckDB.
 *
 * <p>What a test against it shows: that the program and the driver work together (login, binds, batches, PUT, COPY,
 * results, errors, lost connections) and that the program's own logic is right. What it does not show: that Snowflake
 * takes the statements and means the same by them, how long they take there and what they cost, how its transactions are
 * isolated from each other, what its roles and policies allow. A statement or a function that is not known here is refused
 * with its name, and never answered as done.
 *
 * <pre>{@code
 * try (SnowflakeStandIn snowflake = SnowflakeStandIn.start(directory);
 *         Connection connection = DriverManager.getConnection(snowflake.url(), snowflake.properties())) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Thread-safe. It listens on the loopback address only.
 */
public final class SnowflakeStandIn implements AutoCloseable {
    private static final Sessions.Account ACCOUNT = new Sessions.Account("standin", "tester", "secret", "DB", "PUBLIC");

    static {
        // without it the head of each answer waits some 40 ms for the driver to acknowledge the one before
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final Warehouse warehouse;
    private final Sessions sessions;
    private final Records records = new Records();
    private final Faults faults = new Faults();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "snowflake-stand-in");
        thread.setDaemon(true);
        return thread;
    });

    private SnowflakeStandIn(Path directory, Map<String, Path> externals) throws IOException {
        warehouse = new Warehouse(directory, ACCOUNT.database(), externals);
        sessions = new Sessions(warehouse, ACCOUNT);
        Routes routes = new Routes(sessions, new Statements(warehouse, sessions, records, faults));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", routes::handle);
        server.start();
    }

    /**
     * Starts a stand-in, with a database {@code DB} and in it a schema {@code PUBLIC}, both empty.
     *
     * @param directory  where the files of stages are kept; tables are kept in memory
     */
    public static SnowflakeStandIn start(Path directory) {
        return start(directory, Map.of());
    }

    /**
     * Starts a stand-in in which stages may be declared at URLs.
     *
     * @param directory  where the files of stages are kept; tables are kept in memory
     * @param externals  the directories that stand for places of a cloud, by URL, such as {@code s3://bucket/prefix/}
     */
    public static SnowflakeStandIn start(Path directory, Map<String, Path> externals) {
        try {
            return new SnowflakeStandIn(directory, externals);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start a stand-in for Snowflake", e);
        }
    }

    /** Returns the URL for {@code DriverManager}, which needs {@link #properties()}, too. */
    public String url() {
        return "jdbc:snowflake://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Returns what the driver needs to log in; a new object each time, to which the caller may add. */
    public Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("account", ACCOUNT.account());
        properties.setProperty("user", ACCOUNT.user());
        properties.setProperty("password", ACCOUNT.password());
        properties.setProperty("db", ACCOUNT.database());
        properties.setProperty("schema", ACCOUNT.schema());
        properties.setProperty("ssl", "off");
        properties.setProperty("disablePlatformDetection", "true");
        properties.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
        return properties;
    }

    /** Lets the user log in by this key, too, as {@code ALTER USER … SET RSA_PUBLIC_KEY} does. */
    public void acceptKey(PublicKey key) {
        sessions.credentials().accept(key);
    }

    /** Lets the user log in by this OAuth token, too. */
    public void acceptToken(String token) {
        sessions.credentials().accept(token);
    }

    /** Returns the statements that were answered so far, or since {@link #forgetStatements()}, in that order. */
    public List<ReceivedStatement> statements() {
        return records.list();
    }

    /** Forgets the statements that were received. */
    public void forgetStatements() {
        records.clear();
    }

    /** Returns the faults to be planned; none is on before. */
    public Faults faults() {
        return faults;
    }

    /**
     * Ends all sessions and rolls their transactions back, as Snowflake does some time after a client was lost. The
     * stand-in does not see by itself that one was.
     */
    public void endSessions() {
        sessions.closeAll();
    }

    /** Returns how many sessions wait for a lock at this moment. */
    public int waiting() {
        return warehouse.locks().waiting();
    }

    /** Ends all sessions, whose transactions are rolled back, and stops; what was kept is lost, save for files of stages. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        sessions.close();
        warehouse.close();
    }
}
