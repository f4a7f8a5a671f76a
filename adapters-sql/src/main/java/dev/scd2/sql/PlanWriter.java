package dev.scd2.sql;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.ColumnType;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a plan: what is new is loaded in bulk; what changes is given, each kind of it, to one statement over the set.
 * Confined to one thread.
 */
final class PlanWriter {
    private static final List<TableColumn> NAMED =
            List.of(new TableColumn("_n", ColumnType.LONG), new TableColumn("_believed", ColumnType.TIMESTAMP));
    private static final List<TableColumn> ENDS =
            List.of(new TableColumn("_at", ColumnType.TIMESTAMP), new TableColumn("_until", ColumnType.TIMESTAMP));

    private final Layout layout;
    private final VersionRows versionRows;
    private final EvidenceRows evidenceRows;
    private final Connection connection;

    PlanWriter(Layout layout, Connection connection) {
        this.layout = layout;
        this.versionRows = new VersionRows(layout);
        this.evidenceRows = new EvidenceRows(layout);
        this.connection = connection;
    }

    void write(MutationPlan plan) throws SQLException {
        for (VersionChanges changes : VersionChanges.slices(plan.mutations(), layout.dialect.slice())) {
            retract(changes.retracted());
            overwrite(changes.overwritten(VersionChanges.Phase.CUT));
            move(changes.moved(VersionChanges.Phase.CUT));
            overwrite(changes.overwritten(VersionChanges.Phase.GROW));
            move(changes.moved(VersionChanges.Phase.GROW));
            insert(
                    Layout.VERSIONS,
                    layout.versionColumns,
                    changes.inserted(),
                    insert -> versionRows.cells(insert, plan.loadId()));
        }
        forget(plan.superseded());
        insert(Layout.EVIDENCE, layout.evidenceColumns, plan.evidence(), evidenceRows::cells);
        new LogWriter(layout, connection).write(plan);
        new Register(layout).advance(connection, plan);
    }

    private void retract(List<VersionChanges.RowName> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (Given gone = give(NAMED, rows, row -> new @Nullable Object[] {row.surrogate(), row.believedFrom()})) {
            gone.execute("DELETE FROM " + layout.versions + " AS v USING " + gone.table() + " AS s WHERE " + named());
        }
    }

    private void overwrite(List<VersionChanges.Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        ColumnNames names = layout.names;
        List<TableColumn> columns = new ArrayList<>(NAMED);
        columns.addAll(ENDS);
        columns.addAll(layout.attributes);
        columns.add(new TableColumn(names.deleted(), ColumnType.BOOLEAN));
        columns.add(new TableColumn(names.attributeHash(), ColumnType.TEXT));
        try (Given changed = give(columns, changes, change -> {
            Version after = Objects.requireNonNull(change.after());
            Object[] cells = new Object[columns.size()];
            putEnds(cells, change);
            int i = Cells.put(cells, NAMED.size() + ENDS.size(), after.row());
            cells[i] = after.deleted();
            cells[i + 1] = AttributeHash.of(layout.dimension, after.row());
            return cells;
        })) {
            List<String> sets = new ArrayList<>();
            for (TableColumn column : columns.subList(NAMED.size() + ENDS.size(), columns.size())) {
                sets.add(layout.quote(column.name()) + " = " + layout.of("s", column.name()));
            }
            update(changed, String.join(", ", sets) + ", " + versionRows.ends(layout.of("s", names.deleted())));
        }
    }

    private void move(List<VersionChanges.Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        List<TableColumn> columns = Layout.concat(NAMED, ENDS);
        try (Given moved = give(columns, changes, change -> {
            Object[] cells = new Object[columns.size()];
            putEnds(cells, change);
            return cells;
        })) {
            update(moved, versionRows.ends(layout.of("v", layout.names.deleted())));
        }
    }

    private static void putEnds(@Nullable Object[] cells, VersionChanges.Change change) {
        cells[0] = change.name().surrogate();
        cells[1] = change.name().believedFrom();
        cells[2] = change.validTo() == null ? null : (Long) VersionRows.sentinel(change.validTo());
        cells[3] = change.believedTo() == null ? null : (Long) VersionRows.sentinel(change.believedTo());
    }

    private void update(Given given, String sets) throws SQLException {
        given.execute("UPDATE " + layout.versions + " AS v SET " + sets + " FROM " + given.table() + " AS s WHERE "
                + named());
    }

    private String named() {
        return layout.of("v", layout.names.surrogateKey()) + " = s._n"
                + (layout.dimension.isBitemporal()
                        ? " AND " + layout.of("v", layout.names.systemFrom()) + " = s._believed"
                        : "");
    }

    private void forget(List<Evidence> superseded) throws SQLException {
        if (superseded.isEmpty()) {
            return;
        }
        try (Given gone = give(layout.evidenceColumns, superseded, evidenceRows::cells)) {
            gone.execute("DELETE FROM " + layout.evidence + " AS e USING " + gone.table() + " AS s WHERE "
                    + layout.sameKey("e", "s") + " AND " + EvidenceRows.samePlace("e", "s"));
        }
    }

    private <T> void insert(
            String suffix, List<TableColumn> columns, List<T> values, Function<T, @Nullable Object[]> cells)
            throws SQLException {
        if (!values.isEmpty()) {
            layout.dialect.load(
                    connection,
                    layout.name(suffix),
                    columns,
                    values.stream().map(cells).iterator());
        }
    }

    private <T> Given give(List<TableColumn> columns, List<T> values, Function<T, @Nullable Object[]> cells)
            throws SQLException {
        return Given.of(connection, layout, columns, values.stream().map(cells).toList());
    }
}
