package dev.scd2.sql;

import dev.scd2.dimension.Key;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One batch in one transaction of the database. Confined to one thread. */
final class SqlTransaction implements StoreTransaction {
    private final Layout layout;
    private final Failures failures;
    private final Lease lease;
    private final Runnable onClose;
    private boolean closed;

    SqlTransaction(Layout layout, Failures failures, Lease lease, Runnable onClose) {
        this.layout = layout;
        this.failures = failures;
        this.lease = lease;
        this.onClose = onClose;
    }

    @Override
    public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
        failures.run(
                "read the histories of a batch",
                () -> new HistoryReader(layout).read(lease.connection(), touched, visitor));
    }

    @Override
    public Set<Key> repeating(List<Evidence> statements) {
        return failures.call(
                "find the statements that repeat", () -> new Repetitions(layout).of(lease.connection(), statements));
    }

    @Override
    public List<Key> keysInForce(Instant t) {
        return failures.call(
                "read the keys in force", () -> new TableReader(layout).keysInForce(lease.connection(), t));
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return failures.call("read the snapshots", () -> new TableReader(layout).snapshots(lease.connection()));
    }

    @Override
    public long reserveSurrogates(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("Surrogate keys cannot be reserved in the number of " + count + ".");
        }
        return failures.call("reserve surrogate keys", () -> new Register(layout).reserve(lease.connection(), count));
    }

    @Override
    public void write(MutationPlan plan) {
        failures.run("write a batch", () -> new PlanWriter(layout, lease.connection()).write(plan));
    }

    @Override
    public void commit() {
        failures.run("commit a batch", lease::commit);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            failures.run("end a batch", () -> lease.close());
        } finally {
            onClose.run();
        }
    }
}
