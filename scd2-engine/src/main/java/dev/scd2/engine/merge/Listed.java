package dev.scd2.engine.merge;

import dev.scd2.change.Change;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ConflictPolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot says. Its rows are read twice: all of them while the store takes them, and then those of keys that
 * matter, which alone become objects that stay. Confined to one thread.
 */
final class Listed {
    private final Dimension dimension;
    private final Snapshot snapshot;
    private final ConflictOrder order;
    private final SnapshotMark mark;
    private final ListedRows rows;
    private final Map<Object, Evidence> statements = new LinkedHashMap<>();
    private final List<Rejection> rejections = new ArrayList<>();

    Listed(Dimension dimension, Door door, Snapshot snapshot) {
        this.dimension = dimension;
        this.snapshot = snapshot;
        this.order = new ConflictOrder(dimension);
        boolean ofSpans = snapshot.spans() != null;
        if (ofSpans != (dimension.feed() == Feed.SPANS)) {
            throw new InvalidChangeException(
                    Reason.WRONG_KIND,
                    "Dimension " + dimension + " is fed by " + dimension.feed() + " and takes no listing of "
                            + (ofSpans ? "spans." : "rows."));
        }
        try {
            mark = new SnapshotMark(
                    ofSpans ? SnapshotMark.Kind.SPAN_LISTING : SnapshotMark.Kind.LISTING,
                    Door.time(snapshot.at(), "time of the snapshot"),
                    snapshot.sequence(),
                    said(),
                    scope(),
                    door.systemTime(snapshot.systemTime()));
        } catch (Refusal refusal) {
            throw refusal.asFailure();
        }
        rows = new ListedRows(dimension, door, snapshot, mark);
    }

    private Set<String> said() {
        Set<String> said = new TreeSet<>();
        dimension.attributes().forEach(column -> said.add(column.name()));
        said.removeAll(snapshot.unsaid());
        return said;
    }

    private Map<String, @Nullable Object> scope() throws Refusal {
        Map<String, @Nullable Object> scope = new TreeMap<>();
        for (Map.Entry<String, @Nullable Object> equality : snapshot.scope().entrySet()) {
            Column column = column(equality.getKey());
            try {
                scope.put(column.name(), column.type().coerce(equality.getValue()));
            } catch (IllegalArgumentException wrong) {
                throw new Refusal(Reason.WRONG_TYPE, "The scope, column " + column.name() + ": " + wrong.getMessage());
            }
        }
        return scope;
    }

    private Column column(String name) throws Refusal {
        for (Column column : dimension.naturalKey()) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        int attribute = dimension.attributeIndex(name).orElse(-1);
        if (attribute < 0 || snapshot.unsaid().contains(name)) {
            throw new Refusal(
                    attribute < 0 ? Reason.UNKNOWN_COLUMN : Reason.MISSING_COLUMN,
                    "The scope of the snapshot names the column " + name + ", which dimension " + dimension
                            + " does not keep or the listing does not say.");
        }
        return dimension.attributes().get(attribute);
    }

    SnapshotMark mark() {
        return mark;
    }

    /** Returns one statement for each key, or for each period of a key. */
    Collection<Evidence> statements() {
        return statements.values();
    }

    List<Rejection> rejections() {
        return rejections;
    }

    /** How a change becomes a statement. */
    interface Reader {
        Evidence read(Change change) throws Refusal;
    }

    /** Reads all periods. */
    void readSpans(Reader reader) {
        int number = 0;
        for (Span span : snapshot.spans() == null ? List.<Span>of() : snapshot.spans()) {
            readSpan(
                    span.withSequence(snapshot.sequence())
                            .withSystemTime(snapshot.systemTime())
                            .withPosition(rows.position(number++)),
                    reader);
        }
    }

    private void readSpan(Span span, Reader reader) {
        try {
            Evidence statement = reader.read(span);
            list(ListedRows.requireInScope(dimension, mark, statement), List.of(statement.key(), span.id()));
        } catch (Refusal refusal) {
            rejections.add(Rejections.of(dimension, span, refusal));
        }
    }

    /** Returns what each row says, the refused ones left out. Taken once; rows are read while it is. */
    Iterator<Evidence> rows() {
        return rows.read(rejections::add);
    }

    /** Lists all rows, taken before. */
    void list() {
        rows.readAgain(row -> list(row, row.key()));
    }

    /** Lists those rows, taken before, whose keys are wanted, or which say other columns; returns how many were not. */
    long list(Set<Key> wanted) {
        return rows.readAgain(wanted, row -> list(row, row.key()));
    }

    /** Of two rows with one place the same one is listed whatever their order; a repeated row is one row. */
    private void list(Evidence row, Object place) {
        Evidence holder = statements.putIfAbsent(place, row);
        if (holder == null || holder.saysSameAs(row)) {
            return;
        }
        if (dimension.conflictPolicy() == ConflictPolicy.FAIL) {
            throw new InvalidChangeException(
                    Reason.DUPLICATE_KEY_IN_SNAPSHOT,
                    "A snapshot of dimension " + dimension + " lists one key with different values, rows "
                            + holder.position() + " and " + row.position()
                            + ", and conflicts fail the batch. Remove one, or let conflicts go to quarantine.");
        }
        boolean wins = order.wins(row, holder);
        if (wins) {
            statements.put(place, row);
        }
        rejections.add(Rejections.of(dimension, wins ? holder : row, Reason.DUPLICATE_KEY_IN_SNAPSHOT));
    }
}
