package dev.scd2.tck.broken;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.store.Evidence;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of a plan on its way into a {@link BrokenStore}. */
final class BrokenPlans {
    private BrokenPlans() {}

    static MutationPlan nothing() {
        return new MutationPlan("", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    static List<StoredVersion> inserts(MutationPlan plan, Key key) {
        List<StoredVersion> inserts = new ArrayList<>();
        for (Mutation mutation : plan.mutations()) {
            if (mutation instanceof Insert insert && insert.key().equals(key)) {
                inserts.add(new StoredVersion(insert.surrogate(), key, insert.version(), true, "", plan.loadId()));
            }
        }
        return inserts;
    }

    static MutationPlan of(BrokenStore store, MutationPlan plan, StoreTransaction transaction) {
        List<Evidence> evidence = new ArrayList<>();
        Set<Key> changed = plan.mutations().stream().map(Mutation::key).collect(Collectors.toSet());
        for (Evidence e : plan.evidence()) {
            if (!store.has(Fault.DROPS_EVIDENCE_THAT_CHANGES_NO_VERSION) || changed.contains(e.key())) {
                evidence.add(evidence(store, e));
            }
        }
        return new MutationPlan(
                plan.loadId(),
                plan.systemTime(),
                mutations(store, plan.mutations(), transaction),
                evidence,
                store.has(Fault.KEEPS_SUPERSEDED_EVIDENCE) ? List.of() : plan.superseded(),
                store.has(Fault.FORGETS_SNAPSHOTS) ? List.of() : plan.marks(),
                plan.rejections(),
                plan.resolved(),
                plan.reached(),
                plan.horizon(),
                plan.audit(),
                plan.restatements());
    }

    private static Evidence evidence(BrokenStore store, Evidence e) {
        Row row = store.has(Fault.FORGETS_WHAT_WAS_SAID)
                ? mapped(e.row(), cell -> cell == Row.unsaid() ? null : cell)
                : e.row();
        Sequence sequence = store.has(Fault.KEEPS_ONE_PART_OF_A_SEQUENCE)
                ? Sequence.of(Long.parseLong(e.sequence().toString().split("\\.", 2)[0]))
                : e.sequence();
        return new Evidence(
                store.confused(e.key()),
                e.kind(),
                e.spanId(),
                e.validFrom(),
                e.validTo(),
                sequence,
                row,
                e.systemTime(),
                e.position());
    }

    private static List<Mutation> mutations(BrokenStore store, List<Mutation> mutations, StoreTransaction transaction) {
        List<Mutation> broken = new ArrayList<>();
        Map<Long, Version> held = new HashMap<>();
        if (store.has(Fault.REPLACES_A_VERSION_TO_CLOSE_IT)) {
            mutations.forEach(m -> transaction.read(
                    Map.of(m.key(), Long.MIN_VALUE),
                    history -> history.versions().forEach(v -> held.put(v.surrogate(), v.version()))));
        }
        for (Mutation mutation : mutations) {
            if (mutation instanceof Insert insert) {
                broken.add(new Insert(
                        insert.surrogate(),
                        store.confused(insert.key()),
                        version(store, insert.version()),
                        insert.believed()));
            } else if (mutation instanceof Resize resize && store.has(Fault.REPLACES_A_VERSION_TO_CLOSE_IT)) {
                broken.add(new Retract(resize.surrogate(), resize.key(), resize.before()));
                broken.add(new Insert(
                        transaction.reserveSurrogates(1),
                        resize.key(),
                        held.get(resize.surrogate()).over(resize.after())));
            } else if (mutation instanceof Overwrite overwrite && store.has(Fault.OVERWRITES_THE_END_TOO)) {
                Interval before = overwrite.before().interval();
                broken.add(overwrite);
                broken.add(new Resize(overwrite.surrogate(), overwrite.key(), before, before));
            } else {
                broken.add(mutation);
            }
        }
        return broken;
    }

    private static Version version(BrokenStore store, Version version) {
        return switch (store.fault) {
            case LOSES_MICROSECONDS -> version.over(coarse(version.interval()));
            case READS_EMPTY_TEXT_AS_NULL ->
                new Version(
                        version.interval(),
                        mapped(version.row(), cell -> "".equals(cell) ? null : cell),
                        version.deleted());
            case PASSES_DECIMALS_THROUGH_DOUBLE ->
                new Version(version.interval(), mapped(version.row(), BrokenPlans::rounded), version.deleted());
            default -> version;
        };
    }

    private static @Nullable Object rounded(@Nullable Object cell) {
        return cell instanceof BigDecimal decimal ? BigDecimal.valueOf(decimal.doubleValue()) : cell;
    }

    private static Interval coarse(Interval interval) {
        long from = Math.floorDiv(interval.startMicros(), 1_000L) * 1_000L;
        long to = interval.isOpen() ? Interval.OPEN : Math.floorDiv(interval.endMicros(), 1_000L) * 1_000L;
        return new Interval(from, Math.max(from + 1, to));
    }

    private static Row mapped(Row row, UnaryOperator<@Nullable Object> change) {
        Object[] cells = row.toArray();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = change.apply(cells[i]);
        }
        return Row.of(cells);
    }
}
