package dev.scd2.sql;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.sql.StageTable.Op;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a plan as {@link PlanWriter} does: all of it travels at once in a {@link StageTable}, and one statement for each
 * table that changes takes it from there. So the number of statements does not depend on the number of rows. Confined to one
 * thread.
 */
final class StageWriter {
    /** Where the identity stands in a row of quarantine. */
    private static final int IDENTITY = 1;

    private final Layout layout;
    private final Connection connection;
    private final StageTable stage;
    private final StageOpening opening;
    private final VersionRows versionRows;
    private final EvidenceRows evidenceRows;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private final Set<Op> ops = EnumSet.noneOf(Op.class);

    StageWriter(Layout layout, Connection connection, StageTable stage, StageOpening opening) {
        this.layout = layout;
        this.connection = connection;
        this.stage = stage;
        this.opening = opening;
        this.versionRows = new VersionRows(layout);
        this.evidenceRows = new EvidenceRows(layout);
    }

    /** Writes it as batch {@code id}; {@code nextSurrogate} is the first key that is free then. */
    void write(MutationPlan plan, long nextSurrogate, String id) throws SQLException {
        addVersions(plan);
        addEvidence(plan);
        addLogs(plan);
        if (!rows.isEmpty()) {
            stage.load(rows.iterator());
        }
        writeVersions();
        writeEvidence();
        writeLogs();
        new Register(layout)
                .advance(connection, plan, nextSurrogate, opening.recent().with(id));
    }

    private void add(Op op, List<TableColumn> columns, List<@Nullable Object[]> cells) {
        if (!cells.isEmpty()) {
            ops.add(op);
            StageTable.Shape shape = stage.shape(op, columns);
            cells.forEach(row -> rows.add(shape.of(row)));
        }
    }

    private void addVersions(MutationPlan plan) {
        VersionChanges changes = VersionChanges.of(plan.mutations());
        Map<VersionChanges.RowName, Key> keys = new HashMap<>();
        plan.mutations()
                .forEach(mutation -> keys.put(
                        new VersionChanges.RowName(mutation.surrogate(), mutation.believedFrom()), mutation.key()));
        Set<VersionChanges.RowName> inserted = new HashSet<>();
        List<@Nullable Object[]> inserts = new ArrayList<>();
        for (Insert insert : changes.inserted()) {
            inserted.add(new VersionChanges.RowName(insert.surrogate(), insert.believedFrom()));
            inserts.add(versionRows.cells(insert, plan.loadId()));
        }
        add(Op.INSERT, layout.versionColumns, inserts);
        add(
                Op.RETRACT,
                named(),
                changes.retracted().stream()
                        .filter(name -> !inserted.contains(name))
                        .map(name -> named(name, keys, named().size()))
                        .toList());
        List<TableColumn> moved = new ArrayList<>(named());
        moved.add(new TableColumn("_at", ColumnType.TIMESTAMP));
        moved.add(new TableColumn("_until", ColumnType.TIMESTAMP));
        List<TableColumn> overwritten = new ArrayList<>(moved);
        overwritten.addAll(said());
        List<@Nullable Object[]> moves = new ArrayList<>();
        List<@Nullable Object[]> overwrites = new ArrayList<>();
        Set<VersionChanges.RowName> gone = new HashSet<>(changes.retracted());
        for (VersionChanges.Change change : changes.changed()) {
            if (gone.contains(change.name())) { // a plan may overwrite what it retracts
                continue;
            }
            Version after = change.after();
            Object[] cells = named(change.name(), keys, after == null ? moved.size() : overwritten.size());
            int at = named().size();
            cells[at] = change.validTo() == null ? null : (Long) VersionRows.sentinel(change.validTo());
            cells[at + 1] = change.believedTo() == null ? null : (Long) VersionRows.sentinel(change.believedTo());
            if (after == null) {
                moves.add(cells);
            } else {
                int next = Cells.put(cells, at + 2, after.row());
                cells[next] = after.deleted();
                cells[next + 1] = AttributeHash.of(layout.dimension, after.row());
                overwrites.add(cells);
            }
        }
        add(Op.MOVE, moved, moves);
        add(Op.OVERWRITE, overwritten, overwrites);
    }

    /** The columns that name a version: its natural key, too, by which a warehouse leaves out most of the table. */
    private List<TableColumn> named() {
        List<TableColumn> columns = new ArrayList<>(layout.key);
        columns.add(new TableColumn(layout.names.surrogateKey(), ColumnType.LONG));
        if (layout.dimension.isBitemporal()) {
            columns.add(new TableColumn(layout.names.systemFrom(), ColumnType.TIMESTAMP));
        }
        return columns;
    }

