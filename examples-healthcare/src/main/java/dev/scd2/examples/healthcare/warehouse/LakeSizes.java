package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.lake.Lake;
import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.LakePartition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much room the rows of the lake take as Parquet, and would take as CSV and as JSON, in bytes: one line a row, as DuckDB
 * writes them, counted without writing them. Immutable.
 *
 * @param lines an entity each, those of the lake only
 */
public record LakeSizes(List<Line> lines) {
    private static final List<String> COLUMNS = List.of(
            "op",
            "key",
            "before",
            "after",
            "lsn",
            "total_order",
            "tx_id",
            "ts_us",
            "part",
            "off",
            "problem",
            "payload");

    /** Copies the list. */
    public LakeSizes {
        lines = List.copyOf(lines);
    }

    /**
     * What one entity takes.
     *
     * @param rows how many messages
     * @param files of Parquet
     */
    public record Line(String entity, long rows, long files, long parquet, long csv, long json) {
        /** Returns what share of {@code other} bytes Parquet saves, from 0 to 1; below 0 where it takes more. */
        public double saved(long other) {
            return other == 0 ? 0 : 1 - (double) parquet / other;
        }
    }

    /** Returns all entities in one line. */
    public Line total() {
        Line sum = new Line("all", 0, 0, 0, 0, 0);
        for (Line line : lines) {
            sum = new Line(
                    sum.entity,
                    sum.rows + line.rows,
                    sum.files + line.files,
                    sum.parquet + line.parquet,
                    sum.csv + line.csv,
                    sum.json + line.json);
        }
        return sum;
    }

    /**
     * Measures the files of a lake, and the rows that a warehouse loaded from them.
     *
     * @throws SQLException if an entity has no raw table
     */
    public static LakeSizes of(LakeLocation location, Path cache, Connection warehouse) throws SQLException {
        Map<String, List<LakePartition>> partitions;
        try (Lake lake = Lake.open(location, cache)) {
            partitions = lake.list().stream().collect(Collectors.groupingBy(LakePartition::entity));
        }
        List<Line> lines = new ArrayList<>();
        for (OltpTable table : OltpSchema.entities()) {
            List<LakePartition> held = partitions.getOrDefault(table.tableName(), List.of());
            if (!held.isEmpty()) {
                String raw = "raw.\"" + table.tableName() + '"';
                lines.add(new Line(
                        table.tableName(),
                        held.stream().mapToLong(LakePartition::rows).sum(),
                        held.stream().mapToLong(LakePartition::files).sum(),
                        held.stream().mapToLong(LakePartition::bytes).sum(),
                        csv(warehouse, raw),
                        json(warehouse, raw)));
            }
        }
        return new LakeSizes(lines);
    }

    /** Returns the bytes of a CSV file with a header. */
    static long csv(Connection warehouse, String table) throws SQLException {
        String cells = each(column ->
                        "coalesce(CASE WHEN regexp_matches(CAST(" + column + " AS VARCHAR), '[,\"\\n\\r]')"
                                + " THEN strlen(replace(CAST(" + column
                                + " AS VARCHAR), '\"', '\"\"')) + 2 ELSE strlen(CAST(" + column
                                + " AS VARCHAR)) END, 0)")
                .collect(Collectors.joining(" + "));
        return String.join(",", COLUMNS).length() + 1 + sum(warehouse, table, cells + " + " + COLUMNS.size());
    }

    /** Returns the bytes of a file with a JSON object in each line. */
    static long json(Connection warehouse, String table) throws SQLException {
        String row = each(column -> column + " := " + column).collect(Collectors.joining(", ", "struct_pack(", ")"));
        return sum(warehouse, table, "strlen(CAST(to_json(" + row + ") AS VARCHAR)) + 1");
    }

    private static Stream<String> each(Function<String, String> term) {
        return COLUMNS.stream().map(column -> term.apply('"' + column + '"'));
    }

    private static long sum(Connection warehouse, String table, String bytes) throws SQLException {
        try (Statement statement = warehouse.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(sum(" + bytes + "), 0) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
