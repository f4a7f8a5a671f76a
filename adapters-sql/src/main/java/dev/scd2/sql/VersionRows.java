package dev.scd2.sql;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Key;
import dev.scd2.error.CorruptTimelineException;
import dev.scd2.mutation.Insert;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How versions are selected, read and written. Immutable. */
final class VersionRows {
    static final long OPEN_MICROS = Instants.MAX.getEpochSecond() * 1_000_000L;

    private final Layout layout;

    VersionRows(Layout layout) {
        this.layout = layout;
    }

    /** Returns the columns after the key, as {@link #read} expects them. */
    String columns(String alias) {
        List<TableColumn> all = layout.versionColumns;
        int attributes = 1 + layout.key.size();
        return layout.readable(alias, all.subList(0, 1)) + ", "
                + layout.readable(alias, all.subList(attributes, all.size()));
    }

    /** Returns how many columns {@link #columns} returns. */
    int width() {
        return layout.versionColumns.size() - layout.key.size();
    }

    StoredVersion read(ResultSet row, int first, Key key) throws SQLException {
        long surrogate = row.getLong(first);
        int from = first + 1 + layout.attributes.size();
        boolean bitemporal = layout.dimension.isBitemporal();
        int tail = bitemporal ? from + 4 : from + 2;
        Version version = new Version(
                interval(row, from, surrogate),
                Cells.readRow(row, first + 1, layout.attributes),
                row.getBoolean(tail + 1));
        return new StoredVersion(
                surrogate,
                key,
                version,
                bitemporal ? interval(row, from + 2, surrogate) : Interval.ALWAYS,
                row.getBoolean(tail),
                text(row, tail + 2),
                text(row, tail + 3));
    }

    private Interval interval(ResultSet row, int at, long surrogate) throws SQLException {
        long from = Cells.readMicros(row, at, Long.MIN_VALUE);
        long to = Cells.readMicros(row, at + 1, Interval.OPEN);
        if (from == Long.MIN_VALUE || from >= to) {
            throw new CorruptTimelineException("The version with surrogate key " + surrogate + " of dimension "
                    + layout.dimension + " does not end after it starts. Correct the row in the table.");
        }
        return new Interval(from, to >= OPEN_MICROS ? Interval.OPEN : to);
    }

    private static String text(ResultSet row, int i) throws SQLException {
        String text = row.getString(i);
        return text == null ? "" : text;
    }

    /** Returns the cells of a row of the table. */
    @Nullable
    Object[] cells(Insert insert, String loadId) {
        Version version = insert.version();
        Object[] cells = new Object[layout.versionColumns.size()];
        cells[0] = insert.surrogate();
        int i = Cells.put(cells, 1, insert.key());
        i = Cells.put(cells, i, version.row());
        cells[i++] = version.interval().startMicros();
        cells[i++] = kept(version.interval().endMicros());
        if (layout.dimension.isBitemporal()) {
            cells[i++] = insert.believed().startMicros();
            cells[i++] = kept(insert.believed().endMicros());
        }
        cells[i++] = version.isCurrent() && insert.believed().isOpen();
        cells[i++] = version.deleted();
        cells[i++] = AttributeHash.of(layout.dimension, version.row());
        cells[i] = loadId;
        return cells;
    }

    /** An end as the table keeps it. */
    private @Nullable Long kept(long end) {
        return end == Interval.OPEN && layout.openEnd == StoreOptions.OpenEnd.NULL ? null : (Long) sentinel(end);
    }

    /** Returns an end as it can be compared in SQL. */
    static long sentinel(long end) {
        return end == Interval.OPEN ? OPEN_MICROS : end;
    }

    /**
     * Returns what sets the ends of {@code v} that a row {@code s} gives, {@code _at} and {@code _until}, and the current flag
     * that follows from them.
     *
     * @param deleted whether the version marks an absence
     */
    String ends(String deleted) {
        ColumnNames names = layout.names;
        String to = "coalesce(s._at, " + layout.end("v", names.validTo()) + ")";
        String until = "coalesce(s._until, " + layout.end("v", names.systemTo()) + ")";
        boolean bitemporal = layout.dimension.isBitemporal();
        return layout.quote(names.validTo()) + " = " + layout.kept(to)
                + (bitemporal ? ", " + layout.quote(names.systemTo()) + " = " + layout.kept(until) : "") + ", "
                + layout.quote(names.current()) + " = (" + to + " >= " + layout.open
                + (bitemporal ? " AND " + until + " >= " + layout.open : "") + " AND NOT " + deleted + ")";
    }
}
