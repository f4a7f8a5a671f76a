package dev.scd2.engine.merge;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.SnapshotMark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Evidence that decides nothing at the horizon or later: neither existence, nor a column, nor what a fixed or overwrite
 * column shows. Careful rather than thorough: rows at the place of a listing, the last statement about a period, and
 * erasures stay. Immutable.
 */
public final class Needless {
    private final Dimension dimension;
    private final long horizon;
    private final Set<Object> listed = new HashSet<>();

    /** Makes one for a horizon, epoch microseconds UTC. */
    public Needless(Dimension dimension, long horizon, List<SnapshotMark> marks) {
        this.dimension = dimension;
        this.horizon = horizon;
        marks.forEach(mark -> listed.add(List.of(mark.at(), mark.sequence())));
    }

    /** Returns the rows of a whole history that may go. */
    public List<Evidence> in(KeyHistory history) {
        List<Evidence> ordered = EvidenceMerge.ordered(history.evidence());
        Set<Evidence> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        if (dimension.systemTime() == SystemTime.SOURCE) {
            TreeSet<Long> times = new TreeSet<>();
            ordered.forEach(row -> times.add(row.systemTime()));
            times.forEach(time -> addDeciders(
                    ordered.stream().filter(row -> row.systemTime() <= time).toList(), needed));
        } else {
            addDeciders(ordered, needed);
        }
        List<Evidence> needless = new ArrayList<>();
        for (Evidence row : ordered) {
            if (mayGo(row, ordered) && !needed.contains(row)) {
                needless.add(row);
            }
        }
        return needless;
    }

    private boolean mayGo(Evidence row, List<Evidence> all) {
        return switch (row.kind().group()) {
            case BASE -> row.validFrom() < horizon && !listed.contains(List.of(row.validFrom(), row.sequence()));
            case CORRECTION -> row.validTo() <= horizon;
            case SPAN ->
                dimension.systemTime() != SystemTime.SOURCE
                        && all.stream()
                                .anyMatch(other -> other.kind().group() == Evidence.Group.SPAN
                                        && String.valueOf(other.spanId()).equals(String.valueOf(row.spanId()))
                                        && other.sequence().compareTo(row.sequence()) > 0);
            case ERASURE -> false;
        };
    }

    private void addDeciders(List<Evidence> ordered, Set<Evidence> needed) {
        Statements statements = Statements.of(ordered);
        List<Evidence> before = new ArrayList<>();
        for (Evidence row : statements.base()) {
            if (row.validFrom() < horizon) {
                before.add(row);
            }
        }
        addLastSpeakers(before, needed);
        for (Evidence correction : statements.corrections()) {
            if (correction.validTo() > horizon) {
                addLastSpeakers(
                        before.stream()
                                .filter(row -> row.validFrom() >= correction.validFrom()
                                        && row.sequence().compareTo(correction.sequence()) > 0)
                                .toList(),
                        needed);
            }
        }
        addShown(ordered, needed);
    }

    private void addLastSpeakers(List<Evidence> base, Set<Evidence> needed) {
        for (int cell = CorrectedLaw.EXISTENCE; cell < dimension.attributes().size(); cell++) {
            for (int i = base.size() - 1; i >= 0; i--) {
                Evidence row = base.get(i);
                boolean speaks = cell == CorrectedLaw.EXISTENCE
                        || row.isAbsence()
                        || row.row().isSaid(cell);
                if (speaks && row.kind() != Evidence.Kind.UNLISTED) {
                    needed.add(row);
                    break;
                }
            }
        }
    }

    /** The first and the last to say a column; among equals of both times all stay. */
    private void addShown(List<Evidence> ordered, Set<Evidence> needed) {
        Comparator<Evidence> order =
                Comparator.comparingLong(Evidence::validFrom).thenComparing(Evidence::sequence);
        for (int cell = 0; cell < dimension.attributes().size(); cell++) {
            AttributePolicy policy = dimension.attributes().get(cell).policy();
            if (policy == AttributePolicy.TRACK) {
                continue;
            }
            int column = cell;
            List<Evidence> sayers = ordered.stream()
                    .filter(row -> !row.isAbsence() && row.row().isSaid(column))
                    .toList();
            if (!sayers.isEmpty()) {
                Evidence shown = policy == AttributePolicy.FIXED
                        ? Collections.min(sayers, order)
                        : Collections.max(sayers, order);
                sayers.stream().filter(row -> order.compare(row, shown) == 0).forEach(needed::add);
            }
        }
    }
}
