package dev.scd2.sql;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one database does differently. Everything else is standard SQL: {@code UPDATE … SET … FROM}, {@code UPDATE …
 * RETURNING}, {@code DELETE … USING}, timestamps with a time zone, {@code date - date} in days.
 *
 * <p>Implementations are immutable and may be shared between threads; connections may not.
 */
public interface Dialect {
    /** Returns the name of the database, for messages. */
    String product();

    /** Returns the type of a column, exact for every value that a {@link ColumnType} holds. */
    String typeName(ColumnType type);

    /** Returns {@code content} as a literal. */
    String bytes(Bytes content);

    /** Returns the schema that tables are in when none is named. */
    String defaultSchema();

    /** Returns {@code identifier} quoted, so that it means nothing but itself. */
    default String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Returns what two identifiers have in common when the database takes them for the same. */
    default String folded(String identifier) {
        return identifier;
    }

    /** Returns an identifier as the database's catalogue of tables has it. */
    default String catalogued(String identifier) {
        return identifier;
    }

    /** Returns the longest identifier, in bytes of UTF-8. */
    int maxIdentifierBytes();

    /** Returns an instant as a literal. */
    default String literal(Instant instant) {
        return "TIMESTAMP WITH TIME ZONE '"
                + instant.toString().replace("T", " ").replace("Z", "+00") + "'";
    }

    /** Returns what stands in a statement for a value of {@code type} that is {@linkplain #bound bound}. */
    default String parameter(ColumnType type) {
        return "?";
    }

    /** Returns a canonical value as it is bound. */
    default Object bound(Object value) {
        return value;
    }

    /** Returns an expression for the epoch microseconds, BIGINT, of a timestamp; null for an infinite one. */
    String epochMicros(String timestamp);

    /** Returns the expression by which a key column is ordered as {@link dev.scd2.dimension.Key} orders it. */
    String ordered(String column, ColumnType type);

    /** Returns the column by which the rows of any table can be told apart within a statement. */
    String rowId();

    /** Returns the qualified name of a temporary table of this connection. */
    String temporary(String name);

    /** Returns the qualified name of a table. */
    default String qualified(TableName table) {
        String schema = table.schema();
        return schema == null ? temporary(table.name()) : quote(schema) + "." + quote(table.name());
    }

    /** Returns the beginning of a statement that creates a table, up to its name. */
    default String createTable() {
        return "CREATE TABLE ";
    }

    /** Returns the beginning of a statement that creates a schema, up to its name. */
    default String createSchema() {
        return "CREATE SCHEMA ";
    }

    /** Returns the beginning of a statement that creates a temporary table, up to its qualified name. */
    default String createTemporary(String name) {
        return "CREATE TEMPORARY TABLE " + quote(name);
    }

    /**
     * Returns whether a table can be made within a transaction. Where it cannot, because that ends the transaction, a batch
     * travels in one temporary table that is made before ({@link StageTable}), and tables are made one by one, so that what
     * is there already must be passed over.
     */
    default boolean makesTablesInTransactions() {
        return true;
    }

    /** Begins a transaction. */
    default void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    /** Ends the transaction; what it did is kept. */
    default void commit(Connection connection) throws SQLException {
        connection.commit();
    }

    /**
     * Returns the connection, whose statements tell the database what they belong to, where it records that.
     *
     * @param label what they belong to, by name; holds no value of a row
     */
    default Connection labelled(Connection connection, Map<String, String> label) throws SQLException {
        return connection;
    }

    /** Ends the transaction; what it did is undone. */
    default void rollback(Connection connection) throws SQLException {
        connection.rollback();
    }

    /**
     * Returns the statements that add indexes to the tables of a dimension, if any serve here.
     *
     * @param layout the layout whose indexes are there already; 0 for new tables
     */
    List<String> indexes(TableIndexes tables, long layout);

    /**
     * Adds what the database can enforce of the invariants of a history. What it cannot, or may not here, is left out; see
     * {@link #notEnforced}.
     */
    void constrain(Connection connection, TableIndexes tables) throws SQLException;

    /** Returns what the database does not enforce of the invariants of a history, each in a sentence. */
    List<String> notEnforced(Connection connection, TableIndexes tables) throws SQLException;

    /**
     * Loads {@code rows} into a table in bulk, as part of the open transaction.
     *
     * @param columns those of its columns that the rows have; the others get their defaults
     * @param rows cells in the order of {@code columns}: canonical values, or epoch microseconds for a timestamp
     */
    void load(Connection connection, TableName table, List<TableColumn> columns, Iterator<@Nullable Object[]> rows)
            throws SQLException;

    /** Tells the planner what a temporary table holds, where the database does not look by itself. */
    default void analyze(Connection connection, String table) throws SQLException {}

    /** Returns how few rows are bound to a statement; null if they are better loaded into a temporary table too. */
    default @Nullable BoundRows boundRows() {
        return null;
    }

    /**
     * Returns how many keys are best read, and how many mutations written, by one statement; more go one slice after the
     * other, in the order of keys. Unlimited unless said.
     */
    default int slice() {
        return Integer.MAX_VALUE;
    }

    /**
     * Returns whether the rows of some keys are best found by {@link #rowId} and read then, because the database would read
     * every column of what it looks through. Not unless said.
     */
    default boolean findsRowsFirst() {
        return false;
    }

    /**
     * Has the driver hand over rows while their query runs, where it would otherwise hold all of them, outside of the memory
     * that the database counts. Until that is ended, {@code connection} has one result open and runs nothing else.
     */
    default Streaming streaming(Connection connection) throws SQLException {
        return () -> {};
    }

    /** Makes the open transaction one that writes a batch. */
    void beginWriting(Connection connection) throws SQLException;

    /** Makes the open transaction one that reads, all of it as of one moment. */
    void beginReading(Connection connection) throws SQLException;

    /** Makes the open transaction one that reads as of one moment and may make temporary tables. */
    void beginPreview(Connection connection) throws SQLException;

    /** Serialises those who create tables, until the open transaction ends. */
    void lockDefinitions(Connection connection) throws SQLException;

    /** Keeps everybody else from writing to {@code table}, until the open transaction ends. */
    void lockTable(Connection connection, String table) throws SQLException;

    /** Returns {@code text} as the database can hold it; for what only people read. */
    default String printable(String text) {
        return text;
    }

    /** Returns whether {@code failure} says that another writer was faster. */
    boolean isConflict(SQLException failure);

    /**
     * Returns whether {@code failure} has a reason that passes, such as a line that was cut or a session that was ended, so
     * that what cannot be done twice may be tried again. Not unless said.
     */
    default boolean isPassing(SQLException failure) {
        return false;
    }

    /** Returns what went wrong in one line, without values of rows. */
    String describe(SQLException failure);

    /** That a connection streams its results. */
    @FunctionalInterface
    interface Streaming extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }
}
