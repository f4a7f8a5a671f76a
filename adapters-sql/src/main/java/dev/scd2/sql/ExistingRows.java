package dev.scd2.sql;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a table that somebody else made, one key after the other, each in the order of start and end. Immutable. */
final class ExistingRows {
    private static final String FIRST = "TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00'";

    private final Layout layout;
    private final ExistingColumns columns;
    private final String zone;

    /**
     * Makes a reader.
     *
     * @param zone the zone of timestamps without one, as a literal of SQL
     */
    ExistingRows(Layout layout, ExistingColumns columns, String zone) {
        this.layout = layout;
        this.columns = columns;
        this.zone = zone;
    }

    /** Shows the rows that cannot be kept one by one, and those that can as a list for each key. */
    void each(Connection connection, Consumer<ExistingRow> refused, Consumer<List<ExistingRow>> kept)
            throws SQLException {
        List<ExistingRow> group = new ArrayList<>();
        long[] number = {0};
        Selection selection = new Selection();
        Rows.each(connection, selection.sql(), List.of(), result -> {
            ExistingRow row = selection.read(result, ++number[0]);
            if (!group.isEmpty() && !Objects.equals(group.get(0).key(), row.key())) {
                kept.accept(List.copyOf(group));
                group.clear();
            }
            if (row.refusal() != null) {
                refused.accept(row);
            } else {
                group.add(row);
            }
        });
        if (!group.isEmpty()) {
            kept.accept(group);
        }
    }

    /** Returns the order of the rows {@code x}. */
    String order() {
        List<String> terms = new ArrayList<>();
        for (TableColumn column : layout.key) {
            terms.add(layout.dialect.ordered(layout.of("x", column.name()), column.type()) + " NULLS LAST");
        }
        terms.add(time(layout.names.validFrom()) + " NULLS LAST");
        terms.add(end());
        terms.add("x." + layout.dialect.rowId());
        return String.join(", ", terms);
    }

    /** Returns the start of {@code x}, epoch microseconds; null where there is none. */
    String start() {
        return layout.dialect.epochMicros("(" + time(layout.names.validFrom()) + ")");
    }

    /** Returns the end of {@code x}; at least {@link Layout#open} when it is open. */
    String end() {
        return "coalesce(" + time(layout.names.validTo()) + ", " + layout.open + ")";
    }

    /** Returns the name of the {@link Finding.Kind} for which {@code x} cannot be kept; null if it can. */
    String refusal() {
        String from = time(layout.names.validFrom());
        List<String> nulls = new ArrayList<>();
        for (TableColumn column : layout.key) {
            nulls.add(layout.of("x", column.name()) + " IS NULL");
        }
        return "CASE WHEN " + String.join(" OR ", nulls) + " THEN '" + Finding.Kind.NULL_KEY + "' WHEN "
                + start() + " IS NULL THEN '" + Finding.Kind.NULL_START + "' WHEN "
                + from + " < " + FIRST + " OR " + from + " >= " + layout.open + " THEN '"
                + Finding.Kind.START_OUT_OF_RANGE + "' WHEN " + from + " = " + end() + " THEN '"
                + Finding.Kind.EMPTY_INTERVAL + "' WHEN " + from + " > " + end() + " THEN '"
                + Finding.Kind.INVERTED_INTERVAL + "' END";
    }

    /** Returns an end or a start of {@code x} as a timestamp with a time zone. */
    private String time(String column) {
        return layout.of("x", column) + (columns.isLocalTime(column) ? " AT TIME ZONE " + zone : "");
    }

    /** Returns whether {@code x} marks an absence. */
    String deleted() {
        List<String> terms = new ArrayList<>();
        if (columns.has(layout.names.deleted())) {
            terms.add("coalesce(" + layout.of("x", layout.names.deleted()) + ", FALSE)");
        }
        if (columns.hasForeign(ExistingColumns.DBT_DELETED)) {
            terms.add(
                    "coalesce(lower(CAST(" + layout.of("x", ExistingColumns.DBT_DELETED) + " AS TEXT)), '') = 'true'");
        }
        return terms.isEmpty() ? "FALSE" : "(" + String.join(" OR ", terms) + ")";
    }

