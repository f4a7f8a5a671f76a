package dev.scd2.examples.healthcare;

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
import java.util.function.UnaryOperator;

/** What a warehouse holds: of each table its rows as text, sorted. */
final class WarehouseContent {
    private static final Map<String, String> KEYS = Map.of(
            "member", "member_id",
            "plan", "plan_id, effective_year",
            "provider", "provider_id",
            "enrollment", "member_id, coverage_type");
    private static final String TABLES = "select schema_name || '.\"' || table_name || '\"' from duckdb_tables()"
            + " where schema_name in ('raw', 'staging', 'intermediate', 'marts', 'dq') order by 1";

    private WarehouseContent() {}

    /** Returns all there is, also what is numbered and stamped on the way. */
    static Map<String, List<String>> everything(Path file) throws SQLException {
        return content(file, table -> "select * from " + table);
    }

    /** Returns what two warehouses must share that were filled from the same lake: all but times of loading and secrets. */
    static Map<String, List<String>> replayed(Path file) throws SQLException {
        return content(
                file,
                table -> "select columns(lambda c: c not in ('created_at', '_loaded_at', 'erasure_secret')) from "
                        + table);
    }

    /**
     * Returns what two warehouses must share that were filled by the same simulation, each from a server of its own: all
     * but log positions, offsets, loads and surrogates. A surrogate is replaced by what it stands for, a log position by
     * its rank among those of its key.
     */
    static Map<String, List<String>> comparable(Path file) throws SQLException {
        Map<String, List<String>> content = content(file, WarehouseContent::comparable);
        try (Connection warehouse = DuckDbStore.connect(file)) {
            content.put("poison", rows(warehouse, poison(content)));
        }
        return content;
    }

    private static Map<String, List<String>> content(Path file, UnaryOperator<String> query) throws SQLException {
        try (Connection warehouse = DuckDbStore.connect(file)) {
            Map<String, List<String>> content = new TreeMap<>();
            for (String table : rows(warehouse, TABLES)) {
                content.put(table, rows(warehouse, query.apply(table)));
            }
            return content;
        }
    }

    private static String comparable(String table) {
        String name = table.substring(table.indexOf('"') + 1, table.length() - 1);
        if (table.startsWith("raw.")) {
            return "select key, op, before, after, row_number() over (partition by key order by lsn, total_order)"
                    + " from (select distinct on (lsn, total_order) * from " + table + " where problem is null)";
        }
        if (table.startsWith("staging.")) {
            return "select * exclude (lsn, total_order) from " + table;
        }
        if (table.startsWith("dq.")) {
            return "select * exclude (part, off) from " + table + " where reason <> 'MALFORMED'";
        }
        if (name.equals("fact_claim_line")) {
            return fact(table);
        }
        if (name.equals("scd2_dimension")) {
            return "select * exclude (next_surrogate, batches, generation, erasure_secret) from " + table;
        }
        if (name.endsWith("_position")) {
            return "select source, partition from " + table;
        }
        return name.startsWith("dim_") ? dimension(table, name.substring("dim_".length())) : "select * from " + table;
    }

    private static String dimension(String table, String name) {
        if (name.endsWith("_evidence")) {
            String keys = KEYS.get(name.substring(0, name.indexOf('_')));
            return "select * exclude (_sequence, _partition, _offset), row_number() over (partition by " + keys
                    + " order by string_split(_sequence, '.')::bigint[]) from " + table;
        }
        if (name.endsWith("_quarantine")) {
            return "select identity, reason, message, source, payload from " + table;
        }
        if (name.endsWith("_audit")) {
            return "select * exclude (happened_at) from " + table;
        }
        if (name.endsWith("_snapshot")) {
            return "select * from " + table;
        }
        return "select * exclude (" + name + "_sk, load_id, created_at) from " + table;
    }

    private static String fact(String table) {
        StringBuilder columns = new StringBuilder("select f.* exclude (");
        StringBuilder joins = new StringBuilder(" from " + table + " f");
        StringBuilder meant = new StringBuilder();
        String comma = "";
        for (Map.Entry<String, String> dimension : KEYS.entrySet()) {
            String name = dimension.getKey();
            columns.append(comma).append(name).append("_sk");
            comma = ", ";
            for (String key : dimension.getValue().split(", ", -1)) {
                meant.append(", ").append(name).append('.').append(key);
            }
            meant.append(", ").append(name).append(".validity_start_ts");
            joins.append(" left join (select distinct on (" + name + "_sk) * from marts.dim_" + name + ") " + name
                    + " on f." + name + "_sk = " + name + '.' + name + "_sk");
        }
        columns.append(comma).append("as_paid_sk");
        return columns.append(')').append(meant).append(joins).toString();
    }

    /**
     * What was unreadable, once each. Where a crash made the feed longer there may be more behind the end of the shorter
     * one.
     */
    private static String poison(Map<String, List<String>> content) {
        long changes = content.entrySet().stream()
                .filter(table -> table.getKey().startsWith("raw."))
                .mapToLong(table -> table.getValue().size())
                .sum();
        String all = String.join(
                " union all ",
                content.keySet().stream()
                        .filter(table -> table.startsWith("raw."))
                        .map(table -> "select payload from " + table + " where problem is not null")
                        .toList());
        return "select distinct payload from (" + all + ") where regexp_extract(payload, '[0-9]+$')::bigint <= "
                + changes;
    }

    private static List<String> rows(Connection warehouse, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = warehouse.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    text.append(i == 1 ? "" : " | ").append(row.getString(i));
                }
                rows.add(text.toString());
            }
        }
        rows.sort(null);
        return rows;
    }
}
