package dev.scd2.tck.generate;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A dimension and what arrives for it, batch after batch; then, perhaps, the same dimension with more columns and what
 * arrives for that.
 *
 * <p>Immutable; every method that rearranges returns another history that says the same.
 *
 * @param dimension what the changes are about
 * @param batches what arrives, in order
 * @param next how it goes on under a wider definition; null where it does not
 */
public record History(
        Dimension dimension, List<Batch> batches, @Nullable History next) {
    /** Copies the list. */
    public History {
        batches = List.copyOf(batches);
    }

    /** Makes one whose dimension stays as it is. */
    public History(Dimension dimension, List<Batch> batches) {
        this(dimension, batches, null);
    }

    /** Returns this history, going on as {@code wider}. */
    public History then(History wider) {
        return new History(dimension, batches, next == null ? wider : next.then(wider));
    }

    /** Returns this history and {@code batch} at its end. */
    public History with(Batch batch) {
        if (next != null) {
            return new History(dimension, batches, next.with(batch));
        }
        List<Batch> more = new ArrayList<>(batches);
        more.add(batch);
        return new History(dimension, more);
    }

    /** Returns all batches in order, those under wider definitions included. */
    public List<Batch> all() {
        List<Batch> all = new ArrayList<>(batches);
        if (next != null) {
            all.addAll(next.all());
        }
        return all;
    }

    /** Returns the dimension as it is at the end. */
    public Dimension last() {
        return next == null ? dimension : next.last();
    }

    /** Returns all of it in the words of the last dimension: a listing says nothing of columns that came later. */
    public History inLastWords() {
        List<Batch> said = new ArrayList<>();
        for (History stage = this; stage != null; stage = stage.next) {
            Set<String> later = new HashSet<>(names(last()));
            later.removeAll(names(stage.dimension));
            stage.batches.forEach(batch -> said.add(rewritten(batch, listing -> {
                Set<String> unsaid = new HashSet<>(listing.unsaid());
                unsaid.addAll(later);
                return listing.withUnsaid(unsaid);
            })));
        }
        return new History(last(), said);
    }

    private static List<String> names(Dimension dimension) {
        return dimension.attributes().stream().map(Column::name).toList();
    }

    private static Batch rewritten(Batch batch, UnaryOperator<Snapshot> change) {
        Batch.Builder builder = Batch.builder().changes(batch.changes());
        batch.snapshot().map(change).ifPresent(builder::snapshot);
        return builder.build();
    }

    /** Returns all changes outside snapshots, in order of arrival. */
    public List<Change> changes() {
        return all().stream().flatMap(batch -> batch.changes().stream()).toList();
    }

    /** Returns how many pieces there are: changes and snapshots. */
    public int size() {
        return apart().all().size();
    }

    /** Returns the same pieces, each in a batch of its own. */
    public History apart() {
        List<Batch> pieces = new ArrayList<>();
        for (Batch batch : batches) {
            batch.changes().forEach(change -> pieces.add(Batch.of(change)));
            batch.snapshot().ifPresent(snapshot -> pieces.add(Batch.of(snapshot)));
        }
        return new History(dimension, pieces, next == null ? null : next.apart());
    }

    /** Returns this history with other batches in place of batch {@code i} of all. */
    public History replaced(int i, List<Batch> others) {
        if (i >= batches.size() && next != null) {
            return new History(dimension, batches, next.replaced(i - batches.size(), others));
        }
        List<Batch> replaced = new ArrayList<>(batches);
        replaced.remove(i);
        replaced.addAll(i, others);
        return new History(dimension, replaced, next);
    }

    /** Returns the first {@code count} batches, before any wider definition. */
    public History first(int count) {
        return new History(dimension, batches.subList(0, count));
    }

    /** Returns the pieces in a random order, each in a batch of its own; a wider definition comes when it comes. */
    public History shuffled(SplittableRandom random) {
        List<Batch> shuffled =
                new ArrayList<>(new History(dimension, batches).apart().batches());
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return new History(dimension, shuffled, next == null ? null : next.shuffled(random));
    }

    /** Returns the same pieces in the same order, in batches of random size with at most one snapshot each. */
    public History cut(SplittableRandom random) {
        List<Batch> cut = new ArrayList<>();
        List<Batch> together = new ArrayList<>();
        int usual = 1 + random.nextInt(6);
        for (Batch piece : new History(dimension, batches).apart().batches()) {
            boolean secondSnapshot = piece.snapshot().isPresent()
                    && together.stream().anyMatch(other -> other.snapshot().isPresent());
            if (!together.isEmpty() && (secondSnapshot || random.nextInt(usual) == 0)) {
                cut.add(merged(together));
                together.clear();
            }
            together.add(piece);
        }
        if (!together.isEmpty()) {
            cut.add(merged(together));
        }
        return new History(dimension, cut, next == null ? null : next.cut(random));
    }

    /** Returns every order of the pieces; there must be few, and one definition. */
    public List<History> orders() {
        List<List<Batch>> orders = List.of(List.of());
        for (Batch piece : apart().batches()) {
            List<List<Batch>> longer = new ArrayList<>();
            for (List<Batch> order : orders) {
                for (int at = 0; at <= order.size(); at++) {
                    List<Batch> with = new ArrayList<>(order);
                    with.add(at, piece);
                    longer.add(with);
                }
            }
            orders = longer;
        }
        return orders.stream().map(order -> new History(dimension, order)).toList();
    }

    /** Returns one batch of what is in all of these, of which at most one may hold a snapshot. */
    public static Batch merged(List<Batch> batches) {
        Batch.Builder builder = Batch.builder();
        for (Batch batch : batches) {
            builder.changes(batch.changes());
            batch.snapshot().ifPresent(builder::snapshot);
        }
        return builder.build();
    }
}
