package dev.scd2.sql;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes attribute hashes of stored versions anew, some thousand at a time. Immutable. */
final class Hashes {
    private static final int CHUNK = 50_000;

    private final Layout layout;

    Hashes(Layout layout) {
        this.layout = layout;
    }

    /** Corrects the hashes of the versions {@code v} that meet {@code condition}. */
    void correct(Connection connection, String condition) throws SQLException {
        String surrogate = layout.of("v", layout.names.surrogateKey());
        String from = " FROM " + layout.versions + " AS v WHERE " + condition + " AND " + surrogate + " > ?";
        long[] chunk = {Long.MIN_VALUE, Long.MIN_VALUE};
        while (true) {
            Rows.each(
                    connection,
                    "SELECT max(n) FROM (SELECT DISTINCT " + surrogate + " AS n" + from + " ORDER BY 1 LIMIT " + CHUNK
                            + ") AS c",
                    List.of(chunk[0]),
                    row -> chunk[1] = Cells.readMicros(row, 1, Long.MIN_VALUE));
            if (chunk[1] == Long.MIN_VALUE) {
                return;
            }
            correct(connection, from + " AND " + surrogate + " <= ?", List.of(chunk[0], chunk[1]));
            chunk[0] = chunk[1];
        }
    }

    private void correct(Connection connection, String from, List<Object> bound) throws SQLException {
        boolean bitemporal = layout.dimension.isBitemporal();
        List<TableColumn> name =
                new ArrayList<>(List.of(new TableColumn(layout.names.surrogateKey(), ColumnType.LONG)));
        if (bitemporal) {
            name.add(new TableColumn(layout.names.systemFrom(), ColumnType.TIMESTAMP));
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        Rows.each(
                connection,
                "SELECT " + layout.readable("v", name) + ", " + layout.readable("v", layout.attributes) + from,
                bound,
                row -> {
                    Object[] cells = new Object[name.size() + 1];
                    for (int i = 0; i < name.size(); i++) {
                        cells[i] = row.getLong(i + 1);
                    }
                    cells[name.size()] =
                            AttributeHash.of(layout.dimension, Cells.readRow(row, name.size() + 1, layout.attributes));
                    rows.add(cells);
                });
        List<TableColumn> columns = new ArrayList<>(name);
        columns.add(new TableColumn(layout.names.attributeHash(), ColumnType.TEXT));
        String hash = layout.quote(layout.names.attributeHash());
        String same = String.join(
                " AND ",
                name.stream()
                        .map(column -> layout.of("v", column.name()) + " = " + layout.of("s", column.name()))
                        .toList());
        try (Staging staged = Staging.of(connection, layout, columns, rows.iterator())) {
            staged.execute("UPDATE " + layout.versions + " AS v SET " + hash + " = s." + hash + " FROM "
                    + staged.table() + " AS s WHERE " + same);
        }
    }
}
