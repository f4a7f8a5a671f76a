package dev.scd2.sql;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.error.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code scd2_dimension} of a schema: which dimensions it holds, as they were declared, their next surrogate
 * key, and the row that a writer locks. Immutable.
 */
final class Register {
    private static final long SCHEMA_VERSION = 1;

    private final Layout layout;

    Register(Layout layout) {
        this.layout = layout;
    }

    /** Creates the tables, or checks that those that are there hold this dimension. */
    void open(Connection connection) throws SQLException {
        if (isChecked(connection)) {
            return;
        }
        layout.dialect.lockDefinitions(connection);
        if (isMissing(
                connection, "schemata WHERE catalog_name = current_database() AND schema_name = ?", layout.schema)) {
            execute(connection, "CREATE SCHEMA " + layout.quote(layout.schema));
        }
        if (isMissing(connection)) {
            execute(
                    connection,
                    "CREATE TABLE " + layout.register
                            + " (name TEXT NOT NULL PRIMARY KEY, definition TEXT NOT NULL, "
                            + "next_surrogate BIGINT NOT NULL, batches BIGINT NOT NULL, "
                            + "schema_version BIGINT NOT NULL, hash_algorithm TEXT NOT NULL)");
        }
        if (!isChecked(connection)) {
            create(connection);
        }
    }

    /** Returns whether the dimension is registered, and then as it is declared. */
    private boolean isChecked(Connection connection) throws SQLException {
        if (isMissing(connection)) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT definition, schema_version, hash_algorithm FROM " + layout.register + " WHERE name = ?")) {
            statement.setString(1, layout.dimension.name());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                requireReadable(row.getLong(2), row.getString(3));
                String stored = row.getString(1);
                String declared = definition();
                if (!stored.equals(declared)) {
                    throw new InvalidChangeException(Reason.TYPE_CHANGED, difference(stored, declared));
                }
                return true;
            }
        }
    }

    private boolean isMissing(Connection connection) throws SQLException {
        return isMissing(
                connection,
                "tables WHERE table_catalog = current_database() AND table_schema = ? AND table_name = ?",
                layout.schema,
                "scd2_dimension");
    }

    private void requireReadable(long version, @Nullable String algorithm) {
        if (version != SCHEMA_VERSION || !AttributeHash.ALGORITHM.equals(algorithm)) {
            throw new StoreException(
                    "The tables of dimension " + layout.dimension + " were written by another release: layout "
                            + version
                            + " with hashes " + algorithm + ", where this one knows layout " + SCHEMA_VERSION + " with "
                            + AttributeHash.ALGORITHM + ". Use that release, or write the history anew.",
                    null);
        }
    }

    private void create(Connection connection) throws SQLException {
        String created = ", " + layout.quote(layout.names.createdAt()) + " "
                + layout.dialect.typeName(ColumnType.TIMESTAMP)
                + " DEFAULT current_timestamp";
        execute(
                connection,
                "CREATE TABLE " + layout.versions + " (" + layout.definitions(layout.versionColumns) + created + ")");
        execute(
                connection,
                "CREATE TABLE " + layout.evidence + " (" + layout.definitions(layout.evidenceColumns) + ")");
        execute(connection, "CREATE TABLE " + layout.snapshots + " (" + layout.definitions(LogWriter.SNAPSHOT) + ")");
        execute(
                connection,
                "CREATE TABLE " + layout.quarantine + " (" + layout.definitions(LogWriter.QUARANTINE)
                        + ", created_at " + layout.dialect.typeName(ColumnType.TIMESTAMP)
                        + " DEFAULT current_timestamp)");
        execute(connection, "CREATE TABLE " + layout.positions + " (" + layout.definitions(LogWriter.POSITION) + ")");
        List<String> key =
                layout.key.stream().map(column -> layout.quote(column.name())).toList();
        for (String statement : layout.dialect.indexes(new TableIndexes(
                layout.versions,
                layout.quote(layout.names.surrogateKey()),
                key,
                layout.quote(layout.names.validFrom()),
                layout.quote(layout.names.current()),
                layout.evidence,
                layout.quarantine,
                layout.quote("identity")))) {
            execute(connection, statement);
        }
        Staging.execute(
                connection,
                "INSERT INTO " + layout.register + " VALUES (?, ?, ?, ?, ?, ?)",
                layout.dimension.name(),
                definition(),
                1L,
                0L,
                SCHEMA_VERSION,
                AttributeHash.ALGORITHM);
    }

    /**
     * Locks the row of the dimension until the transaction ends. The row is really changed: a database without locks
     * leaves out an update that changes nothing, and then nobody conflicts with it.
     */
    void lock(Connection connection) throws SQLException {
        Staging.execute(
                connection,
                "UPDATE " + layout.register + " SET batches = batches + 1 WHERE name = ?",
                layout.dimension.name());
    }

    /** Reserves surrogate keys and returns the first. */
    long reserve(Connection connection, int count) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE " + layout.register + " SET next_surrogate = next_surrogate + ? WHERE name = ?")) {
            statement.setLong(1, count);
            statement.setString(2, layout.dimension.name());
            statement.executeUpdate();
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT next_surrogate FROM " + layout.register + " WHERE name = ?")) {
            statement.setString(1, layout.dimension.name());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new StoreException(
                            "Dimension " + layout.dimension + " is gone from " + layout.register
                                    + " since the store was opened. Open it again.",
                            null);
                }
                return row.getLong(1) - count;
            }
        }
    }

    /** Returns what is compared when a store is opened: one line for each thing that a stored history depends on. */
    private String definition() {
        List<String> lines = new ArrayList<>();
        for (Column column : layout.dimension.naturalKey()) {
            lines.add("key " + column.name() + " " + column.type());
        }
        for (Column column : layout.dimension.attributes()) {
            lines.add(column.policy().name().toLowerCase(Locale.ROOT) + " " + column.name() + " " + column.type());
        }
        lines.add("fed by " + layout.dimension.feed());
        lines.add("deletes " + layout.dimension.deletePolicy());
        lines.add("columns " + String.join(" ", layout.names.all()));
        return String.join("\n", lines);
    }

    private String difference(String stored, String declared) {
        List<String> before = stored.lines().toList();
        List<String> now = declared.lines().toList();
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(now);
        List<String> added = new ArrayList<>(now);
        added.removeAll(before);
        String difference = gone.isEmpty() && added.isEmpty()
                ? "the same columns in another order"
                : "it holds [" + String.join("; ", gone) + "], and [" + String.join("; ", added) + "] is declared";
        return "The store holds dimension " + layout.dimension + " with another definition: " + difference
                + ". Declare it as it is stored, or write it to another table.";
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

    private static void execute(Connection connection, String sql) throws SQLException {
        Staging.execute(connection, sql);
    }
}
