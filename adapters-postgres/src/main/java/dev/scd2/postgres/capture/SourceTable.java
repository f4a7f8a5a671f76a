package dev.scd2.postgres.capture;

import dev.scd2.dimension.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says by name what stands in the way of reading a table from its slot, before anything is read. */
final class SourceTable {
    private final Connection connection;
    private final PostgresCapture capture;
    private final TableName table;

    SourceTable(Connection connection, PostgresCapture capture) {
        this.connection = connection;
        this.capture = capture;
        this.table = capture.tables().get(0);
    }

    /**
     * Refuses a table that does not tell what is asked of it.
     *
     * @param told the columns that it must tell, with their types
     * @param naturalKey columns that a row must tell also when it is gone
     * @throws CaptureException if something is missing
     */
    void require(Map<String, ColumnType> told, List<String> naturalKey) throws SQLException {
        if (strings("select relkind::text from pg_class where oid = to_regclass(?)", table.quoted())
                .isEmpty()) {
            throw new CaptureException("There is no table " + table + " at " + capture.server()
                    + ". Create it first, or correct the name.");
        }
        requirePublication();
        requireColumns(told);
        requireIdentity(naturalKey);
    }

    /**
     * Returns up to where the slot was confirmed.
     *
     * @throws CaptureException if there is no such slot, or it cannot be read
     */
    long confirmed() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select case when plugin is distinct from 'pgoutput' then 'its plugin is not pgoutput'"
                        + " when database <> current_database() then 'it belongs to another database'"
                        + " when wal_status = 'lost' then 'the server has thrown away the log that it needs' end,"
                        + " confirmed_flush_lsn - '0/0'::pg_lsn from pg_replication_slots where slot_name = ?")) {
            statement.setString(1, capture.slot());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new CaptureException("There is no replication slot '" + capture.slot() + "' at "
                            + capture.server() + ". Prepare the capture first (PostgresCapture.prepare).");
                }
                if (row.getString(1) != null) {
                    throw new CaptureException("The replication slot '" + capture.slot() + "' cannot be used: "
                            + row.getString(1) + ". Drop it, or choose another name.");
                }
                return row.getBigDecimal(2).longValueExact();
            }
        }
    }

    private void requirePublication() throws SQLException {
        List<String> lacking = strings(
                "select concat_ws(', ', case when not pubinsert then 'insert' end, case when not pubupdate then 'update' end,"
                        + " case when not pubdelete then 'delete' end, case when not pubtruncate then 'truncate' end)"
                        + " from pg_publication where pubname = ?",
                capture.publication());
        if (lacking.isEmpty()) {
            throw new CaptureException("There is no publication '" + capture.publication() + "' at " + capture.server()
                    + ". Prepare the capture first (PostgresCapture.prepare).");
        }
        if (!lacking.get(0).isEmpty()) {
            throw new CaptureException("The publication '" + capture.publication() + "' does not publish: "
                    + lacking.get(0) + ". Alter it: set (publish = 'insert, update, delete, truncate').");
        }
        if (published().isEmpty()) {
            throw new CaptureException("The publication '" + capture.publication() + "' does not hold table " + table
                    + ". Prepare the capture (PostgresCapture.prepare), or add the table.");
        }
    }

    private List<String> published() throws SQLException {
        return strings(
                "select unnest(attnames)::text from pg_publication_tables"
                        + " where pubname = ? and schemaname = ? and tablename = ?",
                capture.publication(),
                table.schema(),
                table.table());
    }

    private void requireColumns(Map<String, ColumnType> told) throws SQLException {
        Map<String, TableColumn> columns = TableColumn.of(connection, table);
        List<String> published = published();
        List<String> missing = told.keySet().stream()
                .filter(column -> !columns.containsKey(column) || !published.contains(column))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new CaptureException("Table " + table + " has not, or its publication '" + capture.publication()
                    + "' does not tell: column " + String.join(", ", missing)
                    + ". Add it, or say that the table does not tell it (unsaid).");
        }
        String unfit = new TreeMap<>(told)
                .entrySet().stream()
                        .filter(column -> !columns.get(column.getKey()).fits(column.getValue()))
                        .map(column -> column.getKey() + " is "
                                + columns.get(column.getKey()).shown() + " and should be a " + column.getValue())
                        .collect(Collectors.joining("; "));
        if (!unfit.isEmpty()) {
            throw new CaptureException(
                    "Table " + table + " has columns of other types: " + unfit + ". Change the dimension.");
        }
    }

    private void requireIdentity(List<String> naturalKey) throws SQLException {
        String identity = strings("select relreplident::text from pg_class where oid = to_regclass(?)", table.quoted())
                .get(0);
        if (identity.equals("f")) {
            return;
        }
        List<String> told = strings(
                "select a.attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)"
                        + " where i.indrelid = to_regclass(?)"
                        + " and ((? = 'd' and i.indisprimary) or (? = 'i' and i.indisreplident))",
                table.quoted(),
                identity,
                identity);
        List<String> missing =
                naturalKey.stream().filter(column -> !told.contains(column)).toList();
        if (!missing.isEmpty() || told.isEmpty()) {
            throw new CaptureException("A row of " + table + " that is gone does not tell its "
                    + String.join(", ", missing.isEmpty() ? naturalKey : missing)
                    + ". Let the table tell whole rows: alter table " + table.quoted() + " replica identity full.");
        }
    }

    private List<String> strings(String sql, String... arguments) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }
}
