package dev.scd2.store;

import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the history of one dimension is kept: versions, evidence, snapshots, quarantine and positions.
 *
 * <p>A store knows no temporal logic: it reads what it wrote. It may be shared between threads; transactions may not.
 */
public interface DimensionStore extends AutoCloseable {
    /** Returns the dimension. */
    Dimension dimension();

    /**
     * Begins the writing of one batch. Writers of one dimension are serialised, or one of them fails with
     * {@link dev.scd2.error.ConcurrentCommitException}; readers go on seeing what was committed.
     */
    StoreTransaction begin();

    /** Shows {@code visitor} every key with all its versions and evidence, ordered by key, as of one moment. */
    void scan(Consumer<KeyHistory> visitor);

    /** Returns all that is held of {@code key}. */
    KeyHistory history(Key key);

    /** Shows {@code visitor} the versions in force at {@code t}, those that mark an absence left out, ordered by key. */
    void asOf(Instant t, Consumer<StoredVersion> visitor);

    /** Returns the snapshots taken, in any order. */
    List<SnapshotMark> snapshots();

    /** Returns what lies in quarantine, the oldest first. */
    List<Rejection> quarantine();

    /** Returns the furthest position committed in a partition of a source. */
    Optional<Position> reached(String source, int partition);

    /** Lets go of connections that the store opened itself. */
    @Override
    void close();
}
