package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one temporary table in which a batch travels to a database that cannot make tables within a transaction. It is made
 * before the transaction, and has the columns of every table of the dimension; what a row is for stands in {@code _op}.
 * Confined to one thread.
 */
final class StageTable {
    /** Its name, or the beginning of it. */
    static final String NAME = "scd2_stage";

    /** What a row is for. */
    enum Op {
        /** Its key is read. */
        KEY,
        /** It stands in a listing. */
        LISTED,
        /** A version that is new. */
        INSERT,
        /** What a version says, and its ends where they are given. */
        OVERWRITE,
        /** The ends of a version, where they are given. */
        MOVE,
        /** A version that goes. */
        RETRACT,
        /** Evidence that is new, or takes the place of what is there. */
        EVIDENCE,
        /** Evidence that goes. */
        FORGET,
        /** A listing or truncate that is remembered. */
        MARK,
        /** A rejection. */
        REJECTED,
        /** A rejection that takes the place of what lies in quarantine. */
        REJECTED_AGAIN,
        /** A rejection that leaves quarantine. */
        RESOLVED,
        /** How far a source was read. */
        POSITION,
        /** Something to be recorded beside. */
        AUDIT
    }

    /** Before the names of columns of tables that have none of the dimension's. */
    private static final String LOG = "_log_";

    private static final TableColumn OP = new TableColumn("_op", ColumnType.TEXT);
    private static final List<TableColumn> OWN = List.of(
            OP,
            new TableColumn("_n", ColumnType.LONG),
            new TableColumn("_at", ColumnType.TIMESTAMP),
            new TableColumn("_until", ColumnType.TIMESTAMP),
            new TableColumn("_listed", ColumnType.TIMESTAMP));

    private final Layout layout;
    private final Connection connection;
    private final TableName name;
    private final List<TableColumn> columns;
    private final Map<String, Integer> places = new HashMap<>();

    private StageTable(Layout layout, Connection connection, TableName name) {
        this.layout = layout;
        this.connection = connection;
        this.name = name;
        Set<TableColumn> all = new LinkedHashSet<>(OWN);
        all.addAll(layout.versionColumns);
        all.addAll(layout.evidenceColumns);
        for (List<TableColumn> log :
                List.of(LogWriter.QUARANTINE, LogWriter.POSITION, LogWriter.AUDIT, Marks.COLUMNS)) {
            all.addAll(logged(log));
        }
        columns = List.copyOf(all);
        for (TableColumn column : columns) {
            places.put(column.name(), places.size());
        }
    }

    /** Returns that of one batch, which has the connection to itself. */
    static StageTable ofBatch(Layout layout, Connection connection) {
        return new StageTable(layout, connection, TableName.temporary(NAME));
    }

    /** Returns that of a store that joins the transactions of a connection, beside those of other dimensions. */
    static StageTable ofStore(Layout layout, Connection connection) {
        return new StageTable(layout, connection, new TableName(layout.schema, NAME + "_" + layout.dimension.name()));
    }

    /** Returns the columns of a table that has none of the dimension's, as they are called here. */
    static List<TableColumn> logged(List<TableColumn> columns) {
        return columns.stream()
                .map(column -> new TableColumn(LOG + column.name(), column.type()))
                .toList();
    }

    /** Makes it, in no transaction. */
    void create() throws SQLException {
        Staging.execute(connection, layout.dialect.createTemporary(name) + " (" + layout.definitions(columns) + ")");
    }

    /** Takes out what another batch brought. */
    void empty() throws SQLException {
        Staging.execute(connection, "DELETE FROM " + layout.dialect.qualified(name));
    }

    /** Returns, as what stands behind FROM in brackets, the rows for these. */
    String rows(Op... ops) {
        List<String> names = new ArrayList<>();
        for (Op op : ops) {
            names.add("'" + op + "'");
        }
        return "(SELECT * FROM " + layout.dialect.qualified(name) + " WHERE _op"
                + (names.size() == 1 ? " = " + names.get(0) : " IN (" + String.join(", ", names) + ")") + ")";
    }

    /** Returns the rows of one listing, as {@link #rows} does. */
    String listed(long listing) {
        return "(SELECT * FROM " + layout.dialect.qualified(name) + " WHERE _op = '" + Op.LISTED + "' AND _n = "
                + listing + ")";
    }

    /** Returns what makes rows of one listing of cells of these columns. */
    Shape listed(List<TableColumn> given, long listing) {
        Shape shape = shape(Op.LISTED, given);
        return cells -> {
            Object[] row = shape.of(cells);
            row[1] = listing;
            return row;
        };
    }

    /** Adds rows, all at once. */
    void load(Iterator<@Nullable Object[]> rows) throws SQLException {
        layout.dialect.load(connection, name, columns, rows);
    }

    /** Returns what makes rows for {@code op} of cells of these columns. */
    Shape shape(Op op, List<TableColumn> given) {
        int[] at = given.stream()
                .mapToInt(column -> {
                    Integer place = places.get(column.name());
                    if (place == null) {
                        throw new IllegalStateException("The stage has no column " + column.name() + ".");
                    }
                    return place;
                })
                .toArray();
        return cells -> {
            Object[] row = new Object[columns.size()];
            row[0] = op.name();
            for (int i = 0; i < at.length; i++) {
                row[at[i]] = cells[i];
            }
            return row;
        };
    }

    /** Makes a row of the stage. */
    @FunctionalInterface
    interface Shape {
        /** Makes one of the cells of some of its columns. */
        @Nullable
        Object[] of(@Nullable Object[] cells);
    }
}
