package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import dev.scd2.store.Evidence.Kind;
import dev.scd2.timeline.Interval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How evidence is selected, read and written. Immutable. */
final class EvidenceRows {
    /** Kinds that shorten no history: {@code (e._kind IN …)} goes behind the alias. */
    static final String CORRECTING = " IN ('PUT', 'UPDATE', 'ABSENCE', 'ERASURE')";

    private static final String BASE = " IN ('VALUES', 'DELETE', 'UNLISTED')";
    private static final String SPAN = " IN ('SPAN', 'VOID')";
    private static final String CORRECTION = " IN ('PUT', 'UPDATE', 'ABSENCE')";

    private final Layout layout;

    EvidenceRows(Layout layout) {
        this.layout = layout;
    }

    /** Returns whether {@code alias} is of the base and begins at an instant, which is bound. */
    String beginsAt(String alias) {
        return alias + "._kind" + BASE + " AND " + alias + "._valid_from = "
                + layout.dialect.parameter(ColumnType.TIMESTAMP);
    }

    /** Returns whether {@code alias} is a correction whose period covers an instant, which is bound twice. */
    String correctsAt(String alias) {
        String at = layout.dialect.parameter(ColumnType.TIMESTAMP);
        return alias + "._kind" + CORRECTION + " AND " + alias + "._valid_from <= " + at + " AND (" + alias
                + "._valid_to IS NULL OR " + alias + "._valid_to > " + at + ")";
    }

    /** Returns whether two statements of one key claim the same place. */
    static String samePlace(String a, String b) {
        return a + "._sequence = " + b + "._sequence AND " + group(a) + " = " + group(b) + " AND " + a
                + "._span_id IS NOT DISTINCT FROM " + b + "._span_id AND (" + a + "._kind" + SPAN + " OR (" + a
                + "._valid_from = " + b + "._valid_from AND " + a + "._valid_to IS NOT DISTINCT FROM " + b
                + "._valid_to))";
    }

    private static String group(String alias) {
        return "CASE WHEN " + alias + "._kind" + BASE + " THEN 1 WHEN " + alias + "._kind" + CORRECTION
                + " THEN 2 WHEN " + alias + "._kind = 'ERASURE' THEN 3 ELSE 4 END";
    }

    /** Returns the columns after the key, as {@link #read} expects them. */
    String columns(String alias) {
        List<TableColumn> all = layout.evidenceColumns;
        return layout.readable(alias, all.subList(layout.key.size(), all.size()));
    }

    /** Returns how many columns {@link #columns} returns. */
    int width() {
        return layout.evidenceColumns.size() - layout.key.size();
    }

    Evidence read(ResultSet row, int first, Key key) throws SQLException {
        int tail = first + 9 + layout.attributes.size();
        String source = row.getString(tail);
        Position position = source == null ? null : new Position(source, row.getInt(tail + 1), row.getLong(tail + 2));
        Object[] values = new Object[layout.attributes.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Cells.read(row, first + 9 + i, layout.attributes.get(i).type());
        }
        return new Evidence(
                key,
                Kind.valueOf(row.getString(first)),
                row.getString(first + 1),
                row.getLong(first + 2),
                Cells.readMicros(row, first + 3, Interval.OPEN),
                Sequence.parse(row.getString(first + 4)),
                SaidMask.row(values, row.getString(first + 6), row.getString(first + 7)),
                Cells.readMicros(row, first + 8, Evidence.NO_TIME),
                position);
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
        cells[i++] = SaidMask.of(evidence.row());
        cells[i++] = SaidMask.tokens(evidence.row());
        cells[i++] = evidence.systemTime() == Evidence.NO_TIME ? null : evidence.systemTime();
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
