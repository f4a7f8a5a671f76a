package dev.scd2.sql;

import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.sql.Finding.Kind;
import dev.scd2.timeline.Instants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the rows of one key that can be kept break, and what changes they tell. Immutable. */
final class KeyInspection {
    private final Dimension dimension;
    private final List<Integer> tracked = new ArrayList<>();
    /** Ordered by start, then by end. */
    private final List<ExistingRow> rows;

    KeyInspection(Dimension dimension, List<ExistingRow> rows) {
        this.dimension = dimension;
        this.rows = rows;
        for (int i = 0; i < dimension.attributes().size(); i++) {
            if (dimension.attributes().get(i).policy() == AttributePolicy.TRACK) {
                tracked.add(i);
            }
        }
    }

    void findings(Consumer<Finding> visitor) {
        boolean open = false;
        ExistingRow longest = null;
        for (int i = 0; i < rows.size(); i++) {
            ExistingRow row = rows.get(i);
            if (i > 0 && rows.get(i - 1).from() == row.from()) {
                visitor.accept(row.finding(Kind.SAME_START));
            } else if (longest != null && longest.to() > row.from()) {
                visitor.accept(row.finding(Kind.OVERLAP));
            }
            if (open && row.isOpen()) {
                visitor.accept(row.finding(Kind.TWO_OPEN));
            }
            if (touchesEqual(i)) {
                visitor.accept(row.finding(Kind.EQUAL_NEIGHBOURS));
            }
            row.flaws().forEach(kind -> visitor.accept(row.finding(kind)));
            open |= row.isOpen();
            longest = longest == null || row.to() > longest.to() ? row : longest;
        }
    }

    private boolean touchesEqual(int i) {
        ExistingRow row = rows.get(i);
        for (int j = 0; j < i; j++) {
            if (rows.get(j).to() == row.from() && saysSame(rows.get(j), row)) {
                return true;
            }
        }
        return false;
    }

    private boolean saysSame(ExistingRow a, ExistingRow b) {
        return a.deleted() == b.deleted()
                && tracked.stream()
                        .allMatch(i -> Objects.equals(a.row().value(i), b.row().value(i)));
    }

    /**
     * Tells the rows as changes: each says at its start what it says. Where a row ends and no other holds or starts, there is
     * a delete; where an older row holds that something since has hidden, that one is said again.
     */
    void changes(Sequence sequence, Consumer<Change> visitor) {
        TreeSet<Long> ends = new TreeSet<>();
        for (ExistingRow row : rows) {
            visitor.accept(said(row, row.from(), sequence));
            if (!row.isOpen()) {
                ends.add(row.to());
            }
        }
        for (long end : ends) {
            List<ExistingRow> holding = lastStarted(end);
            if (holding.isEmpty()) {
                visitor.accept(delete(end, sequence));
            }
            for (ExistingRow row : holding) {
                if (row.from() < end && isHidden(row, end)) {
                    visitor.accept(said(row, end, sequence));
                }
            }
        }
    }

    /** Of the rows that hold at {@code micros}, those that started last. */
    private List<ExistingRow> lastStarted(long micros) {
        List<ExistingRow> last = new ArrayList<>();
        for (ExistingRow row : rows) {
            if (row.covers(micros)) {
                if (!last.isEmpty() && last.get(0).from() < row.from()) {
                    last.clear();
                }
                last.add(row);
            }
        }
        return last;
    }

    /** Returns whether another row that says something else started with this one or later, and has ended by {@code end}. */
    private boolean isHidden(ExistingRow row, long end) {
        return rows.stream().anyMatch(other -> other.from() >= row.from() && other.to() <= end && !isSame(other, row));
    }

    private static boolean isSame(ExistingRow a, ExistingRow b) {
        return a.deleted() == b.deleted() && a.row().equals(b.row());
    }

    private Change said(ExistingRow row, long at, Sequence sequence) {
        if (row.deleted()) {
            return delete(at, sequence);
        }
        Map<String, @Nullable Object> fields = key();
        for (int i = 0; i < dimension.attributes().size(); i++) {
            fields.put(dimension.attributes().get(i).name(), row.row().value(i));
        }
        return Observation.of(fields, Instants.ofMicros(at), sequence);
    }

    private Change delete(long at, Sequence sequence) {
        return Delete.of(key(), Instants.ofMicros(at), sequence);
    }

    private Map<String, @Nullable Object> key() {
        Key key = Objects.requireNonNull(rows.get(0).key());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < dimension.naturalKey().size(); i++) {
            fields.put(dimension.naturalKey().get(i).name(), key.part(i));
        }
        return fields;
    }
}
