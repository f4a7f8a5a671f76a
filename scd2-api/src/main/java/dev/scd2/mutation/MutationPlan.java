package dev.scd2.mutation;

import dev.scd2.change.Position;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one batch writes, as a value that can be looked at before it is committed.
 *
 * <p>Immutable.
 *
 * @param loadId what new versions carry
 * @param mutations changes of versions, grouped by key
 * @param evidence statements to be remembered
 * @param superseded remembered statements that lost a conflict and are forgotten; each is also in {@code rejections}
 * @param marks snapshots to be remembered
 * @param rejections what goes to quarantine
 * @param reached how far reading has come
 * @param restatements the windows whose facts must be keyed again
 */
public record MutationPlan(
        String loadId,
        List<Mutation> mutations,
        List<Evidence> evidence,
        List<Evidence> superseded,
        List<SnapshotMark> marks,
        List<Rejection> rejections,
        List<Position> reached,
        List<Restatement> restatements) {
    /** Copies the lists. */
    public MutationPlan {
        mutations = List.copyOf(mutations);
        evidence = List.copyOf(evidence);
        superseded = List.copyOf(superseded);
        marks = List.copyOf(marks);
        rejections = List.copyOf(rejections);
        reached = List.copyOf(reached);
        restatements = List.copyOf(restatements);
    }

    /** Returns how many mutations are of {@code kind}. */
    public long count(Class<? extends Mutation> kind) {
        return mutations.stream().filter(kind::isInstance).count();
    }

    /** Returns whether committing it would change nothing at all. */
    public boolean isEmpty() {
        return mutations.isEmpty()
                && evidence.isEmpty()
                && superseded.isEmpty()
                && marks.isEmpty()
                && rejections.isEmpty()
                && reached.isEmpty();
    }

    /**
     * Returns this plan with the placeholders {@code -1, -2, …} of its inserts replaced by {@code first, first + 1, …},
     * in the mutations and in the restatements.
     */
    public MutationPlan withSurrogates(long first) {
        List<Mutation> keyed = new ArrayList<>(mutations.size());
        for (Mutation mutation : mutations) {
            keyed.add(
                    mutation instanceof Insert insert
                            ? new Insert(resolve(insert.surrogate(), first), insert.key(), insert.version())
                            : mutation);
        }
        List<Restatement> windows = new ArrayList<>(restatements.size());
        for (Restatement r : restatements) {
            windows.add(new Restatement(r.key(), r.window(), r.before(), resolveNullable(r.after(), first)));
        }
        return new MutationPlan(loadId, keyed, evidence, superseded, marks, rejections, reached, windows);
    }

    private static @Nullable Long resolveNullable(@Nullable Long surrogate, long first) {
        return surrogate == null ? null : (Long) resolve(surrogate, first);
    }

    private static long resolve(long surrogate, long first) {
        return surrogate < 0 ? first - 1 - surrogate : surrogate;
    }
}
