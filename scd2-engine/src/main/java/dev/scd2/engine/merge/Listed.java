package dev.scd2.engine.merge;

import dev.scd2.change.Change;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ConflictPolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a snapshot says, row by row. Confined to one thread. */
final class Listed {
    private final Dimension dimension;
    private final Door door;
    private final Snapshot snapshot;
    private final ConflictOrder order;
    private final SnapshotMark mark;
    private final Map<Object, Evidence> statements = new LinkedHashMap<>();
    private final List<Rejection> rejections = new ArrayList<>();

    Listed(Dimension dimension, Door door, Snapshot snapshot) {
        this.dimension = dimension;
        this.door = door;
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

    /** Reads all rows. */
    void read(Reader reader) {
        List<Span> spans = snapshot.spans();
        int number = 0;
        for (Map<String, ? extends @Nullable Object> row : snapshot.rows()) {
            checkColumns(row);
            readRow(row, position(number++));
        }
        for (Span span : spans == null ? List.<Span>of() : spans) {
            readSpan(
                    span.withSequence(snapshot.sequence())
                            .withSystemTime(snapshot.systemTime())
                            .withPosition(position(number++)),
                    reader);
        }
    }

    private Position position(int number) {
        return new Position("snapshot " + snapshot.at(), 0, number);
    }

    private void readSpan(Span span, Reader reader) {
        try {
            list(requireInScope(reader.read(span)), List.of(reader.read(span).key(), span.id()));
        } catch (Refusal refusal) {
            rejections.add(Rejections.of(dimension, span, refusal));
        }
    }

    private void readRow(Map<String, ? extends @Nullable Object> fields, Position position) {
        Observation row = new Observation(
                new LinkedHashMap<>(fields), snapshot.at(), snapshot.sequence(), position, snapshot.systemTime());
        try {
            Key key = door.key(fields);
            @Nullable Object[] cells = new Object[dimension.attributes().size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = cell(row, dimension.attributes().get(i));
            }
            list(
                    requireInScope(new Evidence(
                            key,
                            Evidence.Kind.VALUES,
                            null,
                            mark.at(),
                            Interval.OPEN,
                            mark.sequence(),
                            Row.of(cells),
                            mark.systemTime(),
                            position)),
                    key);
        } catch (Refusal refusal) {
            rejections.add(Rejections.of(dimension, row, refusal));
        }
    }

    /** A value of the wrong type is unsaid and rejected; the rest of its row stays. */
    private @Nullable Object cell(Observation row, Column column) {
        if (!row.fields().containsKey(column.name())) {
            return Row.unsaid();
        }
        try {
            return column.type().coerce(row.fields().get(column.name()));
        } catch (IllegalArgumentException wrong) {
            rejections.add(Rejections.of(
                    dimension,
                    row,
                    new Refusal(Reason.WRONG_TYPE, "Column " + column.name() + ": " + wrong.getMessage())));
            return Row.unsaid();
        }
    }

    /** A cancelled period says nothing that could be out of scope. */
    private Evidence requireInScope(Evidence statement) throws Refusal {
        if (statement.kind() != Evidence.Kind.VOID && !Scope.isMet(dimension, statement.key(), statement.row(), mark)) {
            throw new Refusal(
                    Reason.OUT_OF_SCOPE,
                    "The row does not meet the scope " + mark.scope().keySet()
                            + " of its own snapshot. Widen the scope, or leave the row out.");
        }
        return statement;
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

    private void checkColumns(Map<String, ? extends @Nullable Object> fields) {
        for (String name : fields.keySet()) {
            if (!door.isKnown(name)) {
                throw new InvalidChangeException(
                        Reason.UNKNOWN_COLUMN,
                        "The snapshot at " + snapshot.at() + " has the column " + name + ", which dimension "
                                + dimension + " does not have. Declare it, or declare it ignored.");
            }
        }
        for (Column column : dimension.attributes()) {
            if (!fields.containsKey(column.name()) && !snapshot.unsaid().contains(column.name())) {
                throw new InvalidChangeException(
                        Reason.MISSING_COLUMN,
                        "The snapshot at " + snapshot.at() + " lacks the column " + column.name() + " of dimension "
                                + dimension + ". Declare it unsaid if the listing says nothing about it.");
            }
        }
    }
}
