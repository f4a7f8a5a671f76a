package dev.scd2.sql;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.ColumnType;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a plan: each kind of row is staged in bulk and applied by one statement over the set. Confined to one thread.
 */
final class PlanWriter {
    private final Layout layout;
    private final EvidenceRows evidenceRows;
    private final Connection connection;

    PlanWriter(Layout layout, Connection connection) {
        this.layout = layout;
        this.evidenceRows = new EvidenceRows(layout);
        this.connection = connection;
    }

    void write(MutationPlan plan) throws SQLException {
        writeVersions(plan);
        forget(plan.superseded());
        insert(layout.evidence, layout.evidenceColumns, plan.evidence(), evidenceRows::cells);
        new LogWriter(layout, connection).write(plan);
    }

    private void writeVersions(MutationPlan plan) throws SQLException {
        List<Insert> inserts = new ArrayList<>();
        Map<Long, Interval> resizes = new LinkedHashMap<>();
        Map<Long, Version> overwrites = new LinkedHashMap<>();
        List<Long> retracts = new ArrayList<>();
        for (Mutation mutation : plan.mutations()) {
            mutation.accept(new Mutation.Visitor<@Nullable Void>() {
                @Override
                public @Nullable Void insert(Insert insert) {
                    inserts.add(insert);
                    return null;
                }

                @Override
                public @Nullable Void resize(Resize resize) {
                    resizes.put(resize.surrogate(), resize.after());
                    return null;
                }

                @Override
                public @Nullable Void overwrite(Overwrite overwrite) {
                    overwrites.put(overwrite.surrogate(), overwrite.after());
                    return null;
                }

                @Override
                public @Nullable Void retract(Retract retract) {
                    retracts.add(retract.surrogate());
                    return null;
                }
            });
        }
        retract(retracts);
        overwrite(overwrites, resizes);
        resize(resizes);
        insert(layout.versions, layout.versionColumns, inserts, insert -> cells(insert, plan.loadId()));
    }

    private void retract(List<Long> surrogates) throws SQLException {
        if (surrogates.isEmpty()) {
            return;
        }
        String surrogate = layout.quote(layout.names.surrogateKey());
        List<TableColumn> columns = List.of(new TableColumn("_n", ColumnType.LONG));
        try (Staging gone = stage(columns, surrogates, n -> new Object[] {n})) {
            gone.execute("DELETE FROM " + layout.versions + " AS v USING " + gone.table() + " AS s WHERE v." + surrogate
                    + " = s._n");
        }
    }

    /** Applies the overwrites, each with the resize beside it, which is then taken out of {@code resizes}. */
    private void overwrite(Map<Long, Version> overwrites, Map<Long, Interval> resizes) throws SQLException {
        if (overwrites.isEmpty()) {
            return;
        }
        ColumnNames names = layout.names;
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("_n", ColumnType.LONG));
        columns.addAll(layout.attributes);
        columns.add(new TableColumn(names.validTo(), ColumnType.TIMESTAMP));
        columns.add(new TableColumn(names.current(), ColumnType.BOOLEAN));
        columns.add(new TableColumn(names.deleted(), ColumnType.BOOLEAN));
        columns.add(new TableColumn(names.attributeHash(), ColumnType.TEXT));
        Map<Long, Interval> beside = new HashMap<>();
        overwrites.keySet().forEach(surrogate -> {
            Interval resized = resizes.remove(surrogate);
            if (resized != null) {
                beside.put(surrogate, resized);
            }
        });
        try (Staging changed = stage(columns, overwrites.entrySet(), entry -> {
            Interval resized = beside.get(entry.getKey());
            Version after =
                    resized == null ? entry.getValue() : entry.getValue().over(resized);
            Object[] cells = new Object[columns.size()];
            cells[0] = entry.getKey();
            int i = Cells.put(cells, 1, after.row());
            cells[i] = end(after.interval());
            cells[i + 1] = after.isCurrent();
            cells[i + 2] = after.deleted();
            cells[i + 3] = AttributeHash.of(layout.dimension, after.row());
            return cells;
        })) {
            List<String> sets = new ArrayList<>();
            for (TableColumn column : columns.subList(1, columns.size())) {
                sets.add(layout.quote(column.name()) + " = s." + layout.quote(column.name()));
            }
            update(changed, String.join(", ", sets));
        }
    }

    private void resize(Map<Long, Interval> resizes) throws SQLException {
        if (resizes.isEmpty()) {
            return;
        }
        List<TableColumn> columns = List.of(
                new TableColumn("_n", ColumnType.LONG),
                new TableColumn("_at", ColumnType.TIMESTAMP),
                new TableColumn("_open", ColumnType.BOOLEAN));
        try (Staging moved = stage(columns, resizes.entrySet(), entry -> new Object[] {
            entry.getKey(), end(entry.getValue()), entry.getValue().isOpen()
        })) {
            update(
                    moved,
                    layout.quote(layout.names.validTo()) + " = s._at, " + layout.quote(layout.names.current())
                            + " = (s._open AND NOT v." + layout.quote(layout.names.deleted()) + ")");
        }
    }

    private void update(Staging staged, String sets) throws SQLException {
        staged.execute("UPDATE " + layout.versions + " AS v SET " + sets + " FROM " + staged.table() + " AS s WHERE v."
                + layout.quote(layout.names.surrogateKey()) + " = s._n");
    }

    private @Nullable Object[] cells(Insert insert, String loadId) {
        Version version = insert.version();
        Object[] cells = new Object[layout.versionColumns.size()];
        cells[0] = insert.surrogate();
        int i = Cells.put(cells, 1, insert.key());
        i = Cells.put(cells, i, version.row());
        cells[i++] = version.interval().startMicros();
        cells[i++] = end(version.interval());
        cells[i++] = version.isCurrent();
        cells[i++] = version.deleted();
        cells[i++] = AttributeHash.of(layout.dimension, version.row());
        cells[i] = loadId;
        return cells;
    }

    private static long end(Interval interval) {
        return interval.isOpen() ? VersionRows.OPEN_MICROS : interval.endMicros();
    }

    private void forget(List<Evidence> superseded) throws SQLException {
        if (superseded.isEmpty()) {
            return;
        }
        try (Staging gone = stage(layout.evidenceColumns, superseded, evidenceRows::cells)) {
            gone.execute("DELETE FROM " + layout.evidence + " AS e USING " + gone.table() + " AS s WHERE "
                    + layout.sameKey("e", "s") + " AND e._sequence = s._sequence AND (e._span_id = s._span_id OR "
                    + "(e._span_id IS NULL AND s._span_id IS NULL AND e._valid_from = s._valid_from))");
        }
    }

    private <T> void insert(
            String table, List<TableColumn> columns, List<T> values, Function<T, @Nullable Object[]> cells)
            throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        try (Staging staged = stage(columns, values, cells)) {
            String list = layout.list(columns);
            staged.execute("INSERT INTO " + table + " (" + list + ") SELECT " + list + " FROM " + staged.table());
        }
    }

    private <T> Staging stage(List<TableColumn> columns, Collection<T> values, Function<T, @Nullable Object[]> cells)
            throws SQLException {
        return Staging.of(
                connection, layout, columns, values.stream().map(cells).iterator());
    }
}
