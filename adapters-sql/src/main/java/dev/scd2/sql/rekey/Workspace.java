package dev.scd2.sql.rekey;

import dev.scd2.dimension.ColumnType;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The session in which facts are keyed, and how its temporary tables come to be. Where tables can be made in a transaction
 * each is made when it is needed and dropped on close. Where making one ends the transaction, they are made empty {@linkplain
 * #preparing beforehand}, by the same work over nothing, and filled when they are needed. Confined to one thread.
 */
final class Workspace {
    /** The column that numbers the rows of a {@linkplain #numbered copy}. */
    static final String ROW = "_row";

    final Connection connection;
    final Dialect dialect;
    private final Making making;
    private final @Nullable String schema;
    private final String suffix;

    private enum Making {
        WHEN_NEEDED,
        BEFOREHAND,
        IS_DONE
    }

    private Workspace(Connection connection, Dialect dialect, Making making, @Nullable String schema, String suffix) {
        this.connection = connection;
        this.dialect = dialect;
        this.making = making;
        this.schema = schema;
        this.suffix = suffix;
    }

    /** Returns that of a transaction in which these facts are keyed. */
    static Workspace of(Connection connection, Dialect dialect, FactTable facts) {
        return dialect.makesTablesInTransactions()
                ? new Workspace(connection, dialect, Making.WHEN_NEEDED, null, "")
                : beside(connection, dialect, facts, Making.IS_DONE);
    }

    /** Returns the one in which the tables of such transactions are made, by work that finds no rows. */
    static Workspace preparing(Connection connection, Dialect dialect, FactTable facts) {
        return beside(connection, dialect, facts, Making.BEFOREHAND);
    }

    /** The tables have the schema of the facts: that of a session can become another between two statements. */
    private static Workspace beside(Connection connection, Dialect dialect, FactTable facts, Making making) {
        String schema = facts.schema == null ? dialect.defaultSchema() : facts.schema;
        return new Workspace(connection, dialect, making, schema, "_" + facts.name);
    }

    /** Returns that of one key of the facts, whose tables have columns of their own. */
    Workspace of(FactKey key) {
        return making == Making.WHEN_NEEDED
                ? this
                : new Workspace(connection, dialect, making, schema, suffix + "_" + key.name);
    }

    /**
     * Returns whether facts are worked on in a {@linkplain #numbered copy}: where tables are made beforehand, rows have no
     * identity of their own.
     */
    boolean copiesFacts() {
        return making != Making.WHEN_NEEDED;
    }

    /** Makes a table that stays, if it is missing; where that ends a transaction it was made beforehand. */
    void keep(String table, String definition) throws SQLException {
        if (making != Making.IS_DONE) {
            run("CREATE TABLE IF NOT EXISTS " + table + " " + definition);
        }
    }

    private TableName named(String name) {
        return new TableName(schema, name + suffix);
    }

    /** Returns a temporary table of rows, whose cells are as {@link Dialect#load} takes them. */
    Scratch scratch(String name, List<TableColumn> columns, Iterator<@Nullable Object[]> rows) throws SQLException {
        TableName table = named(name);
        if (making == Making.IS_DONE) {
            run("DELETE FROM " + dialect.qualified(table));
        } else {
            run(dialect.createTemporary(table) + " (" + definitions(columns) + ")");
        }
        dialect.load(connection, table, columns, rows);
        return filled(table);
    }

    /** Returns a temporary table of what a query returns. */
    Scratch scratch(String name, String query) throws SQLException {
        TableName table = named(name);
        switch (making) {
            case WHEN_NEEDED -> run(dialect.createTemporary(table) + " AS " + query);
            case BEFOREHAND ->
                run(dialect.createTemporary(table) + " AS SELECT * FROM (" + query + ") AS q WHERE FALSE");
            case IS_DONE -> run("INSERT OVERWRITE INTO " + dialect.qualified(table) + "\n" + query);
        }
        return filled(table);
    }

    /**
     * Returns a temporary table of columns of what a query returns, with a number for each row in {@link #ROW}.
     *
     * @param columns quoted
     * @param from what stands behind FROM, and calls {@code f} what has the columns
     */
    Scratch numbered(String name, List<String> columns, String from) throws SQLException {
        String query = "SELECT " + columns.stream().map(column -> "f." + column).collect(Collectors.joining(", "))
                + ", row_number() OVER (ORDER BY NULL) AS " + ROW + "\nFROM " + from;
        if (making != Making.IS_DONE) {
            return scratch(name, query);
        }
        TableName table = named(name);
        run("INSERT OVERWRITE INTO " + dialect.qualified(table) + " (" + String.join(", ", columns) + ", " + ROW + ")\n"
                + query);
        return filled(table);
    }

    private String definitions(List<TableColumn> columns) {
        return columns.stream()
                .map(column -> dialect.quote(column.name()) + " " + dialect.typeName(column.type()))
                .collect(Collectors.joining(", "));
    }

    private Scratch filled(TableName table) throws SQLException {
        Scratch scratch = new Scratch(this, dialect.qualified(table));
        dialect.analyze(connection, scratch.table());
        return scratch;
    }

    /** Returns an expression as a text of any length. */
    String text(String expression) {
        return "CAST(" + expression + " AS " + dialect.typeName(ColumnType.TEXT) + ")";
    }

    long run(String sql) throws SQLException {
        return Scratch.run(connection, sql);
    }

    long number(String query) throws SQLException {
        return Scratch.number(connection, query);
    }

    /** Ends the transaction in which tables were made: what is left open in it holds nothing but locks. */
    void prepared() throws SQLException {
        dialect.commit(connection);
    }

    /** Drops a temporary table, unless it serves again. */
    void drop(Scratch table) throws SQLException {
        if (making == Making.WHEN_NEEDED) {
            run("DROP TABLE " + table.table());
        }
    }
}
