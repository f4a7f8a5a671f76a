package dev.scd2.tck.generate;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.dimension.Dimension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A dimension and what arrives for it, batch after batch.
 *
 * <p>Immutable; every method that rearranges returns another history that says the same.
 *
 * @param dimension what the changes are about
 * @param batches what arrives, in order
 */
public record History(Dimension dimension, List<Batch> batches) {
    /** Copies the list. */
    public History {
        batches = List.copyOf(batches);
    }

    /** Returns all changes outside snapshots, in order of arrival. */
    public List<Change> changes() {
        return batches.stream().flatMap(batch -> batch.changes().stream()).toList();
    }

    /** Returns how many pieces there are: changes and snapshots. */
    public int size() {
        return apart().batches().size();
    }

    /** Returns the same pieces, each in a batch of its own. */
    public History apart() {
        List<Batch> pieces = new ArrayList<>();
        for (Batch batch : batches) {
            batch.changes().forEach(change -> pieces.add(Batch.of(change)));
            batch.snapshot().ifPresent(snapshot -> pieces.add(Batch.of(snapshot)));
        }
        return new History(dimension, pieces);
    }

    /** Returns this history without batch {@code i}. */
    public History without(int i) {
        List<Batch> fewer = new ArrayList<>(batches);
        fewer.remove(i);
        return new History(dimension, fewer);
    }

    /** Returns the pieces in a random order, each in a batch of its own. */
    public History shuffled(SplittableRandom random) {
        List<Batch> shuffled = new ArrayList<>(apart().batches());
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return new History(dimension, shuffled);
    }

    /** Returns the same pieces in the same order, in batches of random size with at most one snapshot each. */
    public History cut(SplittableRandom random) {
        List<Batch> cut = new ArrayList<>();
        List<Batch> together = new ArrayList<>();
        int usual = 1 + random.nextInt(6);
        for (Batch piece : apart().batches()) {
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
        return new History(dimension, cut);
    }

    /** Returns every order of the pieces; there must be few. */
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
