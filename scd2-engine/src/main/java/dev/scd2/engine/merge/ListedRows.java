package dev.scd2.engine.merge;

import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Interval;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a listing become statements. What stays of a row that was read once are a few bits of the hash of its
 * key, by which it can be found again. Confined to one thread.
 */
final class ListedRows {
    /** By so many bits keys are told apart before their row is looked at: one in four million is taken for another. */
    private static final int BITS = 22;

    private final Dimension dimension;
    private final Door door;
    private final Snapshot snapshot;
    private final SnapshotMark mark;
    private final String source;
    private final boolean[] said;
    private final int[] hashes;
    private final Set<Key> unlike = new HashSet<>();
    private long taken;

    ListedRows(Dimension dimension, Door door, Snapshot snapshot, SnapshotMark mark) {
        this.dimension = dimension;
        this.door = door;
        this.snapshot = snapshot;
        this.mark = mark;
        this.source = "snapshot " + snapshot.at();
        this.said = new boolean[dimension.attributes().size()];
        for (int i = 0; i < said.length; i++) {
            said[i] = mark.said().contains(dimension.attributes().get(i).name());
        }
        this.hashes = new int[snapshot.rows().size()];
    }

    Position position(int n) {
        return new Position(source, 0, n);
    }

    /** Returns what each row says, the refused ones left out; taken once. */
    Iterator<Evidence> read(Consumer<Rejection> rejected) {
        Iterator<? extends Map<String, ? extends @Nullable Object>> rows =
                snapshot.rows().iterator();
        return new Iterator<>() {
            private int n;
            private @Nullable Evidence ahead;

            @Override
            public boolean hasNext() {
                while (ahead == null && rows.hasNext()) {
                    ahead = statement(rows.next(), n, rejected);
                    if (ahead != null) {
                        note(ahead, n);
                    }
                    n++;
                }
                return ahead != null;
            }

            @Override
            public Evidence next() {
                Evidence next = hasNext() ? ahead : null;
                if (next == null) {
                    throw new NoSuchElementException();
                }
                ahead = null;
                return next;
            }
        };
    }

    /** A row that says other columns than its listing is none that the listing could tell. */
    private void note(Evidence statement, int n) {
        taken++;
        hashes[n] = statement.key().hashCode();
        for (int i = 0; i < said.length; i++) {
            if (statement.row().isSaid(i) != said[i]) {
                unlike.add(statement.key());
            }
        }
    }

    /** Shows all statements again. */
    void readAgain(Consumer<Evidence> visitor) {
        readAgain(n -> true, key -> true, visitor);
    }

    /**
     * Shows the statements of these keys again, and of those of which a row says other columns than the listing.
     *
     * @return how many were not shown
     */
    long readAgain(Set<Key> wanted, Consumer<Evidence> visitor) {
        Set<Key> keys = new HashSet<>(wanted);
        keys.addAll(unlike);
        BitSet likely = new BitSet(1 << BITS);
        keys.forEach(key -> likely.set(place(key.hashCode())));
        return taken - readAgain(n -> likely.get(place(hashes[n])), keys::contains, visitor);
    }

    /** Hashes of keys that follow each other are close to each other; these are not. */
    private static int place(int hash) {
        return (hash * 0x9E37_79B9) >>> (Integer.SIZE - BITS);
    }

    private long readAgain(IntPredicate isLikely, Predicate<Key> isWanted, Consumer<Evidence> visitor) {
        List<? extends Map<String, ? extends @Nullable Object>> rows = snapshot.rows();
        Iterator<? extends Map<String, ? extends @Nullable Object>> inOrder =
                rows instanceof RandomAccess ? null : rows.iterator();
        long shown = 0;
        for (int n = 0; n < hashes.length; n++) {
            Map<String, ? extends @Nullable Object> row = inOrder == null ? null : inOrder.next();
            Evidence statement = !isLikely.test(n) ? null : statement(row == null ? rows.get(n) : row, n, again -> {});
            if (statement != null && isWanted.test(statement.key())) {
                visitor.accept(statement);
                shown++;
            }
        }
        return shown;
    }

    private @Nullable Evidence statement(
            Map<String, ? extends @Nullable Object> fields, int n, Consumer<Rejection> rejected) {
        try {
            FieldReader.Read read = door.plain(fields);
            if (read == null || lacksColumns(read.row())) {
                checkColumns(fields);
                read = new FieldReader.Read(door.key(fields), row(fields, n, rejected));
            }
            return requireInScope(
                    dimension,
                    mark,
                    new Evidence(
                            read.key(),
                            Evidence.Kind.VALUES,
                            null,
                            mark.at(),
                            Interval.OPEN,
                            mark.sequence(),
                            read.row(),
                            mark.systemTime(),
                            position(n)));
        } catch (Refusal refusal) {
            rejected.accept(Rejections.of(dimension, observation(fields, n), refusal));
            return null;
        }
    }

    private boolean lacksColumns(Row row) {
        for (int i = 0; i < said.length; i++) {
            if (said[i] && !row.isSaid(i)) {
                return true;
            }
        }
        return false;
    }

    /** A value of the wrong type is unsaid and rejected; the rest of its row stays. */
    private Row row(Map<String, ? extends @Nullable Object> fields, int n, Consumer<Rejection> rejected) {
        @Nullable Object[] cells = new Object[said.length];
        for (int i = 0; i < cells.length; i++) {
            Column column = dimension.attributes().get(i);
            try {
                cells[i] = fields.containsKey(column.name())
                        ? column.type().coerce(fields.get(column.name()))
                        : Row.unsaid();
            } catch (IllegalArgumentException wrong) {
                cells[i] = Row.unsaid();
                Refusal refusal = new Refusal(Reason.WRONG_TYPE, "Column " + column.name() + ": " + wrong.getMessage());
                rejected.accept(Rejections.of(dimension, observation(fields, n), refusal));
            }
        }
        return Row.of(cells);
    }

    private Observation observation(Map<String, ? extends @Nullable Object> fields, int n) {
        return new Observation(
                new LinkedHashMap<>(fields), snapshot.at(), snapshot.sequence(), position(n), snapshot.systemTime());
    }

    /** A cancelled period says nothing that could be out of scope. */
    static Evidence requireInScope(Dimension dimension, SnapshotMark mark, Evidence statement) throws Refusal {
        if (statement.kind() != Evidence.Kind.VOID && !Scope.isMet(dimension, statement.key(), statement.row(), mark)) {
            throw new Refusal(
                    Reason.OUT_OF_SCOPE,
                    "The row does not meet the scope " + mark.scope().keySet()
                            + " of its own snapshot. Widen the scope, or leave the row out.");
        }
        return statement;
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
