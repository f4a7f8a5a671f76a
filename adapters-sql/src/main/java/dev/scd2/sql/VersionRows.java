package dev.scd2.sql;

import dev.scd2.dimension.Key;
import dev.scd2.error.CorruptTimelineException;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** How versions are selected and read. Immutable. */
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
}
