package dev.scd2.sql;

import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.mutation.Supersede;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mutations of a plan, gathered by the row that they change and put in an order in which no two rows ever overlap: what
 * goes, then what is cut, then what grows, then what is new. A row that is cut at one end and grows at the other is changed
 * twice. Confined to one thread.
 */
final class VersionChanges implements Mutation.Visitor<@Nullable Void> {
    /** What happens to the ends of a row. */
    enum Phase {
        /** They become earlier, or stay. */
        CUT,
        /** They become later. */
        GROW
    }

    /**
     * What names a row of the versions.
     *
     * @param surrogate the surrogate key
     * @param believedFrom the start of system time, epoch microseconds
     */
    record RowName(long surrogate, long believedFrom) {}

    /**
     * What becomes of a row.
     *
     * @param name which
     * @param after what it says from now on; null when that stays
     * @param validTo its end, epoch microseconds, or {@link Interval#OPEN}; null when it stays
     * @param believedTo until when it is believed, epoch microseconds, or {@link Interval#OPEN}; null when that stays
     */
    record Change(
            RowName name,
            @Nullable Version after,
            @Nullable Long validTo,
            @Nullable Long believedTo) {}

    private final List<Insert> inserted = new ArrayList<>();
    private final List<RowName> retracted = new ArrayList<>();
    private final Map<RowName, Gathered> gathered = new LinkedHashMap<>();

    private VersionChanges() {}

    /** Returns slices of {@code size} mutations or a few more: those of one key, which stand together, are not parted. */
    static List<VersionChanges> slices(List<Mutation> mutations, int size) {
        List<VersionChanges> slices = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= mutations.size(); to++) {
            if (to == mutations.size()
                    || (to - from >= size
                            && !mutations
                                    .get(to)
                                    .key()
                                    .equals(mutations.get(to - 1).key()))) {
                slices.add(of(mutations.subList(from, to)));
                from = to;
            }
        }
        return slices;
    }

    static VersionChanges of(List<Mutation> mutations) {
        VersionChanges changes = new VersionChanges();
        mutations.forEach(mutation -> mutation.accept(changes));
        return changes;
    }

    List<Insert> inserted() {
        return inserted;
    }

    List<RowName> retracted() {
        return retracted;
    }

    /** Returns the rows whose attributes change in {@code phase}: while they are cut if they do not grow. */
    List<Change> overwritten(Phase phase) {
        List<Change> changes = new ArrayList<>();
        gathered.forEach((name, row) -> {
            if (row.after != null && row.grows() == (phase == Phase.GROW)) {
                changes.add(new Change(name, row.after, row.valid.after(), row.believed.after()));
            }
        });
        return changes;
    }

    /** Returns the rows of which only ends move in {@code phase}. */
    List<Change> moved(Phase phase) {
        List<Change> changes = new ArrayList<>();
        gathered.forEach((name, row) -> {
            boolean grows = row.grows();
            if (phase == Phase.CUT && row.isCut() && (grows || row.after == null)) {
                changes.add(new Change(name, null, row.valid.cut(), row.believed.cut()));
            } else if (phase == Phase.GROW && grows && row.after == null) {
                changes.add(new Change(name, null, row.valid.after(), row.believed.after()));
            }
        });
        return changes;
    }

    /** Returns all rows that change, each with all that becomes of it. */
    List<Change> changed() {
        List<Change> changes = new ArrayList<>();
        gathered.forEach(
                (name, row) -> changes.add(new Change(name, row.after, row.valid.after(), row.believed.after())));
        return changes;
    }

    private Gathered row(Mutation mutation) {
        return gathered.computeIfAbsent(
                new RowName(mutation.surrogate(), mutation.believedFrom()), name -> new Gathered());
    }

    @Override
    public @Nullable Void insert(Insert insert) {
        inserted.add(insert);
        return null;
    }

    @Override
    public @Nullable Void retract(Retract retract) {
        retracted.add(new RowName(retract.surrogate(), retract.believedFrom()));
        return null;
    }

    @Override
    public @Nullable Void resize(Resize resize) {
        row(resize).valid = new Move(resize.before(), resize.after());
        return null;
    }

    @Override
    public @Nullable Void overwrite(Overwrite overwrite) {
        row(overwrite).after = overwrite.after();
        return null;
    }

    @Override
    public @Nullable Void supersede(Supersede supersede) {
        row(supersede).believed = new Move(supersede.before(), supersede.after());
        return null;
    }

    private static final class Gathered {
        private @Nullable Version after;
        private Move valid = Move.NONE;
        private Move believed = Move.NONE;

        boolean grows() {
            return valid.grows() || believed.grows();
        }

        boolean isCut() {
            return valid.cut() != null || believed.cut() != null;
        }
    }

    private record Move(@Nullable Interval from, @Nullable Interval to) {
        static final Move NONE = new Move(null, null);

        boolean grows() {
            return from != null && to != null && to.endMicros() > from.endMicros();
        }

        @Nullable
        Long after() {
            return to == null ? null : (Long) to.endMicros();
        }

        /** The end, if it becomes earlier. */
        @Nullable
        Long cut() {
            return to == null || grows() ? null : (Long) to.endMicros();
        }
    }
}
