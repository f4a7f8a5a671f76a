package dev.scd2.delta.trino;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Trino server of one node with the Delta connector, on a Java of its own. */
final class TrinoServer implements AutoCloseable {
    private static final Path PACKED = Path.of("target/trino").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final int port;

    private TrinoServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one that finds what is below {@code tables} at {@code local:///tables/}.
     *
     * @param directory  for configuration, data and log
     */
    static TrinoServer start(Path directory, Path tables) throws IOException, InterruptedException {
        Path home = unpacked();
        int port = freePort();
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.createSymbolicLink(root.resolve("tables"), tables);
        Path catalogs = Files.createDirectories(directory.resolve("catalog"));
        Files.write(
                directory.resolve("config.properties"),
                List.of(
                        "coordinator=true",
                        "node-scheduler.include-coordinator=true",
                        "http-server.http.port=" + port,
                        "discovery.uri=http://127.0.0.1:" + port,
                        "catalog.config-dir=" + catalogs,
                        "plugin.dir=" + plugins(home, directory)));
        Files.write(
                catalogs.resolve("delta.properties"),
                List.of(
                        "connector.name=delta_lake",
                        "hive.metastore=file",
                        "hive.metastore.catalog.dir=local:///metastore",
                        "fs.native-local.enabled=true",
                        "local.location=" + root,
                        "delta.register-table-procedure.enabled=true"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("trino.java.home"), "bin", "java").toString(),
                        "-Xmx1200m",
                        "-XX:+UseSerialGC",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.attach.allowAttachSelf=true",
                        "-Dnode.environment=test",
                        "-Dnode.id=one",
                        "-Dnode.data-dir=" + directory.resolve("data"),
                        "-Dnode.bind-ip=127.0.0.1",
                        "-Dnode.internal-address=127.0.0.1",
                        "-Dconfig=" + directory.resolve("config.properties"),
                        "-cp",
                        home.resolve("lib") + "/*",
                        "io.trino.server.TrinoServer")
                .directory(directory.toFile()) // where it leaves logs of its own
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target/trino.log").toAbsolutePath().toFile())
                .start();
        TrinoServer server = new TrinoServer(process, port);
        server.awaitAnswer("SELECT count(*) FROM delta.information_schema.schemata");
        return server;
    }

    private static Path unpacked() throws IOException, InterruptedException {
        Files.createDirectories(PACKED.resolve("server"));
        int end = new ProcessBuilder("tar", "-xzf", "trino-server.tar.gz", "-C", "server", "--strip-components=1")
                .directory(PACKED.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (end != 0) {
            throw new IOException("The Trino server could not be unpacked in " + PACKED + ".");
        }
        return PACKED.resolve("server");
    }

    /** The connector alone: the server loads whatever it finds. */
    private static Path plugins(Path home, Path directory) throws IOException {
        Path plugins = Files.createDirectories(directory.resolve("plugin"));
        Files.createSymbolicLink(plugins.resolve("delta-lake"), home.resolve("plugin/delta-lake"));
        return plugins;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until {@code sql} is answered: the server answers before it knows of the node that would run a scan, itself. */
    void awaitAnswer(String sql) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
                try (ResultSet answer = statement.getResultSet()) {
                    answer.next();
                }
                return;
            } catch (SQLException notYet) {
                if (process.waitFor(500, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    close();
                    throw new IllegalStateException("Trino does not answer; see target/trino.log.", notYet);
                }
            }
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port + "?user=test&timezone=UTC");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
