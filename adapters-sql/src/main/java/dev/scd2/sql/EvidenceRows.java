package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.Evidence;
import dev.scd2.store.Evidence.Kind;
import dev.scd2.timeline.Interval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How evidence is selected, read and written. Immutable. */
final class EvidenceRows {
    private final Layout layout;

    EvidenceRows(Layout layout) {
        this.layout = layout;
    }

    /** Returns the columns after the key, as {@link #read} expects them. */
    String columns(String alias) {
        List<TableColumn> all = layout.evidenceColumns;
        return layout.readable(alias, all.subList(layout.key.size(), all.size()));
    }

    Evidence read(ResultSet row, int first, Key key) throws SQLException {
        Kind kind = Kind.valueOf(row.getString(first));
        boolean isSpan = kind == Kind.SPAN || kind == Kind.VOID;
        int tail = first + 7 + layout.attributes.size();
        String source = row.getString(tail);
        Position position = source == null ? null : new Position(source, row.getInt(tail + 1), row.getLong(tail + 2));
        return new Evidence(
                key,
                kind,
                isSpan ? row.getString(first + 1) : null,
                row.getLong(first + 2),
                isSpan ? Cells.readMicros(row, first + 3, Interval.OPEN) : Interval.OPEN,
                Sequence.parse(row.getString(first + 4)),
                readSaid(row, first, kind),
                position);
    }

    private Row readSaid(ResultSet row, int first, Kind kind) throws SQLException {
        if (kind == Kind.DELETE || kind == Kind.VOID) {
            return Row.ofUnsaid(layout.attributes.size());
        }
        String said = kind == Kind.VALUES && row.getBoolean(first + 5) ? null : row.getString(first + 6);
        return Cells.readRow(row, first + 7, layout.attributes, said);
    }

    /** Returns the cells of a row of the table. */
    @Nullable
    Object[] cells(Evidence evidence) {
        Object[] cells = new Object[layout.evidenceColumns.size()];
        int i = Cells.put(cells, 0, evidence.key());
        cells[i++] = evidence.kind().name();
        cells[i++] = evidence.spanId();
        cells[i++] = evidence.validFrom();
        cells[i++] = evidence.validTo() == Interval.OPEN ? null : evidence.validTo();
        cells[i++] = evidence.sequence().toString();
        cells[i++] = evidence.isComplete();
        cells[i++] = Cells.said(evidence.row());
        i = Cells.put(cells, i, evidence.row());
        Position position = evidence.position();
        if (position != null) {
            cells[i] = position.source();
            cells[i + 1] = (long) position.partition();
            cells[i + 2] = position.offset();
        }
        return cells;
    }
}
