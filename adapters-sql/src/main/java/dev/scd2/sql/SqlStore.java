package dev.scd2.sql;

import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.Widening;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.error.StoreException;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
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
 * <name>_evidence}, {@code <name>_snapshot}, {@code <name>_quarantine}, {@code <name>_position} and {@code <name>_audit}, and one table {@code
 * scd2_dimension} for all dimensions of the schema. One batch is one transaction. Writers of one dimension wait for each
 * other.
 *
 * <p>May be shared between threads, unless it joins a transaction of the caller: then it is confined to that connection's
 * thread, and who is shown what it {@linkplain #scan scans} must not use the connection meanwhile.
 */
public abstract class SqlStore implements DimensionStore {
    private final Layout layout;
    private final Failures failures;
    private final LeaseSource leases;
    private final Retries retries;
    private final ReentrantLock writing = new ReentrantLock();

    /** Opens the store on connections of its own, creating the tables when they are missing. */
    protected SqlStore(Dimension dimension, StoreOptions options, Dialect dialect, ConnectionSource connections) {
        this(dimension, options, dialect, connections, Retries.none());
    }

    /** Opens the store as the other does; what fails for a reason that passes is tried again. */
    protected SqlStore(
            Dimension dimension, StoreOptions options, Dialect dialect, ConnectionSource connections, Retries retries) {
        this(dimension, options, dialect, () -> Lease.of(connections, dialect), retries);
    }

    /** Opens the store in the transaction that {@code joined} is in, creating the tables there when they are missing. */
    protected SqlStore(Dimension dimension, StoreOptions options, Dialect dialect, Connection joined) {
        this(dimension, options, dialect, () -> Lease.joining(joined, dialect), Retries.none());
    }

    private SqlStore(Dimension dimension, StoreOptions options, Dialect dialect, LeaseSource leases, Retries retries) {
        this.layout = new Layout(dimension, dialect, options);
        this.failures = new Failures(dimension, dialect);
        this.leases = leases;
        this.retries = retries;
        again("open the tables", () -> {
            try (Lease lease = leases.lease()) {
                new Register(layout).open(lease.connection());
                lease.commit();
                return true;
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
            StoreTransaction transaction = again("begin a batch", this::lock);
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
            if (!layout.dialect.makesTablesInTransactions()) {
                return staged(lease, SqlTransaction.Mode.WRITING, writing::unlock);
            }
            if (lease.isOwn()) {
                layout.dialect.beginWriting(lease.connection());
            }
            StoreState state = new Register(layout).lock(lease.connection());
            return new SqlTransaction(layout, failures, lease, SqlTransaction.Mode.WRITING, state, writing::unlock);
        } catch (SQLException | RuntimeException failure) {
            try (lease) {
                throw failure;
            }
        }
    }

    private StoreTransaction staged(Lease lease, SqlTransaction.Mode mode, Runnable onClose) throws SQLException {
        CommitLookup lookup = new CommitLookup(layout, failures, leases, retries);
        return StageTransaction.begin(layout, failures, lease, mode, lookup, onClose);
    }

    @Override
    public StoreTransaction preview() {
        return again("begin a dry run", () -> {
            Lease lease = leases.lease();
            try {
                if (!layout.dialect.makesTablesInTransactions()) {
                    return staged(lease, SqlTransaction.Mode.PREVIEW, () -> {});
                }
                if (lease.isOwn()) {
                    layout.dialect.beginPreview(lease.connection());
                }
                StoreState state = new Register(layout).state(lease.connection());
                return new SqlTransaction(layout, failures, lease, SqlTransaction.Mode.PREVIEW, state, () -> {});
            } catch (SQLException | RuntimeException failure) {
                try (lease) {
                    throw failure;
                }
            }
        });
    }

    @Override
    public DimensionStore evolve(Dimension wider) {
        if (!wider.name().equals(layout.dimension.name())) {
            throw new InvalidChangeException(
                    Reason.TYPE_CHANGED,
                    "Dimension " + layout.dimension + " cannot become dimension " + wider
                            + ". Give the wider definition the same name.");
        }
        Widening.require(layout.dimension, wider);
        return reopened(wider);
    }

    /** Returns a store in the same tables, opened for {@code wider}; this one is not used afterwards. */
    protected abstract DimensionStore reopened(Dimension wider);

    @Override
    public void scan(Consumer<KeyHistory> visitor) {
        show("read the history", connection -> {
            new HistoryReader(layout).scan(connection, visitor);
            return true;
        });
    }

    @Override
    public KeyHistory history(Key key) {
        return read("read the history of a key", connection -> new HistoryReader(layout).history(connection, key));
    }

    @Override
    public void asOf(Instant t, Consumer<StoredVersion> visitor) {
        show("read the versions in force", connection -> {
            new TableReader(layout, connection).asOf(t, null, visitor);
            return true;
        });
    }

    @Override
    public void asOf(Instant t, Instant systemAt, Consumer<StoredVersion> visitor) {
        show("read the versions in force", connection -> {
            new TableReader(layout, connection).asOf(t, systemAt, visitor);
            return true;
        });
    }

    @Override
    public StoreState state() {
        return read("read the state", connection -> new Register(layout).state(connection));
    }

    @Override
    public List<AuditEntry> audit() {
        return read("read the audit", connection -> new TableReader(layout, connection).audit());
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return read("read the snapshots", connection -> new Marks(layout).read(connection));
    }

    @Override
    public List<Rejection> quarantine() {
        return read("read the quarantine", connection -> new TableReader(layout, connection).quarantine());
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return read("read the positions", connection -> new TableReader(layout, connection).reached(source, partition));
    }

    /** Returns what the database does not enforce of the invariants of a history, each in a sentence without values. */
    public List<String> notEnforced() {
        return read(
                "read the constraints",
                connection -> layout.dialect.notEnforced(connection, new Tables(layout).indexes(connection)));
    }

    /** Asks, and again where that failed for a reason that passes. */
    private <T> T read(String doing, Question<T> question) {
        return again(doing, () -> answer(question));
    }

    /** Asks once: the visitor was shown a part of the answer. */
    private void show(String doing, Question<Boolean> question) {
        failures.run(doing, () -> answer(question));
    }

    private <T> T again(String doing, Failures.Question<T> question) {
        return failures.call(doing, () -> retries.call(layout.dialect::isPassing, question));
    }

    private <T> T answer(Question<T> question) throws SQLException {
        try (Lease lease = leases.lease()) {
            if (lease.isOwn()) {
                layout.dialect.beginReading(lease.connection());
            }
            return question.ask(lease.connection());
        }
    }

    @Override
    public void close() {}

    /** Where leases come from. */
    interface LeaseSource {
        /** Returns one that nobody else has, unless it joins the caller's transaction. */
        Lease lease() throws SQLException;
    }

    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }
}
