package dev.scd2.sql;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Rejection;
import dev.scd2.timeline.Instants;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a table that somebody else made one of ours, in the open transaction. Confined to one thread. */
final class Takeover {
    private static final String LOAD_ID = "adopt";
    private static final String REFUSAL = "_refusal";
    private static final String START = "_start";
    /** Changes that are applied at once; those of one key always are. */
    private static final int CHANGES_AT_ONCE = 50_000;

    private final Layout layout;
    private final StoreOptions options;
    private final Connection connection;
    private final Sequence sequence;
    private final String zone;
    private final List<Restatement> restatements = new ArrayList<>();
    private long rejected;

    Takeover(Layout layout, StoreOptions options, Connection connection, Sequence sequence, String zone) {
        this.layout = layout;
        this.options = options;
        this.connection = connection;
        this.sequence = sequence;
        this.zone = zone;
    }

    Adopted run(ExistingColumns columns, AdoptionReport report) throws SQLException {
        List<Rejection> refused = refused(new ExistingRows(layout, columns, zone));
        Register register = new Register(layout);
        register.prepare(connection);
        Tables tables = new Tables(layout);
        tables.createBeside(connection);
        complete(columns);
        ExistingRows rows = new ExistingRows(layout, ExistingColumns.require(connection, layout), zone);
        execute("DELETE FROM " + layout.versions + " AS x WHERE " + rows.refusal() + " IS NOT NULL");
        register.register(connection, number(rows));
        mark(rows);
        new Hashes(layout).correct(connection, "TRUE");
        LogWriter log = new LogWriter(layout, connection);
        log.reject(refused);
        rejected += refused.size();
        tell(rows);
        log.audit(List.of(new AuditEntry(
                AuditEntry.Event.ADOPT,
                layout.dimension.name(),
                "rows=" + report.rows() + " keys=" + report.keys() + " findings="
                        + report.findings().size() + " quarantined=" + rejected,
                now())));
        tables.index(connection, 0);
        return new Adopted(report, rejected, restatements);
    }

    /** Returns the rows that cannot be kept as they are, with all of their columns. */
    private List<Rejection> refused(ExistingRows rows) throws SQLException {
        List<Rejection> refused = new ArrayList<>();
        Rows.each(
                connection,
                "SELECT x.*, " + rows.refusal() + " AS " + layout.quote(REFUSAL) + ", " + rows.start() + " AS "
                        + layout.quote(START) + " FROM " + layout.versions
                        + " AS x WHERE " + rows.refusal() + " IS NOT NULL ORDER BY " + rows.order(),
                List.of(),
                row -> {
                    Map<String, @Nullable Object> fields = new LinkedHashMap<>(ResultSetFields.of(row));
                    Finding.Kind kind = Finding.Kind.valueOf(String.valueOf(fields.remove(REFUSAL)));
                    Long start = (Long) fields.remove(START);
                    refused.add(rejection(kind, fields, start, refused.size()));
                });
        return refused;
    }

    private Rejection rejection(
            Finding.Kind kind, Map<String, @Nullable Object> fields, @Nullable Long start, int number) {
        Instant from = start == null ? null : Instants.ofMicros(start);
        Observation change = new Observation(fields, from, sequence, null);
        byte[] hash = AttributeHash.sha256()
                .digest((kind + " " + number + " " + ChangeText.of(change)).getBytes(StandardCharsets.UTF_8));
        return new Rejection(
                reason(kind),
                "A row of the adopted table could not be kept: " + kind.rule()
                        + ". Mend it and release it, or discard it.",
                change,
                key(fields),
                HexFormat.of().formatHex(hash, 0, 16));
    }

