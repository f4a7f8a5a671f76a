package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.StoreException;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A store in the tables of a database.
 *
 * <p>The versions are in the table that is called like the dimension, with readable columns; beside it are {@code
 * <name>_evidence}, {@code <name>_snapshot}, {@code <name>_quarantine} and {@code <name>_position}, and one table {@code
 * scd2_dimension} for all dimensions of the schema. One batch is one transaction. Writers of one dimension wait for each
 * other.
 *
 * <p>May be shared between threads, unless it joins a transaction of the caller: then it is confined to that connection's
 * thread.
 */
public abstract class SqlStore implements DimensionStore {
    private final Layout layout;
    private final Failures failures;
    private final LeaseSource leases;
    private final ReentrantLock writing = new ReentrantLock();

    /** Opens the store on connections of its own, creating the tables when they are missing. */
    protected SqlStore(Dimension dimension, StoreOptions options, Dialect dialect, ConnectionSource connections) {
        this(dimension, options, dialect, () -> Lease.of(connections));
    }

    /** Opens the store in the transaction that {@code joined} is in, creating the tables there when they are missing. */
    protected SqlStore(Dimension dimension, StoreOptions options, Dialect dialect, Connection joined) {
        this(dimension, options, dialect, () -> Lease.joining(joined));
    }

    private SqlStore(Dimension dimension, StoreOptions options, Dialect dialect, LeaseSource leases) {
        this.layout = new Layout(dimension, dialect, options);
        this.failures = new Failures(dimension, dialect);
        this.leases = leases;
        failures.run("open the tables", () -> {
            try (Lease lease = leases.lease()) {
                new Register(layout).open(lease.connection());
                lease.commit();
            }
        });
    }

    @Override
    public Dimension dimension() {
        return layout.dimension;
    }

    @Override
    public StoreTransaction begin() {
        if (writing.isHeldByCurrentThread()) {
            throw new ConcurrentCommitException(
                    "This thread is writing a batch of dimension " + layout.dimension
                            + " already. Close that transaction first.",
                    null);
        }
        writing.lock();
        boolean begun = false;
        try {
            StoreTransaction transaction = failures.call("begin a batch", this::lock);
            begun = true;
            return transaction;
        } finally {
            if (!begun) {
                writing.unlock();
            }
        }
    }

    private StoreTransaction lock() throws SQLException {
        Lease lease = leases.lease();
        try {
            if (!lease.isOwn() && lease.connection().getAutoCommit()) {
                throw new StoreException(
                        "The store of dimension " + layout.dimension + " is to join a transaction, and its connection "
                                + "is in auto-commit. Call setAutoCommit(false) first.",
                        null);
            }
            new Register(layout).lock(lease.connection());
            return new SqlTransaction(layout, failures, lease, writing::unlock);
        } catch (SQLException | RuntimeException failure) {
            try (lease) {
                throw failure;
            }
        }
    }

    @Override
    public void scan(Consumer<KeyHistory> visitor) {
        failures.run("read the history", () -> {
            try (Lease lease = reading()) {
                new HistoryReader(layout).scan(lease.connection(), visitor);
            }
        });
    }

    @Override
    public KeyHistory history(Key key) {
        return failures.call("read the history of a key", () -> {
            try (Lease lease = reading()) {
                return new HistoryReader(layout).history(lease.connection(), key);
            }
        });
    }

    @Override
    public void asOf(Instant t, Consumer<StoredVersion> visitor) {
        failures.run("read the versions in force", () -> {
            try (Lease lease = reading()) {
                new TableReader(layout).asOf(lease.connection(), t, visitor);
            }
        });
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return failures.call("read the snapshots", () -> {
            try (Lease lease = reading()) {
                return new TableReader(layout).snapshots(lease.connection());
            }
        });
    }

    @Override
    public List<Rejection> quarantine() {
        return failures.call("read the quarantine", () -> {
            try (Lease lease = reading()) {
                return new TableReader(layout).quarantine(lease.connection());
            }
        });
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return failures.call("read the positions", () -> {
            try (Lease lease = reading()) {
                return new TableReader(layout).reached(lease.connection(), source, partition);
            }
        });
    }

    private Lease reading() throws SQLException {
        Lease lease = leases.lease();
        try {
            if (lease.isOwn()) {
                layout.dialect.beginReading(lease.connection());
            }
            return lease;
        } catch (SQLException | RuntimeException failure) {
            try (lease) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {}

    private interface LeaseSource {
        Lease lease() throws SQLException;
    }
}
