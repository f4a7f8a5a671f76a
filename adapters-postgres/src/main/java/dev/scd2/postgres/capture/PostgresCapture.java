package dev.scd2.postgres.capture;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which changes to capture: a server, tables, and the slot that remembers how far they were delivered.
 *
 * <pre>{@code
 * PostgresCapture capture = PostgresCapture.from(jdbcUrl)
 *         .tables(List.of("shop.customers"))
 *         .topicPrefix("shop")
 *         .slot("shop")
 *         .publication("shop")
 *         .build();
 * capture.prepare(connection); // before the first row is written
 * try (CaptureRun run = capture.start(batch -> batch.forEach(this::send))) {
 *     run.awaitCaughtUp(Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p>Immutable, hence thread-safe. One run per slot at a time.
 */
public final class PostgresCapture {
    private final SourceServer server;
    private final List<TableName> tables;
    private final String prefix;
    private final String slot;
    private final String publication;
    private final boolean snapshot;
    private final @Nullable Path snapshotDone;
    private final Map<String, String> overrides;

    private PostgresCapture(Builder builder) {
        this.server = SourceServer.of(builder.url, builder.user, builder.password);
        this.tables = builder.tables;
        this.prefix = builder.prefix;
        this.slot = builder.slot;
        this.publication = builder.publication;
        this.snapshot = builder.snapshot;
        this.snapshotDone = builder.snapshotDone;
        this.overrides = Map.copyOf(builder.overrides);
    }

    /** Starts the description of a capture from the database at this JDBC address. */
    public static Builder from(String jdbcUrl) {
        return new Builder(jdbcUrl);
    }

    /**
     * Makes the publication and the slot where they are missing, and adds missing tables to the publication. Call it
     * after the tables were created and before a row is written: from the slot on, every change is delivered.
     *
     * @param connection  in auto-commit mode, as a user who owns the tables and may replicate
     * @throws CaptureException if the server does not decode logically, a right or a table is missing, the slot cannot be
     *     used, or rows were written before the slot and no snapshot is asked for
     */
    public Preparation prepare(Connection connection) {
        return preparation(connection).run();
    }

    /**
     * Drops slot and publication where they are there; an unread slot would keep the server's log for ever.
     *
     * @throws CaptureException if the slot is still read ten seconds later
     */
    public void drop(Connection connection) {
        preparation(connection).drop();
    }

    /**
     * Returns how far the capture is behind.
     *
     * @throws CaptureException if there is no such slot
     */
    public SlotLag lag(Connection connection) {
        return preparation(connection).lag();
    }

    /**
     * Starts to deliver to {@code sink}, on threads of its own, what was committed since the last delivery.
     *
     * @throws IllegalStateException if an {@linkplain Builder#initialSnapshot() initial snapshot} is for a source
     */
    public CaptureRun start(EnvelopeSink sink) {
        return start(sink, failure -> {});
    }

    /**
     * Starts like {@link #start(EnvelopeSink)}, and tells at once if the run fails.
     *
     * @param failed  is given the failure once, before {@link CaptureRun#awaitCaughtUp} and {@link CaptureRun#close} tell of
     *     it, on a thread of the run, or on this one if it fails at its beginning; it must not wait for the run
     * @throws IllegalStateException if an {@linkplain Builder#initialSnapshot() initial snapshot} is for a source
     */
    public CaptureRun start(EnvelopeSink sink, Consumer<CaptureException> failed) {
        if (snapshot && snapshotDone == null) {
            throw new IllegalStateException(
                    "The capture of slot '" + slot + "' begins with a snapshot and names no file"
                            + " that remembers its end. Name one (initialSnapshot(Path)), or read it as a CaptureSource.");
        }
        Map<String, String> topics = new HashMap<>();
        tables.forEach(table -> topics.put(prefix + "." + table, prefix + "." + table.table()));
        CaptureRun run =
                CaptureRun.start(properties(Map.of()), server, Map.copyOf(topics), sink, this::rememberSnapshot);
        run.tellFailure(failed);
        return run;
    }

    /** Returns the topic of each table, in the order of the tables. */
    public List<String> topics() {
        return tables.stream().map(table -> prefix + "." + table.table()).toList();
    }

    /** Starts Debezium with these settings over all others. */
    CaptureEngine engine(
            Map<String, String> decided, DebeziumEngine.ChangeConsumer<ChangeEvent<String, String>> consumer) {
        return CaptureEngine.start(properties(decided), server, consumer);
    }

    SourceServer server() {
        return server;
    }

    List<TableName> tables() {
        return tables;
    }

    String prefix() {
        return prefix;
    }

    String slot() {
        return slot;
    }

    String publication() {
        return publication;
    }

    boolean isSnapshotAsked() {
        return snapshot;
    }

    boolean isSnapshotRemembered() {
        return snapshotDone != null;
    }

    Map<String, String> overrides() {
        return overrides;
    }

    private void rememberSnapshot() {
        if (snapshotDone == null || Files.exists(snapshotDone)) {
            return;
        }
        try {
            Files.writeString(snapshotDone, "The snapshot for slot " + slot + " is done.\n");
        } catch (IOException e) {
            throw new CaptureException("The end of the snapshot cannot be remembered in " + snapshotDone + ".", e);
        }
    }

    private SourcePreparation preparation(Connection connection) {
        return new SourcePreparation(connection, slot, publication, tables, snapshot);
    }

    private Properties properties(Map<String, String> decided) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", slot);
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("database.hostname", server.host());
        settings.put("database.port", server.port());
        settings.put("database.dbname", server.database());
        settings.put("database.user", server.user());
        settings.put("database.password", server.password() == null ? "" : server.password());
        settings.put("database.sslmode", server.sslMode());
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", slot);
        settings.put("slot.drop.on.stop", "false");
        settings.put("slot.max.retries", "60");
        settings.put("slot.retry.delay.ms", "500");
        settings.put("publication.name", publication);
        settings.put("publication.autocreate.mode", "disabled");
        settings.put("topic.prefix", prefix);
        settings.put(
                "table.include.list",
                tables.stream().map(table -> Pattern.quote(table.toString())).collect(Collectors.joining(",")));
        settings.put("message.prefix.include.list", Marker.PREFIX);
        settings.put("provide.transaction.metadata", "true");
        settings.put("decimal.handling.mode", "string");
        settings.put("time.precision.mode", "microseconds");
        settings.put("tombstones.on.delete", "false");
        settings.put("skipped.operations", "none");
        settings.put("key.converter.schemas.enable", "false");
        settings.put("value.converter.schemas.enable", "false");
        // Without a change of its own tables a slot would stay where it is, and the server would keep its log for it.
        settings.put("heartbeat.interval.ms", "5000");
        settings.put(
                "heartbeat.action.query", "select pg_logical_emit_message(true, '" + Marker.PREFIX + "', 'heartbeat')");
        settings.put("snapshot.mode", snapshotMode());
        // The slot remembers how far the delivery went, to whole transactions. A file of offsets would say it per
        // change,
        // and Debezium skips by log position: of rows that share one (COPY), those behind a crash would be lost.
        settings.put("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        settings.put("poll.interval.ms", "20");
        settings.put("max.batch.size", "4096");
        settings.put("max.queue.size", "16384");
        settings.put("offset.flush.interval.ms", "0");
        settings.put("errors.max.retries", "10");
        settings.putAll(overrides);
        settings.putAll(decided);
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    private String snapshotMode() {
        return snapshotDone == null || Files.exists(snapshotDone) ? "no_data" : "initial";
    }

    /** Describes a capture. Confined to one thread. */
    public static final class Builder {
        private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

        private final String url;
        private @Nullable String user;
        private @Nullable String password;
        private List<TableName> tables = List.of();
        private String prefix = "scd2";
        private String slot = "scd2";
        private String publication = "scd2";
        private boolean snapshot;
        private @Nullable Path snapshotDone;
        private final Map<String, String> overrides = new HashMap<>();

        private Builder(String url) {
            this.url = url;
        }

        /** Sets who captures, where the address does not say it. */
        public Builder credentials(String user, @Nullable String password) {
            this.user = user;
            this.password = password;
            return this;
        }

        /**
         * Sets the tables, each as {@code schema.table}.
         *
         * @throws IllegalArgumentException if a name is not of that shape, or two tables would share a topic
         */
        public Builder tables(List<String> qualified) {
            List<TableName> named = new ArrayList<>();
            for (String name : qualified) {
                TableName table = TableName.of(name);
                if (named.stream().anyMatch(other -> other.table().equals(table.table()))) {
                    throw new IllegalArgumentException("Two tables are named " + table.table()
                            + ", and the topic is named after the table alone. Capture them with two prefixes.");
                }
                named.add(table);
            }
            this.tables = List.copyOf(named);
            return this;
        }

        /** Sets what the names of the topics begin with; the topic of a table is {@code prefix.table}. */
        public Builder topicPrefix(String prefix) {
            this.prefix = matching(PLAIN, prefix, "topic prefix");
            return this;
        }

        /** Sets the name of the replication slot: lower-case letters, digits and underscores. */
        public Builder slot(String slot) {
            this.slot = matching(SLOT, slot, "slot");
            return this;
        }

        /** Sets the name of the publication: lower-case letters, digits and underscores. */
        public Builder publication(String publication) {
            this.publication = matching(SLOT, publication, "publication");
            return this;
        }

        /**
         * Begins with the rows that are there ({@code op} is {@code r}), for tables that were in use before the slot. Until
         * a run has caught up once, each start begins with them again. A row that such a start delivered, and that was deleted
         * before the next, is not told as deleted: begin the topics anew where that can be, or read by a {@link
         * CaptureSource}, which knows.
         *
         * @param done  a file that is written when a run has caught up; keep it as long as the slot
         */
        public Builder initialSnapshot(Path done) {
            this.snapshot = true;
            this.snapshotDone = done.toAbsolutePath();
            return this;
        }

        /**
         * Begins with the rows that are there, for tables that were in use before the slot: for a {@link CaptureSource}, of
         * which the store remembers that they are read.
         */
        public Builder initialSnapshot() {
            this.snapshot = true;
            this.snapshotDone = null;
            return this;
        }

        /** Sets a property of Debezium, over what this class would say. */
        public Builder debezium(String property, String value) {
            overrides.put(property, value);
            return this;
        }

        /** Returns the capture; nothing is connected yet. */
        public PostgresCapture build() {
            if (tables.isEmpty()) {
                throw new IllegalArgumentException("No table to capture is named.");
            }
            return new PostgresCapture(this);
        }

        private static String matching(Pattern pattern, String name, String what) {
            if (!pattern.matcher(name).matches()) {
                throw new IllegalArgumentException("Not the name of a " + what + ": '" + name + "'.");
            }
            return name;
        }
    }
}
