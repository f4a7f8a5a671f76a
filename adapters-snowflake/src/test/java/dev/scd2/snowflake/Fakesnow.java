package dev.scd2.snowflake;

import static org.junit.jupiter.api.Assumptions.abort;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.dimension.Dimension;
import dev.scd2.sql.StoreOptions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * The server of fakesnow, somebody else's stand-in for Snowflake: in Python, with DuckDB behind it and sqlglot to rewrite
 * statements. It lives as long as the JVM.
 */
final class Fakesnow {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final int ATTEMPTS = 600;
    private static final String SERVER = "src/test/resources/fakesnow/server.py";

    private final DataSource sessions;

    /** The sessions are as they come: it refuses ALTER SESSION. */
    private Fakesnow(int port) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:snowflake://127.0.0.1:" + port + "/");
        Properties driver = new Properties();
        driver.putAll(Map.of(
                "account", "fakesnow",
                "user", "tester",
                "password", "secret",
                "db", "DB",
                "schema", "PUBLIC",
                "ssl", "off",
                "disablePlatformDetection", "true",
                "maxHttpRetries", "1"));
        config.setDataSourceProperties(driver);
        config.setMinimumIdle(0);
        sessions = FakesnowStatements.of(new HikariDataSource(config));
        try (Connection connection = sessions.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE STAGE IF NOT EXISTS " + FakesnowStatements.STAGE);
        } catch (SQLException failure) {
            throw new IllegalStateException("fakesnow makes no stage", failure);
        }
    }

    private static final class Server {
        private static final Fakesnow ONE = start();
    }

    /** Skips the test where there is none, and says so. */
    static void require() {
        if (command().isEmpty()) {
            abort("There is no fakesnow in the path, and the property scd2.fakesnow names none: nothing was run on it."
                    + " pip install 'fakesnow[server]==0.12.1' 'snowflake-connector-python<5' makes one.");
        }
    }

    /** Finds the command: where the property {@code scd2.fakesnow} says, else in the path. */
    private static Optional<Path> command() {
        String said = System.getProperty("scd2.fakesnow");
        if (said != null && !said.isEmpty()) {
            return Optional.of(Path.of(said));
        }
        String path = System.getenv("PATH");
        return List.of((path == null ? "" : path).split(File.pathSeparator, -1)).stream()
                .map(directory -> Path.of(directory, "fakesnow"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Fakesnow start() {
        try {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Path python = command().orElseThrow().toRealPath().resolveSibling("python");
            Process server = new ProcessBuilder(python.toString(), SERVER, Integer.toString(port))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(Files.createTempFile("fakesnow-", ".log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
            await(server, port);
            return new Fakesnow(port);
        } catch (IOException failure) {
            throw new IllegalStateException("fakesnow does not start", failure);
        }
    }

    private static void await(Process server, int port) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS && server.isAlive(); attempt++) {
            try (Socket answer = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(100_000_000L);
            }
        }
        server.destroyForcibly();
        throw new IOException("fakesnow did not answer on port " + port + ".");
    }

    /** Makes an empty store in a schema of its own. */
    static SnowflakeStore store(Dimension dimension) {
        return SnowflakeStore.open(
                Server.ONE.sessions,
                dimension,
                StoreOptions.standard().withSchema("store_" + SCHEMAS.incrementAndGet()));
    }
}
