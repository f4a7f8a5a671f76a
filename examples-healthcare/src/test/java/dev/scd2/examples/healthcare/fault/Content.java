package dev.scd2.examples.healthcare.fault;

import dev.scd2.lake.DuckDbStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a warehouse holds, as sorted lines of text by table. */
final class Content {
    private Content() {}

    /**
     * Returns what two chains must share that read one log: of the raw tables each change once with all its columns, where it
     * lay in a topic aside; of the dimensions the versions, the evidence and the quarantine, with all columns but the ones that
     * number and stamp what was written.
     */
    static Map<String, List<String>> of(Path warehouse) throws SQLException {
        Map<String, String> queries = new TreeMap<>();
        for (String entity : Place.ENTITIES) {
            queries.put(
                    "raw." + entity,
                    "select distinct op, key, before, after, lsn, total_order, tx_id, ts_us from raw." + entity
                            + " where problem is null");
            String dimension = "dim_" + entity;
            queries.put(dimension, "select * exclude (surrogate_key, load_id, created_at) from " + dimension);
            queries.put(
                    dimension + "_evidence", "select * exclude (_partition, _offset) from " + dimension + "_evidence");
            queries.put(
                    dimension + "_quarantine",
                    "select identity, reason, message, source, payload from " + dimension + "_quarantine");
        }
        return rows(warehouse, queries);
    }

    static Map<String, List<String>> rows(Path warehouse, Map<String, String> queries) throws SQLException {
        try (Connection connection = DuckDbStore.connect(warehouse)) {
            Map<String, List<String>> content = new TreeMap<>();
            for (Map.Entry<String, String> query : queries.entrySet()) {
                content.put(query.getKey(), rows(connection, query.getValue()));
            }
            return content;
        }
    }

    static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(String.valueOf(row.getString(i)));
                }
                rows.add(String.join(" | ", cells));
            }
        }
        rows.sort(null);
        return rows;
    }

    /** Returns the number that a query answers. */
    static long count(Path warehouse, String query) throws SQLException {
        try (Connection connection = DuckDbStore.connect(warehouse)) {
            return Long.parseLong(rows(connection, query).get(0));
        }
    }
}
