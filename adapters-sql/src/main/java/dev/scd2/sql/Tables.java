package dev.scd2.sql;

import dev.scd2.dimension.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Creates the tables of a dimension. Immutable. */
final class Tables {
    /** What the register holds of the state of a dimension. */
    static final List<TableColumn> STATE = List.of(
            new TableColumn("generation", ColumnType.LONG),
            new TableColumn("horizon", ColumnType.TIMESTAMP),
            new TableColumn("last_system_time", ColumnType.TIMESTAMP),
            new TableColumn("erasure_secret", ColumnType.TEXT));

    /** Where batches travel in a stage: by which commits are looked up. */
    static final List<TableColumn> RECENT = List.of(new TableColumn("last_batches", ColumnType.TEXT));

    private final Layout layout;

    Tables(Layout layout) {
        this.layout = layout;
    }

    void createRegister(Connection connection) throws SQLException {
        Staging.execute(
                connection,
                layout.dialect.createTable() + layout.register
                        + " (name TEXT NOT NULL PRIMARY KEY, definition TEXT NOT NULL, next_surrogate BIGINT NOT NULL, "
                        + "batches BIGINT NOT NULL, schema_version BIGINT NOT NULL, hash_algorithm TEXT NOT NULL, "
                        + layout.definitions(
                                layout.dialect.makesTablesInTransactions() ? STATE : Layout.concat(STATE, RECENT))
                        + ")");
    }

    void create(Connection connection) throws SQLException {
        create(connection, layout.versions, layout.versionColumns, ", " + createdAt());
        createBeside(connection);
        index(connection, 0);
    }

    /** Returns the definition of the column that says when a version was written. */
    String createdAt() {
        return layout.quote(layout.names.createdAt()) + created();
    }

    private String created() {
        return " " + layout.dialect.typeName(ColumnType.TIMESTAMP) + " DEFAULT current_timestamp";
    }

    /** Creates all tables but that of the versions. */
    void createBeside(Connection connection) throws SQLException {
        create(connection, layout.evidence, layout.evidenceColumns, "");
        create(connection, layout.snapshots, Marks.COLUMNS, "");
        create(connection, layout.quarantine, LogWriter.QUARANTINE, ", created_at" + created());
        create(connection, layout.positions, LogWriter.POSITION, "");
        create(connection, layout.audit, LogWriter.AUDIT, "");
    }

    /** Adds indexes and constraints to tables that have those of {@code layoutBefore}; 0 for new ones. */
    void index(Connection connection, long layoutBefore) throws SQLException {
        for (String statement : layout.dialect.indexes(indexes(connection), layoutBefore)) {
            Staging.execute(connection, statement);
        }
        layout.dialect.constrain(connection, indexes(connection));
    }

    void create(Connection connection, String table, List<TableColumn> columns, String more) throws SQLException {
        Staging.execute(
                connection, layout.dialect.createTable() + table + " (" + layout.definitions(columns) + more + ")");
    }

    TableIndexes indexes(Connection connection) throws SQLException {
        ColumnNames names = layout.names;
        boolean bitemporal = layout.dimension.isBitemporal();
        return new TableIndexes(
                layout.versions,
                layout.dialect.makesTablesInTransactions() && hasPrimaryKey(connection),
                layout.quote(names.surrogateKey()),
                layout.key.stream().map(column -> layout.quote(column.name())).toList(),
                layout.key.stream().map(TableColumn::type).toList(),
                layout.quote(names.validFrom()),
                layout.quote(names.validTo()),
                bitemporal ? layout.quote(names.systemFrom()) : null,
                bitemporal ? layout.quote(names.systemTo()) : null,
                layout.quote(names.current()),
                layout.quote(names.deleted()),
                layout.evidence,
                layout.quarantine,
                layout.quote("identity"),
                layout.overlaps);
    }

    /** A table that was adopted may have one. */
    private boolean hasPrimaryKey(Connection connection) throws SQLException {
        boolean[] keyed = {false};
        Rows.each(
                connection,
                "SELECT 1 FROM information_schema.table_constraints WHERE constraint_type = 'PRIMARY KEY' AND"
                        + " table_schema = ? AND table_name = ?",
                List.of(layout.dialect.catalogued(layout.schema), layout.dialect.catalogued(layout.dimension.name())),
                row -> keyed[0] = true);
        return keyed[0];
    }
}