    private @Nullable Key key(Map<String, @Nullable Object> fields) {
        try {
            return layout.dimension.key(fields);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static Reason reason(Finding.Kind kind) {
        return switch (kind) {
            case NULL_KEY -> Reason.NULL_KEY;
            case NULL_START -> Reason.NULL_TIME;
            case START_OUT_OF_RANGE -> Reason.TIME_OUT_OF_RANGE;
            default -> Reason.EMPTY_PERIOD;
        };
    }

    /** Widens the columns that are narrower, and adds those that the table lacks. All definitions change before any row does: DuckDB wants it so. */
    private void complete(ExistingColumns columns) throws SQLException {
        String instant = layout.dialect.typeName(ColumnType.TIMESTAMP);
        for (String column : List.of(layout.names.validFrom(), layout.names.validTo())) {
            if (columns.isLocalTime(column)) {
                alter("ALTER COLUMN " + layout.quote(column) + " TYPE " + instant + " USING " + layout.quote(column)
                        + " AT TIME ZONE " + zone);
            }
        }
        for (TableColumn column : columns.narrower()) {
            alter("ALTER COLUMN " + layout.quote(column.name()) + " TYPE " + layout.dialect.typeName(column.type()));
        }
        for (TableColumn column : layout.versionColumns) {
            if (!columns.has(column.name())) {
                alter("ADD COLUMN " + layout.quote(column.name()) + " " + layout.dialect.typeName(column.type()));
            }
        }
        if (columns.has(layout.names.createdAt())) {
            alter("ALTER COLUMN " + layout.quote(layout.names.createdAt()) + " SET DEFAULT current_timestamp");
        } else {
            alter("ADD COLUMN " + new Tables(layout).createdAt());
        }
    }

    private void alter(String what) throws SQLException {
        execute("ALTER TABLE " + layout.versions + " " + what);
    }

    /** Numbers the rows without a surrogate key of their own, in their order; returns the next number. */
    private long number(ExistingRows rows) throws SQLException {
        String surrogate = layout.quote(layout.names.surrogateKey());
        String rowId = layout.dialect.rowId();
        long last = lastSurrogate();
        execute("UPDATE " + layout.versions + " AS v SET " + surrogate + " = s.n FROM (SELECT c.row_id, " + last
                + " + row_number() OVER (ORDER BY c.place) AS n FROM (SELECT x." + rowId + " AS row_id, x." + surrogate
                + " AS number, row_number() OVER (ORDER BY " + rows.order() + ") AS place,"
                + " row_number() OVER (PARTITION BY x." + surrogate + " ORDER BY " + rows.order() + ") AS copy FROM "
                + layout.versions + " AS x) AS c WHERE c.number IS NULL OR c.copy > 1) AS s WHERE v." + rowId
                + " = s.row_id");
        return lastSurrogate() + 1;
    }

    private long lastSurrogate() throws SQLException {
        long[] last = {0};
        Rows.each(
                connection,
                "SELECT coalesce(max(" + layout.quote(layout.names.surrogateKey()) + "), 0) FROM " + layout.versions,
                List.of(),
                row -> last[0] = Math.max(0, row.getLong(1)));
        return last[0];
    }

    /** Writes open ends as they are to look, and the flags that follow from them. */
    private void mark(ExistingRows rows) throws SQLException {
        ColumnNames names = layout.names;
        String open = rows.end() + " >= " + layout.open;
        String openEnd = layout.openEnd == StoreOptions.OpenEnd.NULL ? "NULL" : layout.open;
        execute("UPDATE " + layout.versions + " AS x SET " + layout.quote(names.validTo()) + " = CASE WHEN " + open
                + " THEN " + openEnd + " ELSE " + layout.of("x", names.validTo()) + " END, "
                + layout.quote(names.current()) + " = (" + open + " AND NOT " + rows.deleted() + "), "
                + layout.quote(names.deleted()) + " = " + rows.deleted() + ", " + layout.quote(names.loadId())
                + " = coalesce(" + layout.of("x", names.loadId()) + ", '" + LOAD_ID + "')");
    }

    /** Tells the rows to the law, which makes the versions what the rows say. */
    private void tell(ExistingRows rows) throws SQLException {
        try (DimensionStore store = new Joined(layout.dimension, options, layout.dialect, connection)) {
            History history = History.of(store);
            List<Change> changes = new ArrayList<>();
            rows.each(connection, refused -> {}, ofKey -> {
                new KeyInspection(layout.dimension, ofKey).changes(sequence, changes::add);
                if (changes.size() >= CHANGES_AT_ONCE) {
                    apply(history, changes);
                }
            });
            apply(history, changes);
        }
    }

    private void apply(History history, List<Change> changes) {
        boolean ends = changes.stream().anyMatch(Delete.class::isInstance);
        if (ends && layout.dimension.deletePolicy() == DeletePolicy.IGNORE) {
            throw new InvalidChangeException(
                    Reason.WRONG_KIND,
                    "Dimension " + layout.dimension + " ignores deletes, and its table has versions that end without"
                            + " a next one. Declare another delete policy. Nothing was written.");
        }
        BatchResult result =
                history.apply(Batch.builder().changes(changes).loadId(LOAD_ID).build());
        restatements.addAll(result.plan().restatements());
        rejected += result.rejected();
        changes.clear();
    }

    private long now() throws SQLException {
        long[] now = {0};
        Rows.each(
                connection,
                "SELECT " + layout.dialect.epochMicros("current_timestamp"),
                List.of(),
                row -> now[0] = row.getLong(1));
        return now[0];
    }

    private void execute(String sql) throws SQLException {
        Staging.execute(connection, sql);
    }

    /** The store in this transaction. */
    private static final class Joined extends SqlStore {
        Joined(Dimension dimension, StoreOptions options, Dialect dialect, Connection connection) {
            super(dimension, options, dialect, connection);
        }

        @Override
        protected DimensionStore reopened(Dimension wider) {
            throw new UnsupportedOperationException("A table is adopted as it is.");
        }
    }
}
