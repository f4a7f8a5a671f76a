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
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One batch, or the dry run of one, in a database that cannot make tables within a transaction: what the batch brings travels
 * in a {@link StageTable}. Confined to one thread.
 */
final class StageTransaction implements StoreTransaction {
    private final Layout layout;
    private final Failures failures;
    private final Lease lease;
    private final SqlTransaction.Mode mode;
    private final StageTable stage;
    private final CommitLookup lookup;
    private final Runnable onClose;
    private final StageOpening opening;
    private long nextSurrogate;
    private long writtenSurrogate;
    private long listings;
    private boolean written;
    private boolean closed;

    private StageTransaction(
            Layout layout,
            Failures failures,
            Lease lease,
            SqlTransaction.Mode mode,
            StageTable stage,
            StageOpening opening,
            CommitLookup lookup,
            Runnable onClose) {
        this.layout = layout;
        this.failures = failures;
        this.lease = lease;
        this.mode = mode;
        this.stage = stage;
        this.opening = opening;
        this.lookup = lookup;
        this.nextSurrogate = opening.nextSurrogate();
        this.writtenSurrogate = nextSurrogate;
        this.onClose = onClose;
    }

    /** Begins one on a connection that is in no transaction; one that writes waits until others have written. */
    static StageTransaction begin(
            Layout layout,
            Failures failures,
            Lease lease,
            SqlTransaction.Mode mode,
            CommitLookup lookup,
            Runnable onClose)
            throws SQLException {
        lease.label("dimension", layout.dimension.name());
        lease.label("batch", lease.id());
        StageTable stage = new StageTable(layout, lease.connection());
        stage.create();
        lease.begin();
        if (mode == SqlTransaction.Mode.WRITING) {
            new Register(layout).count(lease.connection());
        }
        StageOpening opening = StageOpening.read(layout, lease.connection());
        return new StageTransaction(layout, failures, lease, mode, stage, opening, lookup, onClose);
    }

    @Override
    public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
        if (!touched.isEmpty()) {
            failures.run(
                    "read the histories of a batch",
                    () -> new StageReader(layout, lease.connection(), stage).read(touched, opening.marks(), visitor));
        }
    }

    @Override
    public Listing compare(SnapshotMark listing, Iterator<Evidence> statements) {
        return failures.call(
                "compare a listing",
                () -> new Comparison(layout, lease.connection(), listing, this::listed).with(statements));
    }

    /** A batch may compare a listing and truncates; the rows of each have its number. */
    private StagedRows listed(List<TableColumn> columns, Iterator<@Nullable Object[]> rows) throws SQLException {
        long listing = listings++;
        StageTable.Shape shape = stage.listed(columns, listing);
        stage.load(StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false)
                .map(shape::of)
                .iterator());
        return new StagedRows() {
            @Override
            public String table() {
                return stage.listed(listing);
            }

            @Override
            public void close() {
                // It goes with the stage.
            }
        };
    }

    @Override
    public StoreState state() {
        return opening.state();
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return opening.marks();
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return opening.reached(source, partition);
    }

    @Override
    public List<Rejection> quarantined(Set<Key> keys) {
        if (keys.isEmpty() || opening.lastRejection() == 0) {
            return List.of();
        }
        return failures.call(
                "read the quarantine",
                () -> new TableReader(layout, lease.connection())
                        .quarantine().stream()
                                .filter(rejection -> rejection.key() != null && keys.contains(rejection.key()))
                                .toList());
    }

    @Override
    public long reserveSurrogates(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("Surrogate keys cannot be reserved in the number of " + count + ".");
        }
        requireWriting();
        long first = nextSurrogate;
        nextSurrogate += count;
        return first;
    }

    @Override
    public void write(MutationPlan plan) {
        requireWriting();
        failures.run("write a batch", () -> {
            lease.label("load", plan.loadId());
            new StageWriter(layout, lease.connection(), stage, opening).write(plan, nextSurrogate, lease.id());
            writtenSurrogate = nextSurrogate;
            written = true;
        });
    }

    @Override
    public void commit() {
        requireWriting();
        failures.run("commit a batch", () -> {
            if (nextSurrogate != writtenSurrogate) {
                new Register(layout).reserved(lease.connection(), nextSurrogate);
            }
            try {
                lease.commit();
            } catch (SQLException failure) {
                lease.abandon();
                if (!written) {
                    throw failure;
                }
                lookup.requireCommitted(lease.id(), opening.state().generation(), failure);
            }
        });
    }

    private void requireWriting() {
        if (mode == SqlTransaction.Mode.PREVIEW) {
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
