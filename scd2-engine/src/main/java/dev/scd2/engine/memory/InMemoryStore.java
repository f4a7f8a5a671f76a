package dev.scd2.engine.memory;

import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
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
    private final Dimension dimension;
    private final Semaphore writer = new Semaphore(1);
    private volatile Contents contents;

    private InMemoryStore(Dimension dimension) {
        this.dimension = dimension;
        this.contents = new Contents(dimension);
    }

    /** Returns an empty store. */
    public static InMemoryStore of(Dimension dimension) {
        return new InMemoryStore(dimension);
    }

    @Override
    public Dimension dimension() {
        return dimension;
    }

    @Override
    public StoreTransaction begin() {
        writer.acquireUninterruptibly();
        return new MemoryTransaction(contents, this::publish, writer::release);
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
            for (StoredVersion stored : seen.history(key).versions()) {
                if (stored.version().interval().contains(t) && !stored.version().deleted()) {
                    visitor.accept(stored);
                }
            }
        }
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
        return Optional.ofNullable(contents.reached().get(partition + "/" + source));
    }

    @Override
    public void close() {}
}
