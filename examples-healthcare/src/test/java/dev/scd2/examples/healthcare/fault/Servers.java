package dev.scd2.examples.healthcare.fault;

import dev.scd2.kafka.embedded.EmbeddedKafka;
import dev.scd2.lake.embedded.EmbeddedS3;
import dev.scd2.lake.embedded.FaultyS3;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * The servers of all scenarios. Chains come to PostgreSQL and Kafka through lines that can be cut; who writes into the tables,
 * and the undisturbed chain, come to PostgreSQL directly.
 */
final class Servers implements AutoCloseable {
    private final Path directory;
    private final int kafkaPort;
    private final EmbeddedS3 s3;
    private EmbeddedPostgres postgres;
    private EmbeddedKafka kafka;
    final Line toPostgres;
    final Line toKafka;
    final FaultyS3 faulty;

    Servers(Path directory) throws IOException {
        this.directory = directory;
        CompletableFuture<EmbeddedPostgres> database = CompletableFuture.supplyAsync(() -> postgres(0));
        CompletableFuture<EmbeddedS3> store = CompletableFuture.supplyAsync(() -> EmbeddedS3.in(directory.resolve("s3"))
                .credentials(Place.KEY, Place.SECRET)
                .start());
        kafkaPort = freePort();
        toKafka = new Line(kafkaPort);
        kafka = kafka();
        postgres = database.join();
        s3 = store.join();
        toPostgres = new Line(postgres.port());
        faulty = FaultyS3.before(s3.endpoint());
    }

    private EmbeddedPostgres postgres(int port) {
        EmbeddedPostgres.Builder server = EmbeddedPostgres.in(directory.resolve("postgres"))
                .setting("max_replication_slots", "40")
                .setting("max_wal_senders", "20");
        return port == 0 ? server.start() : server.port(port).start();
    }

    private EmbeddedKafka kafka() {
        return EmbeddedKafka.in(directory.resolve("kafka"))
                .port(kafkaPort)
                .setting("advertised.listeners", "PLAINTEXT://127.0.0.1:" + toKafka.port())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Connection connect() throws SQLException {
        return postgres.dataSource().getConnection();
    }

    void stopKafka() {
        kafka.close();
    }

    void startKafka() {
        kafka = kafka();
    }

    void restartPostgres() {
        int port = postgres.port();
        postgres.close();
        postgres = postgres(port);
    }

    /** Returns where a chain works that nothing disturbs but what is done to the lines. */
    Place place(String name, String schema) {
        return new Place(
                name,
                schema,
                "jdbc:postgresql://127.0.0.1:" + toPostgres.port() + "/postgres?user=postgres",
                "127.0.0.1:" + toKafka.port(),
                s3.endpoint(),
                directory.resolve(name));
    }

    @Override
    public void close() {
        faulty.close();
        toPostgres.close();
        toKafka.close();
        s3.close();
        kafka.close();
        postgres.close();
    }
}
