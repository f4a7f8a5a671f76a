package dev.scd2.tck.cases;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoredVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dimension in which many orders of one history stand side by side, told apart by one more column of the natural key,
 * so that a store that is slow to begin a batch is tried on many orders at once. Immutable.
 *
 * @param dimension with the additional column
 * @param column its name
 */
record Lane(Dimension dimension, String column) {
    static Lane of(Dimension alone) {
        Set<String> taken = new HashSet<>(alone.ignored());
        alone.naturalKey().forEach(other -> taken.add(other.name()));
        alone.attributes().forEach(other -> taken.add(other.name()));
        String column = "lane";
        while (taken.contains(column)) {
            column += "_";
        }
        Dimension.Builder builder = Dimension.named(alone.name()).key(column, ColumnType.LONG);
        alone.naturalKey().forEach(part -> builder.key(part.name(), part.type()));
        for (Column attribute : alone.attributes()) {
            builder.attribute(attribute.name(), attribute.type(), attribute.policy());
        }
        builder.ignore(alone.ignored().toArray(new String[0]))
                .personal(alone.personal().toArray(new String[0]))
                .deletes(alone.deletePolicy())
                .conflicts(alone.conflictPolicy())
                .fedBy(alone.feed())
                .maxDeleteShare(alone.maxDeleteShare())
                .systemTime(alone.systemTime())
                .overlapOrder(alone.overlapOrder().toArray(new String[0]));
        alone.tieBreak().ifPresent(builder::tieBreak);
        return new Lane(builder.build(), column);
    }

    /** Returns {@code change} as said in a lane. */
    Change change(Change change, long lane) {
        return change.withFields(with(change.fields(), lane));
    }

    /** Returns {@code listing} with its rows in each of the lanes from 0 on. */
    Snapshot listing(Snapshot listing, int lanes) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (long lane = 0; lane < lanes; lane++) {
            for (Map<String, ? extends @Nullable Object> row : listing.rows()) {
                rows.add(with(row, lane));
            }
            for (Span span : Optional.ofNullable(listing.spans()).orElse(List.of())) {
                spans.add(span.withFields(with(span.fields(), lane)));
            }
        }
        return new Snapshot(
                listing.at(),
                listing.sequence(),
                rows,
                listing.spans() == null ? null : spans,
                listing.unsaid(),
                listing.scope(),
                listing.systemTime());
    }

    /** Adds one piece of the history to a batch, in each of the lanes that are true. */
    void add(Batch.Builder batch, Piece piece, boolean[] lanes) {
        Change change = piece.change();
        if (piece.snapshot() != null) {
            batch.snapshot(listing(piece.snapshot(), lanes.length));
        } else if (change != null && piece.isOfEveryKey()) {
            batch.change(change);
        } else if (change != null) {
            for (int lane = 0; lane < lanes.length; lane++) {
                if (lanes[lane]) {
                    batch.change(change(change, lane));
                }
            }
        }
    }

    private Map<String, @Nullable Object> with(Map<String, ? extends @Nullable Object> fields, long lane) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(fields);
        more.put(column, lane);
        return more;
    }

    /** Returns for each lane what it shows of what all show, as a history alone would. */
    List<Held> alone(Held all, List<Rejection> quarantine, int lanes) {
        List<Held> held = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            held.add(new Held(new ArrayList<>(), new ArrayList<>(), new HashMap<>(), new ArrayList<>()));
        }
        all.latest().forEach(row -> held.get(number(row)).latest().add(alone(row)));
        all.past().forEach(row -> held.get(number(row)).past().add(alone(row)));
        all.answers().forEach((question, rows) -> {
            held.forEach(one -> one.answers().put(question, new ArrayList<>()));
            rows.forEach(row -> held.get(number(row)).answers().get(question).add(alone(row)));
        });
        for (Rejection rejection : quarantine) {
            Object said = rejection.change().fields().get(column);
            // What speaks of no key was said in every lane.
            List<Held> concerned = said instanceof Number number ? List.of(held.get(number.intValue())) : held;
            concerned.forEach(one -> one.quarantined().add(rejection.reason()));
        }
        return held;
    }

    private static int number(StoredVersion row) {
        return ((Long) row.key().part(0)).intValue();
    }

    private static StoredVersion alone(StoredVersion row) {
        List<Object> parts = row.key().parts();
        return new StoredVersion(
                row.surrogate(),
                Key.of(parts.subList(1, parts.size()).toArray()),
                row.version(),
                row.believed(),
                row.current(),
                row.attributeHash(),
                row.loadId());
    }
}
