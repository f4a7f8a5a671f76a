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

    /**
     * Begins a dry run: reads as {@link #begin} does, keeps no writer waiting, and cannot write. {@link
     * StoreTransaction#write} and {@link StoreTransaction#commit} throw {@link UnsupportedOperationException}.
     */
    StoreTransaction preview();

    /**
     * Returns a store of the same history under a wider definition: with more attributes behind those that it has, or with
     * types that hold all values of the old ones. Added columns are unsaid in the past, and no version changes. This store
     * must not be used afterwards.
     *
     * @throws dev.scd2.error.InvalidChangeException for any other difference, or if {@code wider} does not {@linkplain
     *     dev.scd2.dimension.Dimension#allowsNewColumns() allow new columns}; nothing was changed
     */
    DimensionStore evolve(Dimension wider);

    /** Shows {@code visitor} every key with all its versions and evidence, ordered by key, as of one moment. */
    void scan(Consumer<KeyHistory> visitor);

    /** Returns all that is held of {@code key}. */
    KeyHistory history(Key key);

    /** Shows {@code visitor} the versions in force at {@code t}, those that mark an absence left out, ordered by key. */
    void asOf(Instant t, Consumer<StoredVersion> visitor);

    /** Shows the versions in force at {@code t} as known at {@code systemAt}; else like {@link #asOf(Instant, Consumer)}. */
    void asOf(Instant t, Instant systemAt, Consumer<StoredVersion> visitor);

    /** Returns the state as of the last commit. */
    StoreState state();

    /** Returns what was recorded beside the changes, the oldest first. */
    List<AuditEntry> audit();

    /** Returns the listings and truncates remembered, in any order. */
    List<SnapshotMark> snapshots();

    /** Returns what lies in quarantine, the oldest first. */
    List<Rejection> quarantine();

    /** Returns the furthest position committed in a partition of a source. */
    Optional<Position> reached(String source, int partition);

    /** Lets go of connections that the store opened itself. */
    @Override
    void close();
}
