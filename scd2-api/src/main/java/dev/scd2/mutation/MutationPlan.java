package dev.scd2.mutation;

import dev.scd2.change.Position;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one batch writes, as a value that can be looked at before it is committed.
 *
 * <p>Immutable.
 *
 * @param loadId what new versions carry
 * @param systemTime when the load says that this is believed, epoch microseconds UTC; {@link Evidence#NO_TIME} where the
 *     dimension keeps no system time of loads
 * @param mutations changes of versions, grouped by key
 * @param evidence statements to be remembered
 * @param superseded remembered statements to be forgotten: losers of conflicts, and what a listing's one row tells again
 * @param marks listings and truncates to be remembered; of one that is remembered already the earlier system time holds
 * @param rejections what goes to quarantine
 * @param resolved identities of rejections that leave quarantine before {@code rejections} come in
 * @param reached how far reading has come
 * @param horizon where the horizon moves to, epoch microseconds UTC; {@link Evidence#NO_TIME} when it stays. It never
 *     moves back
 * @param audit what is recorded beside
 * @param restatements the windows whose facts must be keyed again
 */
public record MutationPlan(
        String loadId,
        long systemTime,
        List<Mutation> mutations,
        List<Evidence> evidence,
        List<Evidence> superseded,
        List<SnapshotMark> marks,
        List<Rejection> rejections,
        List<String> resolved,
        List<Position> reached,
        long horizon,
        List<AuditEntry> audit,
        List<Restatement> restatements) {
    /** Copies the lists. */
    public MutationPlan {
        mutations = List.copyOf(mutations);
        evidence = List.copyOf(evidence);
        superseded = List.copyOf(superseded);
        marks = List.copyOf(marks);
        rejections = List.copyOf(rejections);
        resolved = List.copyOf(resolved);
        reached = List.copyOf(reached);
        audit = List.copyOf(audit);
        restatements = List.copyOf(restatements);
    }

    /** Makes one without system time that moves no horizon, resolves nothing and leaves nothing to audit. */
    public MutationPlan(
            String loadId,
            List<Mutation> mutations,
            List<Evidence> evidence,
            List<Evidence> superseded,
            List<SnapshotMark> marks,
            List<Rejection> rejections,
            List<Position> reached,
            List<Restatement> restatements) {
        this(
                loadId,
                Evidence.NO_TIME,
                mutations,
                evidence,
                superseded,
                marks,
                rejections,
                List.of(),
                reached,
                Evidence.NO_TIME,
                List.of(),
                restatements);
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
                && resolved.isEmpty()
                && reached.isEmpty()
                && horizon == Evidence.NO_TIME
                && audit.isEmpty();
    }

    /** Returns how many surrogate keys its inserts need: the greatest {@code n} of their placeholders {@code -1, …, -n}. */
    public int placeholders() {
        long least = 0;
        for (Mutation mutation : mutations) {
            least = Math.min(least, mutation.surrogate());
        }
        return Math.toIntExact(-least);
    }

    /**
     * Returns this plan with the placeholders {@code -1, -2, …} of its inserts replaced by {@code first, first + 1, …},
     * in the mutations and in the restatements.
     */
    public MutationPlan withSurrogates(long first) {
        List<Mutation> keyed = new ArrayList<>(mutations.size());
        for (Mutation mutation : mutations) {
            keyed.add(
                    mutation instanceof Insert insert && insert.surrogate() < 0
                            ? new Insert(
                                    resolved(insert.surrogate(), first),
                                    insert.key(),
                                    insert.version(),
                                    insert.believed())
                            : mutation);
        }
        List<Restatement> windows = new ArrayList<>(restatements.size());
        for (Restatement r : restatements) {
            Long after = r.after();
            windows.add(
                    after != null && after < 0
                            ? new Restatement(
                                    r.key(), r.window(), r.before(), resolved(after, first), r.showed(), r.shows())
                            : r);
        }
        return new MutationPlan(
                loadId,
                systemTime,
                keyed,
                evidence,
                superseded,
                marks,
                rejections,
                resolved,
                reached,
                horizon,
                audit,
                windows);
    }

    /** Returns this plan with more to be recorded beside. */
    public MutationPlan withAudit(List<AuditEntry> entries) {
        List<AuditEntry> all = new ArrayList<>(audit);
        all.addAll(entries);
        return new MutationPlan(
                loadId,
                systemTime,
                mutations,
                evidence,
                superseded,
                marks,
                rejections,
                resolved,
                reached,
                horizon,
                all,
                restatements);
    }

    private static long resolved(long placeholder, long first) {
        return first - 1 - placeholder;
    }
}