    /** The columns of the query, each at the place that its name was given when it was added. Confined to one thread. */
    private final class Selection {
        private final List<String> terms = new ArrayList<>();
        private final Map<String, Integer> places = new HashMap<>();
        private final ColumnNames names = layout.names;

        Selection() {
            add("key", layout.readable("x", layout.key), layout.key.size());
            add("row", layout.readable("x", layout.attributes), layout.attributes.size());
            add("from", start(), 1);
            add("to", layout.dialect.epochMicros("(" + time(names.validTo()) + ")"), 1);
            add("deleted", deleted(), 1);
            add("refusal", refusal(), 1);
            String surrogate = layout.of("x", names.surrogateKey());
            addIf(names.surrogateKey(), "surrogate", surrogate);
            addIf(
                    names.surrogateKey(),
                    "copy",
                    "row_number() OVER (PARTITION BY " + surrogate + " ORDER BY " + order() + ")");
            addIf(ExistingColumns.DBT_ID, "dbt", layout.of("x", ExistingColumns.DBT_ID));
            addIf(names.current(), "current", layout.of("x", names.current()));
            addIf(names.attributeHash(), "hash", layout.of("x", names.attributeHash()));
        }

        private void add(String place, String sql, int width) {
            if (width > 0) {
                int next = places.values().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0);
                places.put(place, next + 1);
                places.put(place + "_end", next + width);
                terms.add(sql);
            }
        }

        private void addIf(String column, String place, String sql) {
            if (columns.has(column)) {
                add(place, sql, 1);
            }
        }

        String sql() {
            return "SELECT " + String.join(", ", terms) + " FROM " + layout.versions + " AS x ORDER BY " + order();
        }

        ExistingRow read(ResultSet result, long number) throws SQLException {
            Row row = layout.attributes.isEmpty()
                    ? Row.of()
                    : Cells.readRow(result, places.get("row"), layout.attributes);
            long to = Cells.readMicros(result, places.get("to"), Interval.OPEN);
            boolean deleted = result.getBoolean(places.get("deleted"));
            String refusal = result.getString(places.get("refusal"));
            boolean open = to >= VersionRows.OPEN_MICROS;
            return new ExistingRow(
                    name(result, number),
                    key(result),
                    row,
                    Cells.readMicros(result, places.get("from"), Evidence.NO_TIME),
                    open ? Interval.OPEN : to,
                    deleted,
                    refusal == null ? null : Finding.Kind.valueOf(refusal),
                    flaws(result, row, open && !deleted));
        }

        private @Nullable Key key(ResultSet result) throws SQLException {
            Object[] parts = new Object[layout.key.size()];
            for (int i = 0; i < parts.length; i++) {
                Object part = Cells.read(
                        result, places.get("key") + i, layout.key.get(i).type());
                if (part == null) {
                    return null;
                }
                parts[i] = part;
            }
            return Key.of(parts);
        }

        private String name(ResultSet result, long number) throws SQLException {
            String surrogate = text(result, "surrogate");
            if (surrogate != null) {
                return names.surrogateKey() + "=" + surrogate;
            }
            String dbt = text(result, "dbt");
            return dbt != null ? ExistingColumns.DBT_ID + "=" + dbt : "row=" + number;
        }

        private @Nullable String text(ResultSet result, String place) throws SQLException {
            return places.containsKey(place) ? result.getString(places.get(place)) : null;
        }

        private List<Finding.Kind> flaws(ResultSet result, Row row, boolean current) throws SQLException {
            List<Finding.Kind> flaws = new ArrayList<>();
            if (places.containsKey("current") && result.getBoolean(places.get("current")) != current) {
                flaws.add(Finding.Kind.WRONG_CURRENT);
            }
            if (places.containsKey("hash")
                    && !AttributeHash.of(layout.dimension, row).equals(text(result, "hash"))) {
                flaws.add(Finding.Kind.WRONG_HASH);
            }
            if (places.containsKey("surrogate")) {
                if (text(result, "surrogate") == null) {
                    flaws.add(Finding.Kind.NULL_SURROGATE);
                } else if (result.getLong(places.get("copy")) > 1) {
                    flaws.add(Finding.Kind.DUPLICATE_SURROGATE);
                }
            }
            return flaws;
        }
    }
}
