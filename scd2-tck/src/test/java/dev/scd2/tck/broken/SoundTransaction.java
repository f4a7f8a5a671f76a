package dev.scd2.tck.broken;

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

/** A sound transaction, made to be broken in one method. */
class SoundTransaction implements StoreTransaction {
    final StoreTransaction sound;

    SoundTransaction(StoreTransaction sound) {
        this.sound = sound;
    }

    @Override
    public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
        sound.read(touched, visitor);
    }

    @Override
    public Listing compare(SnapshotMark listing, Iterator<Evidence> statements) {
        return sound.compare(listing, statements);
    }

    @Override
    public StoreState state() {
        return sound.state();
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return sound.snapshots();
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return sound.reached(source, partition);
    }

    @Override
    public List<Rejection> quarantined(Set<Key> keys) {
        return sound.quarantined(keys);
    }

    @Override
    public long reserveSurrogates(int count) {
        return sound.reserveSurrogates(count);
    }

    @Override
    public void write(MutationPlan plan) {
        sound.write(plan);
    }

    @Override
    public void commit() {
        sound.commit();
    }

    @Override
    public void close() {
        sound.close();
    }
}
