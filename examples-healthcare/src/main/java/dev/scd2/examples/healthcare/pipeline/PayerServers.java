package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.examples.healthcare.warehouse.Warehouse;
import dev.scd2.kafka.embedded.EmbeddedKafka;
import dev.scd2.lake.S3Location;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The servers that the stages need: the user's own where the environment names them, else embedded ones, each started when
 * it is first asked for. Thread-safe.
 */
public final class PayerServers implements AutoCloseable {
    private final PayerConfig config;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Once<String> postgres = new Once<>(this::startPostgres);
    private final Once<String> kafka = new Once<>(this::startKafka);
    private final Once<S3Location> lake = new Once<>(this::startLake);
    private final Once<DataSource> snowflake = new Once<>(this::startSnowflake);

    /**
     * Makes the servers of a run; nothing is started yet.
     *
     * @throws PayerException if nobody listens at an address that the environment names
     */
    public PayerServers(PayerConfig config) {
        Door.requireOpen(config);
        this.config = config;
    }

    /** Starts all that is needed from generation to the lake, side by side. */
    public void startAll() {
        CompletableFuture<String> broker = CompletableFuture.supplyAsync(kafka::get);
        CompletableFuture<S3Location> bucket = CompletableFuture.supplyAsync(lake::get);
        CompletableFuture<String> database = CompletableFuture.supplyAsync(postgres::get);
        try {
            CompletableFuture.allOf(database, broker, bucket).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** Returns the JDBC address of PostgreSQL. */
    public String postgresUrl() {
        return postgres.get();
    }

    /** Returns a new connection to PostgreSQL. */
    public Connection postgres() {
        Properties login = new Properties();
        config.setting(PayerConfig.PG_USER).ifPresent(user -> login.setProperty("user", user));
        config.setting(PayerConfig.PG_PASSWORD).ifPresent(password -> login.setProperty("password", password));
        login.setProperty("reWriteBatchedInserts", "true");
        login.setProperty("connectTimeout", "10");
        try {
            return DriverManager.getConnection(postgresUrl(), login);
        } catch (SQLException e) {
            throw new PayerException(
                    "PostgreSQL cannot be reached (" + PayerConfig.PG_URL + "): " + e.getMessage()
                            + " Check address, user and password, and that the server runs.",
                    e);
        }
    }

    /** Returns the bootstrap address of Kafka. */
    public String kafka() {
        return kafka.get();
    }

    /** Returns the bucket of the lake. */
    public S3Location lake() {
        return lake.get();
    }

    /**
     * Opens the warehouse.
     *
     * @throws SQLException if it cannot be used
     */
    public Warehouse warehouse() throws SQLException {
        return switch (config.kind()) {
            case DUCKDB -> Warehouse.open(config.warehouse());
            case SNOWFLAKE -> Warehouse.of(snowflake.get());
        };
    }

    private String startPostgres() {
        return config.setting(PayerConfig.PG_URL).orElseGet(() -> {
            EmbeddedPostgres server = EmbeddedPostgres.in(config.directory().resolve("postgres"))
                    .setting("shared_buffers", "64MB")
                    .start();
            keep(server);
            return server.jdbcUrl();
        });
    }

    private String startKafka() {
        return config.setting(PayerConfig.KAFKA_BOOTSTRAP).orElseGet(() -> {
            EmbeddedKafka server =
                    EmbeddedKafka.in(config.directory().resolve("kafka")).start();
            keep(server);
            return server.bootstrap();
        });
    }

    private S3Location startLake() {
        return Lake.open(config, this::keep);
    }

    private DataSource startSnowflake() {
        SnowflakePool sessions = SnowflakePool.open(config);
        keep(sessions);
        return sessions.source();
    }

    private void keep(AutoCloseable server) {
        synchronized (started) {
            started.push(server);
        }
    }

    /** Stops what was started, the last first. */
    @Override
    public void close() {
        PayerException first = null;
        synchronized (started) {
            while (!started.isEmpty()) {
                try {
                    started.pop().close();
                } catch (Exception e) {
                    first = first != null ? first : new PayerException("A server did not stop: " + e.getMessage(), e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** A value that is made when it is first asked for. */
    private static final class Once<T> {
        private final Supplier<T> start;
        private @Nullable T value;

        Once(Supplier<T> start) {
            this.start = start;
        }

        synchronized T get() {
            T present = value;
            if (present == null) {
                present = start.get();
                value = present;
            }
            return present;
        }
    }
}
