package dev.scd2.sql;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.StoreException;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.Evidence;
import dev.scd2.store.StoreState;
import dev.scd2.timeline.Instants;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code scd2_dimension} of a schema: which dimensions it holds, as they were declared, their state and next
 * surrogate key, and the row that a writer locks. Immutable.
 */
final class Register {
    /** The layout of the tables that this release reads and writes. */
    static final long SCHEMA_VERSION = 2;

    private static final int SECRET_BYTES = 16;

    private final Layout layout;

    Register(Layout layout) {
        this.layout = layout;
    }

    /**
     * Creates the tables, or makes those that are there hold this dimension: they are upgraded if an earlier release wrote
     * them, and made wider where the dimension allows new columns.
     */
    void open(Connection connection) throws SQLException {
        if (!isMissing(connection) && isReady(connection)) {
            return;
        }
        prepare(connection);
        Stored stored = stored(connection);
        if (stored == null) {
            new Tables(layout).create(connection);
            register(connection, 1);
            requireOwn(connection);
            return;
        }
        count(connection);
        adapt(connection, stored);
    }

    /** Returns whether the schema holds this dimension. */
    boolean isRegistered(Connection connection) throws SQLException {
        return !isMissing(connection) && stored(connection) != null;
    }

    /** Creates the schema and this table where they are missing, and keeps others from creating tables meanwhile. */
    void prepare(Connection connection) throws SQLException {
        layout.dialect.lockDefinitions(connection);
        if (isMissing(
                connection,
                "schemata WHERE catalog_name = current_database() AND schema_name = ?",
                catalogued(layout.schema))) {
            Staging.execute(connection, layout.dialect.createSchema() + layout.quote(layout.schema));
        }
        if (isMissing(connection)) {
            new Tables(layout).createRegister(connection);
        }
    }

    /** Refuses another definition that another process has entered meanwhile, where that can be. */
    private void requireOwn(Connection connection) throws SQLException {
        Stored entered = layout.dialect.makesTablesInTransactions() ? null : stored(connection);
        if (entered != null) {
            Definition.requireSame(layout, entered.definition());
        }
    }

    private void adapt(Connection connection, Stored stored) throws SQLException {
        Dimension narrower = narrower(stored);
        int width = narrower == null
                ? layout.attributes.size()
                : narrower.attributes().size();
        Upgrade upgrade = stored.isOld() ? new Upgrade(layout, connection, width) : null;
        if (upgrade != null) {
            upgrade.run();
        }
        if (narrower != null) {
            new Evolution(layout, connection).run(narrower);
        }
        if (upgrade != null) {
            upgrade.correctHashes();
        }
    }

    /** Returns whether the dimension is registered as it is declared; not if it is not, or can be made so. */
    private boolean isReady(Connection connection) throws SQLException {
        Stored stored = stored(connection);
        return stored != null && narrower(stored) == null && !stored.isOld();
    }

    /**
     * Returns the dimension as it is stored, if it must be widened; null if it is as declared.
     *
     * @throws dev.scd2.error.InvalidChangeException if it differs otherwise
     */
    private @Nullable Dimension narrower(Stored stored) {
        boolean readable = stored.version() == SCHEMA_VERSION && AttributeHash.ALGORITHM.equals(stored.algorithm());
        if (!readable && !stored.isOld()) {
            throw new StoreException(
                    "The tables of dimension " + layout.dimension + " were written by another release: layout "
                            + stored.version() + " with hashes " + stored.algorithm()
                            + ", where this one knows layout " + SCHEMA_VERSION + " with " + AttributeHash.ALGORITHM
                            + ". Use that release, or write the history anew.",
                    null);
        }
        return Definition.narrower(layout, stored.definition());
    }

    private @Nullable Stored stored(Connection connection) throws SQLException {
        List<Stored> found = new ArrayList<>(1);
        Rows.each(
                connection,
                "SELECT definition, schema_version, hash_algorithm FROM " + layout.register + " WHERE name = ?",
                List.of(layout.dimension.name()),
                row -> found.add(new Stored(row.getString(1), row.getLong(2), row.getString(3))));
        return found.isEmpty() ? null : found.get(0);
    }

    private record Stored(String definition, long version, String algorithm) {
        boolean isOld() {
            return version == Upgrade.FROM && Upgrade.HASHES.equals(algorithm);
        }
    }

    private boolean isMissing(Connection connection) throws SQLException {
        return isMissing(
                connection,
                "tables WHERE table_catalog = current_database() AND table_schema = ? AND table_name = ?",
                catalogued(layout.schema),
                catalogued("scd2_dimension"));
    }

    private String catalogued(String identifier) {
        return layout.dialect.catalogued(identifier);
    }

    /** Enters the dimension with the first surrogate key that is free. */
    void register(Connection connection, long nextSurrogate) throws SQLException {
        String columns = "name, definition, next_surrogate, batches, generation, erasure_secret, schema_version,"
                + " hash_algorithm";
        Staging.execute(
                connection,
                layout.dialect.makesTablesInTransactions()
                        ? "INSERT INTO " + layout.register + " (" + columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                        : missing(columns),
                layout.dimension.name(),
                Definition.of(layout),
                nextSurrogate,
                0L,
                0L,
                newSecret(),
                SCHEMA_VERSION,
                AttributeHash.ALGORITHM);
    }

