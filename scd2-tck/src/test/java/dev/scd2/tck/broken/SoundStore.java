package dev.scd2.tck.broken;

import dev.scd2.change.Position;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A sound store, made to be broken in one method. */
class SoundStore implements DimensionStore {
    final DimensionStore sound;

    SoundStore(Dimension dimension) {
        this(InMemoryStore.of(dimension));
    }

    SoundStore(DimensionStore sound) {
        this.sound = sound;
    }

    /** A store that writes other plans than it is given. */
    static SoundStore writing(Dimension dimension, UnaryOperator<MutationPlan> edit) {
        return new SoundStore(dimension) {
            @Override
            StoreTransaction wrapped(StoreTransaction transaction) {
                return new SoundTransaction(transaction) {
                    @Override
                    public void write(MutationPlan plan) {
                        super.write(edit.apply(plan));
                    }
                };
            }
        };
    }

    /** A store that shows other histories than it holds. */
    static SoundStore showing(Dimension dimension, UnaryOperator<KeyHistory> edit) {
        return new SoundStore(dimension) {
            @Override
            KeyHistory shown(KeyHistory history) {
                return edit.apply(history);
            }
        };
    }

    /** What is shown of a key, by {@link #scan} and {@link #history}. */
    KeyHistory shown(KeyHistory history) {
        return history;
    }

    StoreTransaction wrapped(StoreTransaction transaction) {
        return transaction;
    }

    @Override
    public Dimension dimension() {
        return sound.dimension();
    }

    @Override
    public StoreTransaction begin() {
        return wrapped(sound.begin());
    }

    @Override
    public StoreTransaction preview() {
        return sound.preview();
    }

    @Override
    public DimensionStore evolve(Dimension wider) {
        return sound.evolve(wider);
    }

    @Override
    public void scan(Consumer<KeyHistory> visitor) {
        sound.scan(history -> visitor.accept(shown(history)));
    }

    @Override
    public KeyHistory history(Key key) {
        return shown(sound.history(key));
    }

    @Override
    public void asOf(Instant t, Consumer<StoredVersion> visitor) {
        sound.asOf(t, visitor);
    }

    @Override
    public void asOf(Instant t, Instant systemAt, Consumer<StoredVersion> visitor) {
        sound.asOf(t, systemAt, visitor);
    }

    @Override
    public StoreState state() {
        return sound.state();
    }

    @Override
    public List<AuditEntry> audit() {
        return sound.audit();
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return sound.snapshots();
    }

    @Override
    public List<Rejection> quarantine() {
        return sound.quarantine();
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return sound.reached(source, partition);
    }

    @Override
    public void close() {
        sound.close();
    }
}
