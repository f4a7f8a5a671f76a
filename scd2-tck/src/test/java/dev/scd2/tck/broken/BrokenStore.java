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
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A sound store with one {@link Fault} in it. */
final class BrokenStore implements DimensionStore {
    final Fault fault;
    private final InMemoryStore sound;
    private final Map<String, Position> lastWritten = new HashMap<>();
    private final List<Rejection> allRejections = new ArrayList<>();
    private final Map<String, Key> firstOfText = new HashMap<>();
    private MutationPlan uncommitted = BrokenPlans.nothing();

    BrokenStore(Dimension dimension, Fault fault) {
        this.fault = fault;
        this.sound = InMemoryStore.of(dimension);
    }

    boolean has(Fault one) {
        return fault == one;
    }

    @Override
    public Dimension dimension() {
        return sound.dimension();
    }

    @Override
    public StoreTransaction begin() {
        return new BrokenTransaction(this, sound.begin());
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

    void writing(MutationPlan plan) {
        plan.reached().forEach(p -> lastWritten.put(p.partition() + "/" + p.source(), p));
        allRejections.addAll(plan.rejections());
        uncommitted = plan;
    }

    void ended() {
        uncommitted = BrokenPlans.nothing();
    }

    Key confused(Key key) {
        if (!has(Fault.JOINS_KEY_PARTS)) {
            return key;
        }
        String text = String.join("|", key.parts().stream().map(String::valueOf).toList());
        return firstOfText.computeIfAbsent(text, first -> key);
    }

    @Override
    public void scan(Consumer<KeyHistory> visitor) {
        List<KeyHistory> all = new ArrayList<>();
        sound.scan(all::add);
        if (has(Fault.ORDERS_KEYS_AS_JAVA_DOES)) {
            all.sort(Comparator.comparing(history -> history.key().part(0).toString()));
        }
        all.forEach(history -> visitor.accept(shown(history)));
    }

    @Override
    public KeyHistory history(Key key) {
        KeyHistory history = sound.history(confused(key));
        return shown(new KeyHistory(key, history.since(), history.versions(), history.past(), history.evidence()));
    }

    private KeyHistory shown(KeyHistory history) {
        List<StoredVersion> versions = new ArrayList<>(history.versions());
        if (has(Fault.CALLS_EVERY_OPEN_VERSION_CURRENT)) {
            versions.replaceAll(v -> new StoredVersion(
                    v.surrogate(),
                    v.key(),
                    v.version(),
                    v.believed(),
                    v.version().interval().isOpen(),
                    v.attributeHash(),
                    v.loadId()));
        }
        if (has(Fault.SHOWS_READERS_WHAT_IS_NOT_COMMITTED)) {
            BrokenPlans.inserts(uncommitted, history.key()).forEach(versions::add);
        }
        return new KeyHistory(history.key(), history.since(), versions, history.past(), history.evidence());
    }

    @Override
    public void asOf(Instant t, Consumer<StoredVersion> visitor) {
        sound.asOf(t, visitor);
    }

    List<Key> keysInForce(Instant t) {
        List<Key> keys = new ArrayList<>();
        sound.scan(history -> history.versions().stream()
                .filter(v -> !v.version().deleted())
                .map(v -> v.version().interval())
                .filter(interval -> reaches(interval, t))
                .findFirst()
                .ifPresent(interval -> keys.add(history.key())));
        return keys;
    }

    private static boolean reaches(Interval interval, Instant t) {
        return interval.contains(t) || interval.end().filter(t::equals).isPresent();
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return sound.snapshots();
    }

    @Override
    public List<Rejection> quarantine() {
        return has(Fault.QUARANTINES_TWICE) ? List.copyOf(allRejections) : sound.quarantine();
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return has(Fault.MOVES_POSITIONS_BACK)
                ? Optional.ofNullable(lastWritten.get(partition + "/" + source))
                : sound.reached(source, partition);
    }

    @Override
    public void close() {
        sound.close();
    }
}
