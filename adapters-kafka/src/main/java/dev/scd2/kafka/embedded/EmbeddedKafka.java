package dev.scd2.kafka.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A broker that is its own controller, on the loopback address, whose topics stay in a directory.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.in(Path.of("build/kafka")).start()) {
 *     Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
 * }
 * }</pre>
 *
 * <p>Starts in one to five seconds, less in a warm JVM. Messages are kept for ever and topics are not made by accident.
 * After a killed JVM the next start recovers what was acknowledged; a power cut may lose it.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final String HOST = "127.0.0.1";

    private final KafkaRaftServer server;
    private final String bootstrap;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(KafkaRaftServer server, String bootstrap) {
        this.server = server;
        this.bootstrap = bootstrap;
    }

    /** Starts the description of a broker that keeps everything below {@code directory}, made if it is missing. */
    public static Builder in(Path directory) {
        return new Builder(directory.toAbsolutePath().normalize());
    }

    /** Returns the address for {@code bootstrap.servers}. */
    public String bootstrap() {
        return bootstrap;
    }

    /** Shuts the broker down and waits for it. A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /** Describes a broker. Confined to one thread. */
    public static final class Builder {
        private final Path directory;
        private final Map<String, String> settings = new HashMap<>();
        private int port;

        private Builder(Path directory) {
            this.directory = directory;
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

        /** Sets a property of the broker, over what this class would say. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /**
         * Starts the broker and waits until it serves.
         *
         * @throws BrokerStartException if the port or the directory is in use, or the broker does not start
         */
        public EmbeddedKafka start() {
            try {
                Files.createDirectories(directory);
                for (int attempt = 1; ; attempt++) {
                    int broker = port == 0 ? freePort() : requireFree(port);
                    int controller = freePort();
                    try {
                        return start(broker, controller);
                    } catch (KafkaException e) {
                        if (attempt == ATTEMPTS || !isClash(e)) {
                            throw e;
                        }
                    }
                }
            } catch (BrokerStartException e) {
                throw e;
            } catch (Exception e) {
                throw new BrokerStartException("Kafka did not start in " + directory + ": " + root(e) + ".", e);
            }
        }

        private EmbeddedKafka start(int broker, int controller) throws Exception {
            if (!Files.exists(directory.resolve("meta.properties"))) {
                format();
            }
            KafkaRaftServer server =
                    new KafkaRaftServer(new KafkaConfig(properties(broker, controller), false), Time.SYSTEM);
            try {
                server.startup();
            } catch (Throwable e) {
                server.shutdown();
                throw e;
            }
            return new EmbeddedKafka(server, HOST + ":" + broker);
        }

        private void format() throws Exception {
            try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
                new Formatter()
                        .setPrintStream(silent)
                        .setNodeId(1)
                        .setClusterId(Uuid.randomUuid().toString())
                        .setDirectories(List.of(directory.toString()))
                        .setMetadataLogDirectory(directory.toString())
                        .setControllerListenerName("CONTROLLER")
                        .run();
            }
        }

        private Map<String, String> properties(int broker, int controller) {
            Map<String, String> properties = new HashMap<>();
            properties.put("process.roles", "broker,controller");
            properties.put("node.id", "1");
            properties.put("controller.quorum.voters", "1@" + HOST + ":" + controller);
            properties.put(
                    "listeners", "PLAINTEXT://" + HOST + ":" + broker + ",CONTROLLER://" + HOST + ":" + controller);
            properties.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + broker);
            properties.put("controller.listener.names", "CONTROLLER");
            properties.put("inter.broker.listener.name", "PLAINTEXT");
            properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
            properties.put("log.dirs", directory.toString());
            properties.put("log.retention.ms", "-1");
            properties.put("log.segment.bytes", "67108864");
            properties.put("log.cleaner.dedupe.buffer.size", "16777216");
            properties.put("auto.create.topics.enable", "false");
            properties.put("offsets.topic.replication.factor", "1");
            properties.put("offsets.topic.num.partitions", "1");
            properties.put("transaction.state.log.replication.factor", "1");
            properties.put("transaction.state.log.min.isr", "1");
            properties.put("transaction.state.log.num.partitions", "1");
            properties.put("share.coordinator.state.topic.replication.factor", "1");
            properties.put("share.coordinator.state.topic.min.isr", "1");
            properties.put("group.initial.rebalance.delay.ms", "0");
            properties.put("broker.session.timeout.ms", "2000");
            properties.put("broker.heartbeat.interval.ms", "500");
            properties.put("num.network.threads", "2");
            properties.put("num.io.threads", "2");
            properties.putAll(settings);
            return properties;
        }

        private boolean isClash(Throwable e) {
            return port == 0 && causes(e, BindException.class);
        }

        private static boolean causes(Throwable e, Class<? extends Throwable> kind) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (kind.isInstance(cause)) {
                    return true;
                }
            }
            return false;
        }

        private static String root(Throwable e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }

        private static int requireFree(int port) throws IOException {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(HOST, port));
                return port;
            } catch (BindException e) {
                throw new BrokerStartException(
                        "Port " + port + " is in use. Stop the program that listens there, or choose another port.", e);
            }
        }
    }
}