    /** Returns what enters a dimension that nobody else has entered since it was looked for. */
    private String missing(String columns) {
        String values = Arrays.stream(columns.split(", "))
                .map(column -> "? AS " + column)
                .collect(Collectors.joining(", "));
        return "MERGE INTO " + layout.register + " AS x\nUSING (SELECT " + values
                + ") AS s\nON x.name = s.name\nWHEN NOT MATCHED" + " THEN INSERT (" + columns + ") VALUES (s."
                + columns.replace(", ", ", s.") + ")";
    }

    static String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /**
     * Locks the row of the dimension until the transaction ends, and returns its state. The row is really changed: a
     * database without locks leaves out an update that changes nothing, and then nobody conflicts with it.
     *
     * @throws dev.scd2.error.InvalidChangeException if the dimension got another definition since the store was opened
     */
    StoreState lock(Connection connection) throws SQLException {
        return one(
                connection,
                counting() + " RETURNING " + state() + ", definition",
                row -> {
                    Definition.requireSame(layout, row.getString(5));
                    return state(row);
                },
                layout.dimension.name());
    }

    /** Locks the row of the dimension as {@link #lock} does, and tells nothing. */
    void count(Connection connection) throws SQLException {
        Staging.execute(connection, counting(), layout.dimension.name());
    }

    private String counting() {
        return "UPDATE " + layout.register + " SET batches = batches + 1 WHERE name = ?";
    }

    private StoreException gone() {
        return new StoreException(
                "Dimension " + layout.dimension + " is gone from " + layout.register
                        + " since the store was opened. Open it again.",
                null);
    }

    /** Reserves surrogate keys and returns the first. */
    long reserve(Connection connection, int count) throws SQLException {
        return one(
                        connection,
                        "UPDATE " + layout.register + " SET next_surrogate = next_surrogate + ? WHERE name = ?"
                                + " RETURNING next_surrogate",
                        row -> row.getLong(1),
                        (long) count,
                        layout.dimension.name())
                - count;
    }

    StoreState state(Connection connection) throws SQLException {
        return one(
                connection,
                "SELECT " + state() + " FROM " + layout.register + " WHERE name = ?",
                Register::state,
                layout.dimension.name());
    }

    private String state() {
        return "generation, " + layout.dialect.epochMicros("horizon") + ", "
                + layout.dialect.epochMicros("last_system_time") + ", erasure_secret";
    }

    private static StoreState state(ResultSet row) throws SQLException {
        return state(row, 1, 2, 3, 4);
    }

    /** Reads the state from the columns at which its parts stand. */
    static StoreState state(ResultSet row, int generation, int horizon, int lastSystemTime, int secret)
            throws SQLException {
        return new StoreState(
                row.getLong(generation),
                Cells.readMicros(row, horizon, Long.MIN_VALUE),
                Cells.readMicros(row, lastSystemTime, Long.MIN_VALUE),
                Bytes.of(HexFormat.of().parseHex(row.getString(secret))));
    }

    private <T> T one(Connection connection, String sql, GroupCursor.Reader<T> reader, Object... bound)
            throws SQLException {
        List<T> found = new ArrayList<>(1);
        Rows.each(connection, sql, List.of(bound), row -> found.add(reader.read(row)));
        return found.stream().findFirst().orElseThrow(this::gone);
    }

    /** Counts a write, and moves the horizon and the last system time of a load forward where {@code plan} does. */
    void advance(Connection connection, MutationPlan plan) throws SQLException {
        advance(connection, plan, "", List.of());
    }

    /** As {@link #advance(Connection, MutationPlan)}, and says which surrogate key is free next and which batches were last. */
    void advance(Connection connection, MutationPlan plan, long nextSurrogate, RecentBatches recent)
            throws SQLException {
        advance(connection, plan, ", next_surrogate = ?, last_batches = ?", List.of(nextSurrogate, recent.text()));
    }

    /** Returns the batches that were written last, where they are kept. */
    RecentBatches recentBatches(Connection connection) throws SQLException {
        return one(
                connection,
                "SELECT last_batches FROM " + layout.register + " WHERE name = ?",
                row -> RecentBatches.of(row.getString(1)),
                layout.dimension.name());
    }

    /** Says which surrogate key is free next, where nothing else changes. */
    void reserved(Connection connection, long nextSurrogate) throws SQLException {
        Staging.execute(
                connection,
                "UPDATE " + layout.register + " SET next_surrogate = ? WHERE name = ?",
                nextSurrogate,
                layout.dimension.name());
    }

    private void advance(Connection connection, MutationPlan plan, String also, List<Object> alsoBound)
            throws SQLException {
        List<Object> bound = new ArrayList<>(alsoBound);
        StringBuilder sql =
                new StringBuilder("UPDATE " + layout.register + " SET generation = generation + 1").append(also);
        advance(sql, "horizon", plan.horizon());
        advance(sql, "last_system_time", plan.systemTime());
        bound.add(layout.dimension.name());
        Staging.execute(connection, sql.append(" WHERE name = ?").toString(), bound.toArray());
    }

    private void advance(StringBuilder sql, String column, long micros) {
        if (micros != Evidence.NO_TIME) {
            String at = layout.dialect.literal(Instants.ofMicros(micros));
            sql.append(", " + column + " = greatest(coalesce(" + column + ", " + at + "), " + at + ")");
        }
    }

    /** Asks first, so that whoever may not create tables can open those that are there. */
    private static boolean isMissing(Connection connection, String what, String... names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM information_schema." + what)) {
            for (int i = 0; i < names.length; i++) {
                statement.setString(i + 1, names[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return !row.next();
            }
        }
    }
}
