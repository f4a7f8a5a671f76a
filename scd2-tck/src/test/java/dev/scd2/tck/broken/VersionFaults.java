package dev.scd2.tck.broken;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.StoreException;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What can go wrong with values and versions. Stateless. */
final class VersionFaults {
    private VersionFaults() {}

    static List<Fault> all() {
        return List.of(
                writing("passes decimals through double", "store1_", PlanEdit.cells(VersionFaults::rounded)),
                writing("reads empty text as null", "store3_", PlanEdit.cells(cell -> "".equals(cell) ? null : cell)),
                writing("loses microseconds", "store4_", PlanEdit.versions(v -> v.over(coarse(v.interval())))),
                new Fault("does not quote names", "store5_", VersionFaults::unquoted),
                writing(
                        "cannot hold bytes in a key",
                        "store6_",
                        PlanEdit.by(edit ->
                                edit.mutations.removeIf(m -> m.key().parts().size() > 2))),
                new Fault("replaces a version to close it", "store7_", d -> editing(d, VersionFaults::replaced)),
                writing(
                        "opens no version again",
                        "store8_",
                        PlanEdit.by(edit -> edit.mutations.removeIf(m -> m instanceof Resize r
                                && r.after().isOpen()
                                && !r.before().isOpen()))),
                writing(
                        "overwrites with values only, not with null",
                        "store9_",
                        PlanEdit.by(edit -> edit.mutations.replaceAll(VersionFaults::coalesced))),
                writing("overwrites the end too", "store10_", PlanEdit.by(VersionFaults::putEndsBack)),
                new Fault("retracts by key", "store11_", d -> editing(d, VersionFaults::retractedByKey)),
                new Fault("checks overlaps row by row", "store12_", d -> editing(d, VersionFaults::checkedByRow)),
                showing(
                        "calls every open version current",
                        "store13_",
                        v -> new StoredVersion(
                                v.surrogate(),
                                v.key(),
                                v.version(),
                                v.believed(),
                                v.version().interval().isOpen(),
                                v.attributeHash(),
                                v.loadId())),
                showing(
                        "hashes as Java does",
                        "store14_",
                        v -> new StoredVersion(
                                v.surrogate(),
                                v.key(),
                                v.version(),
                                v.believed(),
                                v.current(),
                                Integer.toHexString(v.version().row().hashCode()),
                                v.loadId())),
                showing(
                        "forgets the load",
                        "store15_",
                        v -> new StoredVersion(
                                v.surrogate(),
                                v.key(),
                                v.version(),
                                v.believed(),
                                v.current(),
                                v.attributeHash(),
                                "load-1")),
                writing(
                        "numbers rows by itself",
                        "store16_",
                        PlanEdit.by(edit -> edit.mutations.replaceAll(m -> m instanceof Insert i
                                ? new Insert(i.surrogate() + 1_000, i.key(), i.version(), i.believed())
                                : m))),
                new Fault("drops what overlaps", "store17_", d -> editing(d, VersionFaults::withoutOverlaps)));
    }

    private static Fault writing(String name, String rule, UnaryOperator<MutationPlan> edit) {
        return new Fault(name, rule, dimension -> SoundStore.writing(dimension, edit));
    }

    private static Fault showing(String name, String rule, UnaryOperator<StoredVersion> edit) {
        return new Fault(
                name,
                rule,
                dimension -> SoundStore.showing(
                        dimension,
                        h -> new KeyHistory(
                                h.key(),
                                h.since(),
                                h.versions().stream().map(edit).toList(),
                                h.past(),
                                h.evidence())));
    }

