package dev.scd2.engine.merge;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.ConflictPolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds new statements about one key to the remembered ones: a replay is nothing, a conflict has one winner.
 *
 * <p>Whatever the order in which statements came, the same ones are kept and the same ones lose. Confined to one thread.
 */
public final class EvidenceMerge {
    private static final Comparator<Evidence> BY_PLACE =
            Comparator.comparingLong(Evidence::validFrom).thenComparing(Evidence::sequence);

    private final Dimension dimension;
    private final ConflictOrder order;
    private final Map<Place, Evidence> kept = new HashMap<>();
    private final Map<Place, Evidence> added = new LinkedHashMap<>();
    private final List<Evidence> superseded = new ArrayList<>();
    private final List<Rejection> losers = new ArrayList<>();
    private long replayed;

    /** Starts from what is remembered of the key. */
    public EvidenceMerge(Dimension dimension, List<Evidence> remembered) {
        this.dimension = dimension;
        this.order = new ConflictOrder(dimension);
        remembered.forEach(evidence -> kept.put(Place.of(evidence), evidence));
    }

    /**
     * Adds one statement.
     *
     * @throws InvalidChangeException if it is in conflict and the dimension declares that this fails the batch
     */
    public void add(Evidence statement) {
        Place place = Place.of(statement);
        Evidence holder = kept.get(place);
        if (holder == null) {
            kept.put(place, statement);
            added.put(place, statement);
        } else if (holder.saysSameAs(statement)) {
            replayed++;
        } else {
            settle(place, statement, holder);
        }
    }

    private void settle(Place place, Evidence statement, Evidence holder) {
        if (dimension.conflictPolicy() == ConflictPolicy.FAIL) {
            throw new InvalidChangeException(
                    Reason.CONFLICT,
                    "Two changes of dimension " + dimension + " have the same key, place and sequence "
                            + statement.sequence() + " and different content, and conflicts fail the batch. Give one of"
                            + " them a greater sequence, or let conflicts go to quarantine.");
        }
        boolean wins = order.wins(statement, holder);
        losers.add(Rejections.of(dimension, wins ? holder : statement, Reason.CONFLICT));
        if (wins) {
            if (!added.containsKey(place)) {
                superseded.add(holder);
            }
            kept.put(place, statement);
            added.put(place, statement);
        }
    }

    /** Returns all statements that count, by {@code (validFrom, sequence)}. */
    public List<Evidence> ordered() {
        List<Evidence> ordered = new ArrayList<>(kept.values());
        ordered.sort(BY_PLACE);
        return ordered;
    }

    /** Returns the new statements to be remembered, in order of arrival. */
    public List<Evidence> added() {
        return List.copyOf(added.values());
    }

    /** Returns the remembered statements that lost their place. */
    public List<Evidence> superseded() {
        return superseded;
    }

    /** Returns the losers of conflicts, remembered or new. */
    public List<Rejection> losers() {
        return losers;
    }

    /** Returns how many statements were known already. */
    public long replayed() {
        return replayed;
    }

    private record Place(@Nullable String spanId, long validFrom, Sequence sequence) {
        static Place of(Evidence evidence) {
            return new Place(
                    evidence.spanId(), evidence.spanId() == null ? evidence.validFrom() : 0, evidence.sequence());
        }
    }
}
