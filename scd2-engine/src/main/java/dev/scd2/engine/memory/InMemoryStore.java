package dev.scd2.engine.memory;

import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.Widening;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A store in memory, for tests and small things. Nothing survives the process.
 *
 * <p>Thread-safe: writers wait for each other, readers see the last commit.
 */
public final class InMemoryStore implements DimensionStore {
    private final Semaphore writer = new Semaphore(1);
    private volatile Contents contents;

    private InMemoryStore(Contents contents) {
        this.contents = contents;
    }

    /** Returns an empty store. */
    public static InMemoryStore of(Dimension dimension) {
        return new InMemoryStore(new Contents(dimension));
    }

    @Override
    public Dimension dimension() {
        return contents.dimension();
    }

    @Override
    public StoreTransaction begin() {
        writer.acquireUninterruptibly();
        return new MemoryTransaction(contents, this::publish, writer::release);
    }

    @Override
    public StoreTransaction preview() {
        return new Preview(new MemoryTransaction(contents, committed -> {}, () -> {}));
    }

    @Override
    public DimensionStore evolve(Dimension wider) {
        AuditEntry entry = Widening.require(dimension(), wider);
        writer.acquireUninterruptibly();
        try {
            return new InMemoryStore(contents.widened(wider, entry));
        } finally {
            writer.release();
        }
    }

    private void publish(Contents committed) {
        contents = committed;
    }

    @Override
    public void scan(Consumer<KeyHistory> visitor) {
        Contents seen = contents;
        seen.keys().forEach(key -> visitor.accept(seen.history(key)));
    }

    @Override
    public KeyHistory history(Key key) {
        return contents.history(key);
    }

    @Override
    public void asOf(Instant t, Consumer<StoredVersion> visitor) {
        Contents seen = contents;
        for (Key key : seen.keys()) {
            seen.history(key).versions().stream()
                    .filter(stored -> isInForce(stored, t))
                    .forEach(visitor);
        }
    }

    @Override
    public void asOf(Instant t, Instant systemAt, Consumer<StoredVersion> visitor) {
        Contents seen = contents;
        for (Key key : seen.keys()) {
            List<StoredVersion> rows = new ArrayList<>(seen.history(key).versions());
            rows.addAll(seen.history(key).past());
            rows.stream()
                    .filter(stored -> isInForce(stored, t) && stored.believed().contains(systemAt))
                    .forEach(visitor);
        }
    }

    private static boolean isInForce(StoredVersion stored, Instant t) {
        return stored.version().interval().contains(t) && !stored.version().deleted();
    }

    @Override
    public StoreState state() {
        return contents.state();
    }

    @Override
    public List<AuditEntry> audit() {
        return List.copyOf(contents.audit());
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return List.copyOf(contents.marks());
    }

    @Override
    public List<Rejection> quarantine() {
        return new ArrayList<>(contents.quarantine().values());
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return Optional.ofNullable(contents.reached().get(Contents.place(source, partition)));
    }

    @Override
    public void close() {}
}
