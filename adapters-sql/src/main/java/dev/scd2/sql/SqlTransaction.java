package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.dimension.Key;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Listing;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoreTransaction;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One batch, or the dry run of one, in one transaction of the database. Confined to one thread. */
final class SqlTransaction implements StoreTransaction {
    private final Layout layout;
    private final Failures failures;
    private final Lease lease;
    private final Mode mode;
    private final Runnable onClose;
    private @Nullable StoreState state;
    private @Nullable List<SnapshotMark> marks;
    private boolean closed;

    SqlTransaction(Layout layout, Failures failures, Lease lease, Mode mode, StoreState state, Runnable onClose) {
        this.layout = layout;
        this.failures = failures;
        this.lease = lease;
        this.mode = mode;
        this.state = state;
        this.onClose = onClose;
    }

    /** What a transaction is for. */
    enum Mode {
        /** It writes a batch. */
        WRITING,
        /** It only tells what a batch would do. */
        PREVIEW
    }

    @Override
    public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
        failures.run(
                "read the histories of a batch",
                () -> new HistoryReader(layout).read(lease.connection(), touched, snapshots(), visitor));
    }

    @Override
    public Listing compare(SnapshotMark listing, Iterator<Evidence> statements) {
        return failures.call(
                "compare a listing",
                () -> new Comparison(
                                layout,
                                lease.connection(),
                                listing,
                                (columns, rows) -> Staging.of(lease.connection(), layout, columns, rows))
                        .with(statements));
    }

    @Override
    public StoreState state() {
        if (state == null) {
            state = failures.call("read the state", () -> new Register(layout).state(lease.connection()));
        }
        return state;
    }

    @Override
    public List<SnapshotMark> snapshots() {
        if (marks == null) {
            marks = failures.call("read the snapshots", () -> new Marks(layout).read(lease.connection()));
        }
        return marks;
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return failures.call(
                "read the positions", () -> new TableReader(layout, lease.connection()).reached(source, partition));
    }

    @Override
    public List<Rejection> quarantined(Set<Key> keys) {
        return failures.call(
                "read the quarantine", () -> new TableReader(layout, lease.connection()).quarantined(keys));
    }

    @Override
    public long reserveSurrogates(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("Surrogate keys cannot be reserved in the number of " + count + ".");
        }
        requireWriting();
        return failures.call("reserve surrogate keys", () -> new Register(layout).reserve(lease.connection(), count));
    }

    @Override
    public void write(MutationPlan plan) {
        requireWriting();
        state = null;
        marks = null;
        failures.run("write a batch", () -> new PlanWriter(layout, lease.connection()).write(plan));
    }

    @Override
    public void commit() {
        requireWriting();
        failures.run("commit a batch", lease::commit);
    }

    private void requireWriting() {
        if (mode == Mode.PREVIEW) {
            throw new UnsupportedOperationException(
                    "A dry run of dimension " + layout.dimension + " writes nothing. Begin a batch instead.");
        }
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