    private @Nullable Object[] named(VersionChanges.RowName name, Map<VersionChanges.RowName, Key> keys, int width) {
        Object[] cells = new Object[width];
        int at = Cells.put(cells, 0, keys.get(name));
        cells[at] = name.surrogate();
        if (layout.dimension.isBitemporal()) {
            cells[at + 1] = name.believedFrom();
        }
        return cells;
    }

    /** The columns of what a version says. */
    private List<TableColumn> said() {
        List<TableColumn> columns = new ArrayList<>(layout.attributes);
        columns.add(new TableColumn(layout.names.deleted(), ColumnType.BOOLEAN));
        columns.add(new TableColumn(layout.names.attributeHash(), ColumnType.TEXT));
        return columns;
    }

    private void addEvidence(MutationPlan plan) {
        Map<Key, List<Evidence>> taken = new HashMap<>();
        plan.evidence()
                .forEach(evidence -> taken.computeIfAbsent(evidence.key(), key -> new ArrayList<>())
                        .add(evidence));
        add(
                Op.FORGET,
                layout.evidenceColumns,
                plan.superseded().stream()
                        .filter(gone -> taken.getOrDefault(gone.key(), List.of()).stream()
                                .noneMatch(gone::isAtPlaceOf))
                        .map(evidenceRows::cells)
                        .toList());
        add(
                Op.EVIDENCE,
                layout.evidenceColumns,
                plan.evidence().stream().map(evidenceRows::cells).toList());
    }

    private void addLogs(MutationPlan plan) {
        Dialect dialect = layout.dialect;
        add(Op.MARK, StageTable.logged(Marks.COLUMNS), Marks.rows(plan.marks()));
        Set<String> resolved = new LinkedHashSet<>(plan.resolved());
        List<@Nullable Object[]> rejected = new ArrayList<>();
        List<@Nullable Object[]> again = new ArrayList<>();
        for (Object[] row : LogWriter.cells(dialect, opening.lastRejection(), plan.rejections())) {
            (resolved.remove(Objects.requireNonNull(row[IDENTITY])) ? again : rejected).add(row);
        }
        add(Op.REJECTED, StageTable.logged(LogWriter.QUARANTINE), rejected);
        add(Op.REJECTED_AGAIN, StageTable.logged(LogWriter.QUARANTINE), again);
        add(
                Op.RESOLVED,
                StageTable.logged(LogWriter.IDENTITY),
                resolved.stream()
                        .map(identity -> new @Nullable Object[] {identity})
                        .toList());
        add(Op.POSITION, StageTable.logged(LogWriter.POSITION), LogWriter.furthest(plan.reached()));
        List<@Nullable Object[]> entries = new ArrayList<>();
        plan.audit()
                .forEach(entry ->
                        entries.add(LogWriter.cells(dialect, opening.lastEntry() + entries.size() + 1, entry)));
        add(Op.AUDIT, StageTable.logged(LogWriter.AUDIT), entries);
    }

    private void writeVersions() throws SQLException {
        boolean onlyNew = !has(Op.RETRACT) && !has(Op.MOVE) && !has(Op.OVERWRITE);
        if (onlyNew) {
            copy(Op.INSERT, layout.versions, layout.versionColumns, layout.versionColumns);
            return;
        }
        String said = sets(said()) + ", ";
        merge(
                layout.versions + " AS v",
                stage.rows(Op.INSERT, Op.OVERWRITE, Op.MOVE, Op.RETRACT),
                layout.sameKey("v", "s") + " AND " + same("v", "s", named().subList(layout.key.size(), named().size())),
                "MATCHED AND s._op = '" + Op.RETRACT + "' THEN DELETE",
                "MATCHED AND s._op = '" + Op.MOVE + "' THEN UPDATE SET "
                        + versionRows.ends(layout.of("v", layout.names.deleted())),
                "MATCHED AND s._op = '" + Op.OVERWRITE + "' THEN UPDATE SET " + said
                        + versionRows.ends(layout.of("s", layout.names.deleted())),
                "MATCHED AND s._op = '" + Op.INSERT + "' THEN UPDATE SET " + sets(layout.versionColumns),
                "NOT MATCHED AND s._op = '" + Op.INSERT + "' THEN "
                        + insert(layout.versionColumns, layout.versionColumns));
    }

