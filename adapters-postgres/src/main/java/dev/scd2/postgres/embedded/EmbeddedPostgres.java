package dev.scd2.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server with logical decoding that lives as long as this object, and whose data stays.
 *
 * <p>It listens on the loopback address only and trusts every local user: for tests and examples, never for secrets. It
 * does not wait for the disk ({@code fsync} is off): a killed JVM or server loses nothing, a power cut may lose all.
 *
 * <pre>{@code
 * try (EmbeddedPostgres postgres = EmbeddedPostgres.in(Path.of("build/postgres")).start();
 *         Connection connection = postgres.dataSource().getConnection()) {
 *     connection.createStatement().execute("create table members (id text primary key)");
 * }
 * }</pre>
 *
 * <p>Runs as root and as a plain user. On Linux the kernel stops the server when the JVM dies, however it dies; elsewhere
 * a shutdown hook does, and the next start stops what a killed JVM left. The first start unpacks the programs (about two
 * seconds and 50 MB), a later one takes less than a second.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final int ATTEMPTS = 6;
    private static final long START_SECONDS = 60;
    private static final String USER = "postgres";

    private final int port;
    private final ServerProcess process;
    private final HomeLock lock;
    private final Thread hook;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(int port, ServerProcess process, HomeLock lock) {
        this.port = port;
        this.process = process;
        this.lock = lock;
        this.hook = new Thread(process::stop, "embedded-postgres-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts the description of a server that keeps everything below {@code directory}: the data in {@code data}, what
     * the server says in {@code server.log}.
     *
     * @param directory  created if it is missing; one server at a time may use it
     */
    public static Builder in(Path directory) {
        return new Builder(directory.toAbsolutePath().normalize());
    }

    /** Returns the port that the server listens on, on 127.0.0.1. */
    public int port() {
        return port;
    }

    long serverPid() {
        return process.pid();
    }

    /** Returns the JDBC address of the database {@code postgres}, with the user in it; no password is needed. */
    public String jdbcUrl() {
        return jdbcUrl(port);
    }

    /** Returns a source of connections to the database {@code postgres}, without a pool. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        return source;
    }

    /** Stops the server and waits for its end; its clients are disconnected. A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        process.stop();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of the data directory cannot be given back.", e);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down already; the hook finds a stopped server.
            return;
        }
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER;
    }

    /** Describes a server. Confined to one thread. */
    public static final class Builder {
        private final Path home;
        private final Path data;
        private final Path log;
        private final Map<String, String> settings = new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "wal_level", "logical",
                "max_replication_slots", "8",
                "max_wal_senders", "8",
                "fsync", "off",
                "timezone", "UTC",
                "log_timezone", "UTC"));
        private int port;
        private @Nullable Path cache;

        private Builder(Path home) {
            this.home = home;
            this.data = home.resolve("data");
            this.log = home.resolve("server.log");
        }

        /**
         * Sets the port; without this call a free one is taken at each start.
         *
         * @param port  1 to 65535
         */
        public Builder port(int port) {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("A port lies between 1 and 65535, not at " + port + ".");
            }
            this.port = port;
            return this;
        }

        /** Sets a parameter of the server, as in {@code postgresql.conf}, for instance {@code shared_buffers}. */
        public Builder setting(String name, String value) {
            if (!name.matches("[a-z_.]+")) {
                throw new IllegalArgumentException("Not the name of a server parameter: " + name);
            }
            settings.put(name, value);
            return this;
        }

        /** Sets where the server's programs are unpacked; by default a directory of the user, shared by all servers. */
        public Builder cacheDirectory(Path cache) {
            this.cache = cache.toAbsolutePath().normalize();
            return this;
        }

        /**
         * Starts the server and waits until it answers. A server that a killed JVM left in this directory is stopped
         * first; data that it left is recovered.
         *
         * @throws PostgresStartException if the server cannot start: the port or the directory is in use, no space is
         *     left, no binaries are there for this platform, or they do not run
         */
        public EmbeddedPostgres start() {
            try {
                Files.createDirectories(home);
                HomeLock lock = HomeLock.of(home);
                try {
                    return start(lock);
                } catch (Throwable e) {
                    lock.close();
                    throw e;
                }
            } catch (IOException e) {
                throw new PostgresStartException("PostgreSQL cannot be started in " + home + ": " + reason(e) + ".", e);
            }
        }

        private EmbeddedPostgres start(HomeLock lock) throws IOException {
            LaunchUser user = LaunchUser.find();
            Path programs = cache == null ? user.defaultCache() : cache;
            user.prepareCache(programs);
            PostgresBinaries binaries = PostgresBinaries.unpackedInto(programs);
            stopWhatWasLeft();
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(user, binaries);
            }
            user.own(home, data);
            for (int attempt = 1; ; attempt++) {
                int chosen = port == 0 ? freePort() : requireFree(port);
                long before = Files.exists(log) ? Files.size(log) : 0;
                ServerProcess process = ServerProcess.fork(user.command(serve(binaries, chosen)), home, log);
                if (answers(process, chosen)) {
                    return new EmbeddedPostgres(chosen, process, lock);
                }
                process.stop();
                ServerLog said = ServerLog.from(log, before);
                if (attempt == ATTEMPTS || !said.passes(port == 0)) {
                    throw new PostgresStartException(
                            "PostgreSQL did not start in " + home + ": " + said.reason() + " (see " + log + ").");
                }
                process.ends(1, TimeUnit.SECONDS);
            }
        }

        private void stopWhatWasLeft() throws IOException {
            Optional<ServerProcess> left = ServerProcess.left(data);
            if (left.isPresent()) {
                left.get().stop();
            }
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }

        private void initialise(LaunchUser user, PostgresBinaries binaries) throws IOException {
            Files.createDirectories(data);
            user.own(home, data);
            List<String> command = user.command(List.of(
                    binaries.program("initdb").toString(),
                    "--auth=trust",
                    "--username=" + USER,
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                    "--pgdata=" + data));
            long before = Files.exists(log) ? Files.size(log) : 0;
            ServerProcess initdb = ServerProcess.fork(command, home, log);
            initdb.ends(START_SECONDS, TimeUnit.SECONDS);
            initdb.stop();
            if (!Files.exists(data.resolve("PG_VERSION")) || !Files.exists(data.resolve("global/pg_control"))) {
                throw new PostgresStartException("No database could be made in " + data + ": "
                        + ServerLog.from(log, before).reason() + " (see " + log + ").");
            }
        }

        private List<String> serve(PostgresBinaries binaries, int chosen) {
            List<String> command = new ArrayList<>(
                    List.of(binaries.program("postgres").toString(), "-D", data.toString(), "-p", "" + chosen));
            settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            return command;
        }

        /** Whether the server serves its own data at the port before it ends or the time is over. */
        private boolean answers(ServerProcess process, int chosen) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
            while (System.nanoTime() - deadline < 0) {
                if (process.ends(20, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                try (Connection connection = DriverManager.getConnection(jdbcUrl(chosen));
                        Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("select current_setting('data_directory')")) {
                    return row.next() && data.toString().equals(row.getString(1)) && process.isAlive();
                } catch (SQLException e) {
                    // Not yet: the next round waits for the server's end meanwhile.
                    continue;
                }
            }
            return false;
        }

        private String reason(IOException e) {
            try {
                FileStore store = Files.getFileStore(home);
                if (store.getUsableSpace() == 0) {
                    return "no space is left on " + store;
                }
            } catch (IOException unknown) {
                e.addSuppressed(unknown);
            }
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }

        private static int requireFree(int port) throws IOException {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress("127.0.0.1", port));
                return port;
            } catch (java.net.BindException e) {
                throw new PostgresStartException(
                        "Port " + port + " is in use. Stop the program that listens there, or choose another port.", e);
            }
        }
    }
}