    /** A store that makes other mutations of those that it is given and of the versions that it holds. */
    private static DimensionStore editing(Dimension dimension, Edit edit) {
        return new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    @Override
                    public void write(MutationPlan plan) {
                        Function<Key, List<StoredVersion>> held =
                                key -> history(key).versions();
                        super.write(PlanEdit.by(changed -> {
                                    List<Mutation> mutations = edit.of(plan.mutations(), held, transaction);
                                    changed.mutations.clear();
                                    changed.mutations.addAll(mutations);
                                })
                                .apply(plan));
                    }
                };
            }
        };
    }

    private interface Edit {
        List<Mutation> of(
                List<Mutation> mutations, Function<Key, List<StoredVersion>> held, StoreTransaction transaction);
    }

    private static @Nullable Object rounded(@Nullable Object cell) {
        return cell instanceof BigDecimal decimal ? BigDecimal.valueOf(decimal.doubleValue()) : cell;
    }

    private static Interval coarse(Interval interval) {
        long from = Math.floorDiv(interval.startMicros(), 1_000L) * 1_000L;
        long to = interval.isOpen() ? Interval.OPEN : Math.floorDiv(interval.endMicros(), 1_000L) * 1_000L;
        return new Interval(from, Math.max(from + 1, to));
    }

    private static DimensionStore unquoted(Dimension dimension) {
        if (dimension.name().contains("\"")) {
            throw new StoreException("syntax error at or near \"By\"", null);
        }
        return InMemoryStore.of(dimension);
    }

    private static List<Mutation> replaced(
            List<Mutation> mutations, Function<Key, List<StoredVersion>> held, StoreTransaction transaction) {
        List<Mutation> broken = new ArrayList<>();
        for (Mutation mutation : mutations) {
            if (mutation instanceof Resize resize) {
                Version was = find(held.apply(resize.key()), resize.surrogate());
                broken.add(new Retract(resize.surrogate(), resize.key(), resize.before()));
                broken.add(new Insert(transaction.reserveSurrogates(1), resize.key(), was.over(resize.after())));
            } else {
                broken.add(mutation);
            }
        }
        return broken;
    }

    private static Version find(List<StoredVersion> held, long surrogate) {
        return held.stream()
                .filter(stored -> stored.surrogate() == surrogate)
                .map(StoredVersion::version)
                .findFirst()
                .orElseThrow();
    }

    private static Mutation coalesced(Mutation mutation) {
        if (!(mutation instanceof Overwrite overwrite)) {
            return mutation;
        }
        Object[] cells = overwrite.after().row().toArray();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i] == null ? overwrite.before().row().value(i) : cells[i];
        }
        Version after = new Version(
                overwrite.after().interval(), Row.of(cells), overwrite.after().deleted());
        return new Overwrite(
                overwrite.surrogate(), overwrite.key(), overwrite.before(), after, overwrite.believedFrom());
    }

    private static void putEndsBack(PlanEdit edit) {
        for (Mutation mutation : List.copyOf(edit.mutations)) {
            if (mutation instanceof Overwrite overwrite) {
                Interval before = overwrite.before().interval();
                edit.mutations.add(new Resize(overwrite.surrogate(), overwrite.key(), before, before));
            }
        }
    }

    private static List<Mutation> retractedByKey(
            List<Mutation> mutations, Function<Key, List<StoredVersion>> held, StoreTransaction transaction) {
        List<Mutation> broken = new ArrayList<>();
        for (Mutation mutation : mutations) {
            if (mutation instanceof Retract retract) {
                held.apply(retract.key())
                        .forEach(stored -> broken.add(new Retract(
                                stored.surrogate(),
                                stored.key(),
                                stored.version().interval())));
            } else {
                broken.add(mutation);
            }
        }
        return broken;
    }

    private static List<Mutation> checkedByRow(
            List<Mutation> mutations, Function<Key, List<StoredVersion>> held, StoreTransaction transaction) {
        Map<Long, Interval> now = new HashMap<>();
        for (Mutation mutation : mutations) {
            held.apply(mutation.key())
                    .forEach(stored ->
                            now.putIfAbsent(stored.surrogate(), stored.version().interval()));
            if (mutation instanceof Resize resize) {
                now.put(resize.surrogate(), resize.after());
            } else if (mutation instanceof Insert insert
                    && now.values().stream().anyMatch(insert.version().interval()::overlaps)) {
                throw new StoreException("conflicting key value violates exclusion constraint", null);
            }
        }
        return mutations;
    }

    private static List<Mutation> withoutOverlaps(
            List<Mutation> mutations, Function<Key, List<StoredVersion>> held, StoreTransaction transaction) {
        return mutations.stream()
                .filter(mutation -> !(mutation instanceof Insert insert)
                        || held.apply(insert.key()).stream()
                                .noneMatch(stored -> stored.version()
                                        .interval()
                                        .overlaps(insert.version().interval())))
                .toList();
    }
}
