package dev.scd2.tck.broken;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Row;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What can go wrong with statements. Stateless. */
final class EvidenceFaults {
    private EvidenceFaults() {}

    static List<Fault> all() {
        return List.of(
                statements(
                        "passes decimals of evidence through double",
                        "store2_",
                        e -> e.withRow(PlanEdit.mapped(
                                e.row(), c -> c instanceof BigDecimal d ? BigDecimal.valueOf(d.doubleValue()) : c))),
                statements(
                        "forgets what was said",
                        "store20_",
                        e -> e.withRow(PlanEdit.mapped(e.row(), cell -> cell == Row.unsaid() ? null : cell))),
                statements(
                        "loses microseconds of evidence",
                        "store21_",
                        e -> copy(e, Math.floorDiv(e.validFrom(), 1_000L) * 1_000L, e.validTo(), e.sequence())),
                statements(
                        "keeps one part of a sequence",
                        "store22_",
                        e -> copy(
                                e,
                                e.validFrom(),
                                e.validTo(),
                                Sequence.of(
                                        Long.parseLong(e.sequence().toString().split("\\.", 2)[0])))),
                writing("keeps superseded evidence", "store23_", PlanEdit.by(edit -> edit.superseded.clear())),
                statements(
                        "forgets where evidence was read",
                        "store24_",
                        e -> new Evidence(
                                e.key(),
                                e.kind(),
                                e.spanId(),
                                e.validFrom(),
                                e.validTo(),
                                e.sequence(),
                                e.row(),
                                e.systemTime(),
                                null)),
                writing("drops evidence that changes no version", "store25_", PlanEdit.by(EvidenceFaults::dropNoOps)),
                statements(
                        "ends open periods",
                        "store26_",
                        e -> e.kind() == Evidence.Kind.SPAN && e.validTo() == Interval.OPEN
                                ? copy(e, e.validFrom(), 253_370_764_800_000_000L, e.sequence())
                                : e),
                writing("forgets all kinds at a place", "store27_", PlanEdit.by(EvidenceFaults::forgetMore)),
                statements("keeps no tokens", "store28_", e -> e.withRow(plain(e.row()))),
                statements("keeps no recorded time", "store29_", e -> e.withSystemTime(Evidence.NO_TIME)));
    }

    private static Fault writing(String name, String rule, UnaryOperator<MutationPlan> edit) {
        return new Fault(name, rule, dimension -> SoundStore.writing(dimension, edit));
    }

    private static Fault statements(String name, String rule, UnaryOperator<Evidence> change) {
        return writing(name, rule, PlanEdit.evidence(change));
    }

    private static Evidence copy(Evidence e, long from, long to, Sequence sequence) {
        return new Evidence(e.key(), e.kind(), e.spanId(), from, to, sequence, e.row(), e.systemTime(), e.position());
    }

    private static void dropNoOps(PlanEdit edit) {
        Set<?> changed = edit.mutations.stream().map(Mutation::key).collect(Collectors.toSet());
        edit.evidence.removeIf(statement -> !changed.contains(statement.key()));
    }

    /** As if the kind were no part of the place. */
    private static void forgetMore(PlanEdit edit) {
        for (Evidence gone : List.copyOf(edit.superseded)) {
            for (Evidence.Kind kind : Evidence.Kind.values()) {
                edit.superseded.add(new Evidence(
                        gone.key(),
                        kind,
                        gone.spanId(),
                        gone.validFrom(),
                        Interval.OPEN,
                        gone.sequence(),
                        gone.row(),
                        null));
            }
        }
    }

    private static Row plain(Row row) {
        Object[] cells = row.toArray();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = row.erasedToken(i).isPresent() ? null : cells[i];
        }
        return Row.of(cells);
    }
}
