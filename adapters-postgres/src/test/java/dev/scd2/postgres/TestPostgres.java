package dev.scd2.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A database for one class of tests. All are on one server, which lives as long as the JVM; connections come from a pool, as
 * they do where the library is used.
 */
final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final int CONNECTIONS = 8;
    private static final EmbeddedPostgres SERVER = started();

    private final String url;
    private final DataSource pool;

    private TestPostgres(String url) {
        this.url = url;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        this.pool = new HikariDataSource(config);
    }

    /** Makes a new, empty database. */
    static TestPostgres database() {
        return inTimeZone("UTC");
    }

    /** Makes a new, empty database with another time zone. */
    static TestPostgres inTimeZone(String zone) {
        String name = "tests_" + DATABASES.incrementAndGet();
        try (Connection connection = SERVER.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            statement.execute("ALTER DATABASE " + name + " SET timezone = '" + zone + "'");
        } catch (SQLException failure) {
            throw new IllegalStateException("A database for tests cannot be made.", failure);
        }
        return new TestPostgres(SERVER.jdbcUrl().replace("/postgres?", "/" + name + "?"));
    }

    /** Returns the address, with the user in it; no password is needed. */
    String jdbcUrl() {
        return url;
    }

    int port() {
        return SERVER.port();
    }

    DataSource dataSource() {
        return pool;
    }

    private static EmbeddedPostgres started() {
        try {
            Path directory = Files.createTempDirectory("scd2-tests-");
            EmbeddedPostgres server = EmbeddedPostgres.in(directory).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(directory);
            }));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
