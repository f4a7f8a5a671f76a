package dev.scd2.sql;

import dev.scd2.error.CommitOutcomeUnknownException;
import dev.scd2.error.Scd2Exception;
import java.sql.SQLException;

/**
 * Finds out what became of a batch whose commit was not answered, on another connection. It takes the lock that writers take,
 * and gives it back: as long as the transaction in question is open, its lock is held, so that whoever has got the lock sees
 * whether it was committed, and nothing can change that any more. Others may have written in between, who waited for that lock
 * first; so it looks for the batch by its id, and not at what is in the tables. Immutable.
 */
final class CommitLookup {
    private final Layout layout;
    private final Failures failures;
    private final SqlStore.LeaseSource leases;
    private final Retries retries;

    CommitLookup(Layout layout, Failures failures, SqlStore.LeaseSource leases, Retries retries) {
        this.layout = layout;
        this.failures = failures;
        this.leases = leases;
        this.retries = retries;
    }

    /**
     * Returns if the batch was committed.
     *
     * @param generation of the dimension when the batch began
     * @throws dev.scd2.error.StoreException if it was not: nothing of it was written
     * @throws CommitOutcomeUnknownException if that could not be found out
     */
    void requireCommitted(String batch, long generation, SQLException failure) {
        switch (fate(batch, generation, failure)) {
            case COMMITTED -> {
                return;
            }
            case NOT_COMMITTED -> throw failures.of("commit a batch", failure);
            case FORGOTTEN -> throw unknown("more than " + RecentBatches.KEPT + " batches were written since", failure);
        }
    }

    private RecentBatches.Fate fate(String batch, long generation, SQLException failure) {
        try {
            return retries.call(layout.dialect::isPassing, () -> fate(batch, generation));
        } catch (SQLException unanswered) {
            throw unknown(layout.dialect.describe(unanswered), failure);
        } catch (Scd2Exception unanswered) {
            throw unknown(String.valueOf(unanswered.getMessage()), failure);
        }
    }

    private RecentBatches.Fate fate(String batch, long generation) throws SQLException {
        try (Lease lease = leases.lease()) {
            lease.begin();
            Register register = new Register(layout);
            register.count(lease.connection());
            long now = register.state(lease.connection()).generation();
            return register.recentBatches(lease.connection()).fate(batch, now - generation);
        }
    }

    private CommitOutcomeUnknownException unknown(String why, SQLException failure) {
        return new CommitOutcomeUnknownException(
                "The commit of a batch of dimension " + layout.dimension + " was not answered by "
                        + layout.dialect.product() + ", and whether it was made could not be looked up: " + why
                        + ". Apply the batch again when the database answers: that changes nothing if it was"
                        + " committed, but its result is then empty.",
                failures.of("commit a batch", failure));
    }
}
