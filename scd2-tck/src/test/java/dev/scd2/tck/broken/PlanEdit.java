package dev.scd2.tck.broken;

import dev.scd2.change.Position;
import dev.scd2.dimension.Row;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A plan whose parts can be changed. Confined to one thread. */
final class PlanEdit {
    final List<Mutation> mutations;
    final List<Evidence> evidence;
    final List<Evidence> superseded;
    final List<SnapshotMark> marks;
    final List<Rejection> rejections;
    final List<String> resolved;
    final List<Position> reached;
    final List<AuditEntry> audit;
    private final MutationPlan plan;

    private PlanEdit(MutationPlan plan) {
        this.plan = plan;
        mutations = new ArrayList<>(plan.mutations());
        evidence = new ArrayList<>(plan.evidence());
        superseded = new ArrayList<>(plan.superseded());
        marks = new ArrayList<>(plan.marks());
        rejections = new ArrayList<>(plan.rejections());
        resolved = new ArrayList<>(plan.resolved());
        reached = new ArrayList<>(plan.reached());
        audit = new ArrayList<>(plan.audit());
    }

    static UnaryOperator<MutationPlan> by(Consumer<PlanEdit> edit) {
        return plan -> {
            PlanEdit edited = new PlanEdit(plan);
            edit.accept(edited);
            return edited.plan();
        };
    }

    /** Changes every version that is inserted or overwritten. */
    static UnaryOperator<MutationPlan> versions(UnaryOperator<Version> change) {
        return by(edit -> edit.mutations.replaceAll(mutation -> {
            if (mutation instanceof Insert i) {
                return new Insert(i.surrogate(), i.key(), change.apply(i.version()), i.believed());
            }
            return mutation instanceof Overwrite o
                    ? new Overwrite(o.surrogate(), o.key(), o.before(), change.apply(o.after()), o.believedFrom())
                    : mutation;
        }));
    }

    /** Changes every cell of every version. */
    static UnaryOperator<MutationPlan> cells(UnaryOperator<@Nullable Object> change) {
        return versions(v -> new Version(v.interval(), mapped(v.row(), change), v.deleted()));
    }

    /** Changes every statement that is remembered or forgotten. */
    static UnaryOperator<MutationPlan> evidence(UnaryOperator<Evidence> change) {
        return by(edit -> {
            edit.evidence.replaceAll(change);
            edit.superseded.replaceAll(change);
        });
    }

    static Row mapped(Row row, UnaryOperator<@Nullable Object> change) {
        Object[] cells = row.toArray();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = change.apply(cells[i]);
        }
        return Row.of(cells);
    }

    private MutationPlan plan() {
        return new MutationPlan(
                plan.loadId(),
                plan.systemTime(),
                mutations,
                evidence,
                superseded,
                marks,
                rejections,
                resolved,
                reached,
                plan.horizon(),
                audit,
                plan.restatements());
    }
}
