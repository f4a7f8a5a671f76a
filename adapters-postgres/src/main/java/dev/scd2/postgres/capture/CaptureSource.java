package dev.scd2.postgres.capture;

import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.debezium.EnvelopeRows;
import dev.scd2.debezium.RowImages;
import dev.scd2.debezium.ValueFormat;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.error.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one captured table, straight into the history of a dimension: no broker in between.
 *
 * <pre>{@code
 * PostgresCapture capture = PostgresCapture.from(jdbcUrl)
 *         .tables(List.of("shop.member")).slot("member_history").publication("member_history").build();
 * capture.prepare(connection);                         // once, before the first row is written
 * CaptureSource source = CaptureSource.of(capture, member).build();
 * IntakeResult result = Intake.of(source, History.of(store)).catchUp();
 * }</pre>
 *
 * <p>The slot is confirmed only up to what the store has committed, so a killed process gets all of the rest again; what
 * comes again is evidence that is known already. One reader at a time has the slot, and one store belongs to it. A value
 * that is not of its column's type goes to quarantine with its change; a change that cannot be read at all goes to the
 * {@linkplain Builder#deadLetters dead letters}, or fails the source. Immutable and thread-safe; see docs/capture.md.
 */
public final class CaptureSource implements ChangeSource {
    private static final Set<String> OURS = Set.of(
            "snapshot.mode",
            "decimal.handling.mode",
            "time.precision.mode",
            "binary.handling.mode",
            "interval.handling.mode",
            "skipped.operations",
            "provide.transaction.metadata",
            "message.prefix.include.list",
            "tombstones.on.delete",
            "unavailable.value.placeholder",
            "transforms",
            "errors.max.retries",
            "lsn.flush.mode",
            "topic.delimiter");
    private static final Set<String> OUR_FAMILIES =
            Set.of("offset.", "key.converter", "value.converter", "notification.");

    private final PostgresCapture capture;
    private final CaptureReader.Settings settings;
    private final Map<String, ColumnType> told;
    private final List<String> naturalKey;
    private final Duration snapshotWait;

    private CaptureSource(Builder builder) {
        capture = builder.capture;
        told = builder.told();
        naturalKey = builder.mapping instanceof TableMapping
                ? builder.dimension.naturalKey().stream().map(Column::name).toList()
                : List.of();
        settings = new CaptureReader.Settings(
                builder.name,
                capture,
                new EnvelopeRows(new RowImages(builder.format, builder.types)),
                builder.mapping,
                builder.changes,
                builder.bytes,
                builder.deadLetters);
        snapshotWait = builder.snapshotWait;
    }

    /**
     * Begins to describe the source of a dimension.
     *
     * @param capture of one table, with a slot for this source alone
     * @param dimension says the types of the columns
     * @throws IllegalArgumentException if it captures several tables, remembers its snapshot in a file, or sets what reading
     *     depends on
     */
    public static Builder of(PostgresCapture capture, Dimension dimension) {
        if (capture.tables().size() != 1) {
            throw new IllegalArgumentException("A source reads one table, and the capture of slot '" + capture.slot()
                    + "' has " + capture.tables().size() + ": " + capture.tables()
                    + ". Describe a capture with a slot of its own for each.");
        }
        if (capture.isSnapshotRemembered()) {
            throw new IllegalArgumentException("The store remembers that the snapshot of slot '" + capture.slot()
                    + "' is done. Call initialSnapshot() without a file.");
        }
        for (String property : capture.overrides().keySet()) {
            if (OURS.contains(property) || OUR_FAMILIES.stream().anyMatch(property::startsWith)) {
                throw new IllegalArgumentException("The property " + property
                        + " of Debezium is not for you to set: the source reads what it decides.");
            }
        }
        return new Builder(capture, dimension);
    }

    /** Returns the name under which the store keeps its position: the table, unless another one was given. */
    @Override
    public String name() {
        return settings.name();
    }

    /**
     * Begins to read where the slot stands.
     *
     * @throws CaptureException if slot, publication, replica identity, table or a column is missing, or of a type that the
     *     dimension cannot hold
     * @throws SourceException if the server cannot be reached, or the slot was moved on by somebody else
     */
    @Override
    public Reader read(Progress progress) {
        String token = UUID.randomUUID().toString();
        OptionalLong reached = progress.reached(name(), 0).map(Position::offset).stream()
                .mapToLong(Long::longValue)
                .findFirst();
        try (Connection connection = capture.server().connect()) {
            SourceTable table = new SourceTable(connection, capture);
            table.require(told, naturalKey);
            long confirmed = table.confirmed();
            if (reached.isPresent() && confirmed > reached.getAsLong()) {
                throw new SourceException(
                        "The replication slot '" + capture.slot() + "' stands at " + confirmed
                                + ", behind which the store of "
                                + name() + " has not come (" + reached.getAsLong()
                                + "): it was made anew, or somebody else reads it, and changes between are lost. Begin"
                                + " again: a slot and a name of its own, and initialSnapshot().",
                        null);
            }
            boolean first = reached.isEmpty() && capture.isSnapshotAsked();
            SnapshotStart snapshot = first ? SnapshotStart.before(connection, snapshotWait) : null;
            Marker.write(connection, token);
            return new CaptureReader(settings, token, snapshot, Math.max(confirmed, reached.orElse(0)));
        } catch (SQLException e) {
            throw new SourceException(
                    "Could not look at " + capture.tables().get(0) + " at " + capture.server() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Describes a source. Confined to one thread. */
    public static final class Builder {
        private final PostgresCapture capture;
        private final Dimension dimension;
        private final Map<String, ColumnType> types = new LinkedHashMap<>();
        private final Map<String, ColumnType> declared = new LinkedHashMap<>();
        private final Map<String, ColumnType> silent = new LinkedHashMap<>();
        private String name;
        private RowMapping mapping;
        private ValueFormat format = ValueFormat.debezium();
        private int changes = 10_000;
        private long bytes = 16L << 20;
        private Duration snapshotWait = Duration.ofMinutes(1);
        private @Nullable DeadLetters deadLetters;

        private Builder(PostgresCapture capture, Dimension dimension) {
            this.capture = capture;
            this.dimension = dimension;
            this.name = capture.tables().get(0).toString();
            this.mapping = TableMapping.of(dimension);
            types.putAll(dimension.columnTypes());
        }

        /** Sets the name under which the store keeps the position; {@code schema.table} unless said. */
        public Builder name(String ofSource) {
            name = ofSource;
            return this;
        }

        /**
         * Sets what a changed row means for the dimension; {@link TableMapping#of} unless said. Of a mapping that is not a
         * {@link TableMapping} only the {@linkplain #column columns declared} are looked for in the table.
         */
        public Builder mapping(RowMapping rows) {
            mapping = rows;
            return this;
        }

        /** Says the type of a column that the dimension does not have and the mapping looks at, such as an effective date. */
        public Builder column(String column, ColumnType type) {
            types.put(column, type);
            declared.put(column, type);
            return this;
        }

        /**
         * Says that the table does not have this column of the dimension: another source tells it.
         *
         * @throws IllegalArgumentException if it is no attribute of the dimension
         */
        public Builder unsaid(String attribute) {
            Column column = dimension.attributes().stream()
                    .filter(known -> known.name().equals(attribute))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The dimension " + dimension.name() + " has no attribute '" + attribute + "'."));
            silent.put(attribute, column.type());
            return this;
        }

        /** Sets where times without a zone are meant; in UTC unless said. */
        public Builder localTimesIn(ZoneId zone) {
            format = format.localTimesIn(zone);
            return this;
        }

        /** Reads {@code infinity} and {@code -infinity} as null; unless said such changes go to quarantine. */
        public Builder infinityAsNull() {
            format = format.infinityAsNull();
            return this;
        }

        /**
         * Sets how many changed rows a batch holds at most; 10,000 unless said.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxChanges(int most) {
            changes = Math.toIntExact(positive(most));
            return this;
        }

        /**
         * Sets with how many bytes of envelopes a batch is full, 16 MiB unless said; it may pass this by one envelope.
         * Debezium's queue, which fills while a batch is committed, is bounded by as many.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxBytes(long most) {
            bytes = positive(most);
            return this;
        }

        /** Sets how long a snapshot waits for transactions that were open before it; a minute unless said. */
        public Builder snapshotWait(Duration atMost) {
            snapshotWait = atMost;
            return this;
        }

        /**
         * Sets where changes go that cannot be read, or on which the mapping fails, with the reason; reading goes on behind
         * them. Unless said, such a change fails the source. One that does not even say its place in the log fails it always.
         */
        public Builder deadLetters(DeadLetters keeper) {
            deadLetters = keeper;
            return this;
        }

        /** Returns the source; nothing is connected yet. */
        public CaptureSource build() {
            return new CaptureSource(this);
        }

        private Map<String, ColumnType> told() {
            Map<String, ColumnType> columns = new LinkedHashMap<>(mapping instanceof TableMapping ? types : declared);
            columns.keySet().removeAll(silent.keySet());
            return columns;
        }

        private static long positive(long most) {
            if (most < 1) {
                throw new IllegalArgumentException("A batch holds at least 1, not " + most + ".");
            }
            return most;
        }
    }
}