    private void writeEvidence() throws SQLException {
        if (!has(Op.EVIDENCE) && !has(Op.FORGET)) {
            return;
        }
        merge(
                layout.evidence + " AS e",
                stage.rows(Op.EVIDENCE, Op.FORGET),
                layout.sameKey("e", "s") + " AND " + EvidenceRows.samePlace("e", "s"),
                "MATCHED AND s._op = '" + Op.FORGET + "' THEN DELETE",
                "MATCHED THEN UPDATE SET " + sets(layout.evidenceColumns),
                "NOT MATCHED AND s._op = '" + Op.EVIDENCE + "' THEN "
                        + insert(layout.evidenceColumns, layout.evidenceColumns));
    }

    private void writeLogs() throws SQLException {
        if (has(Op.MARK)) {
            List<TableColumn> columns = StageTable.logged(Marks.COLUMNS);
            merge(
                    layout.snapshots + " AS x",
                    stage.rows(Op.MARK),
                    joined(Marks.COLUMNS.subList(0, 5), columns, " IS NOT DISTINCT FROM "),
                    "MATCHED AND s._log_system_time < x.system_time THEN UPDATE SET system_time = s._log_system_time",
                    "NOT MATCHED THEN " + insert(Marks.COLUMNS, columns));
        }
        if (has(Op.REJECTED) || has(Op.REJECTED_AGAIN) || has(Op.RESOLVED)) {
            List<TableColumn> columns = StageTable.logged(LogWriter.QUARANTINE);
            merge(
                    layout.quarantine + " AS x",
                    stage.rows(Op.REJECTED, Op.REJECTED_AGAIN, Op.RESOLVED),
                    joined(LogWriter.IDENTITY, StageTable.logged(LogWriter.IDENTITY), " = "),
                    "MATCHED AND s._op = '" + Op.RESOLVED + "' THEN DELETE",
                    "MATCHED AND s._op = '" + Op.REJECTED_AGAIN + "' THEN UPDATE SET "
                            + sets(LogWriter.QUARANTINE, columns),
                    "NOT MATCHED AND s._op <> '" + Op.RESOLVED + "' THEN " + insert(LogWriter.QUARANTINE, columns));
        }
        if (has(Op.POSITION)) {
            List<TableColumn> columns = StageTable.logged(LogWriter.POSITION);
            String offset = layout.quote("offset");
            merge(
                    layout.positions + " AS x",
                    stage.rows(Op.POSITION),
                    joined(LogWriter.POSITION.subList(0, 2), columns, " = "),
                    "MATCHED AND s._log_offset > x." + offset + " THEN UPDATE SET " + offset + " = s._log_offset",
                    "NOT MATCHED THEN " + insert(LogWriter.POSITION, columns));
        }
        copy(Op.AUDIT, layout.audit, LogWriter.AUDIT, StageTable.logged(LogWriter.AUDIT));
    }

    private boolean has(Op op) {
        return ops.contains(op);
    }

    /** Copies rows as they are. */
    private void copy(Op op, String table, List<TableColumn> into, List<TableColumn> from) throws SQLException {
        if (has(op)) {
            Staging.execute(
                    connection,
                    "INSERT INTO " + table + " (" + layout.list(into) + ")\nSELECT " + layout.list("s", from)
                            + "\nFROM " + stage.rows(op) + " AS s");
        }
    }

    private void merge(String target, String source, String on, String... whens) throws SQLException {
        Staging.execute(
                connection,
                "MERGE INTO " + target + "\nUSING " + source + " AS s\nON " + on + "\nWHEN "
                        + String.join("\nWHEN ", whens));
    }

    private String insert(List<TableColumn> into, List<TableColumn> from) {
        return "INSERT (" + layout.list(into) + ") VALUES (" + layout.list("s", from) + ")";
    }

    private String sets(List<TableColumn> columns) {
        return sets(columns, columns);
    }

    private String sets(List<TableColumn> into, List<TableColumn> from) {
        List<String> sets = new ArrayList<>();
        for (int i = 0; i < into.size(); i++) {
            sets.add(layout.quote(into.get(i).name()) + " = "
                    + layout.of("s", from.get(i).name()));
        }
        return String.join(", ", sets);
    }

    private String same(String a, String b, List<TableColumn> columns) {
        return columns.stream()
                .map(column -> layout.of(a, column.name()) + " = " + layout.of(b, column.name()))
                .collect(Collectors.joining(" AND "));
    }

    private String joined(List<TableColumn> ofTarget, List<TableColumn> ofSource, String sign) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < ofTarget.size(); i++) {
            terms.add(layout.of("x", ofTarget.get(i).name())
                    + sign
                    + layout.of("s", ofSource.get(i).name()));
        }
        return String.join(" AND ", terms);
    }
}
