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
import dev.scd2.timeline.Instants;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The writing side of a {@link BrokenStore}. */
final class BrokenTransaction implements StoreTransaction {
    private final BrokenStore store;
    private final StoreTransaction sound;
    private boolean committed;

    BrokenTransaction(BrokenStore store, StoreTransaction sound) {
        this.store = store;
        this.sound = sound;
    }

    @Override
    public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
        boolean shortens = store.has(Fault.SHORTENS_AT_THE_TOUCHED_INSTANT)
                || store.has(Fault.SHORTENS_WHERE_COLUMNS_ARE_OVERWRITTEN)
                || store.has(Fault.SHORTENS_AT_A_PATCH);
        Map<Key, Long> whole = new HashMap<>(touched);
        if (shortens) {
            whole.replaceAll((key, from) -> Long.MIN_VALUE);
        }
        sound.read(whole, history -> {
            boolean unknown = history.versions().isEmpty() && history.evidence().isEmpty();
            if (!(unknown && store.has(Fault.SKIPS_UNKNOWN_KEYS))) {
                visitor.accept(shortens ? shortened(history, touched.get(history.key())) : history);
            }
        });
    }

    private KeyHistory shortened(KeyHistory history, long touched) {
        boolean wider = store.has(Fault.SHORTENS_WHERE_COLUMNS_ARE_OVERWRITTEN);
        if (!wider && !store.dimension().tracksEverything()) {
            return history;
        }
        boolean inclusive = store.has(Fault.SHORTENS_AT_THE_TOUCHED_INSTANT);
        OptionalLong anchor = history.evidence().stream()
                .filter(e -> e.isComplete() || store.has(Fault.SHORTENS_AT_A_PATCH))
                .mapToLong(Evidence::validFrom)
                .filter(from -> from < touched || (inclusive && from == touched))
                .max();
        if (anchor.isEmpty()) {
            return history;
        }
        long since = anchor.getAsLong();
        return new KeyHistory(
                history.key(),
                since,
                history.versions().stream()
                        .filter(v -> v.version().interval().endMicros() >= since)
                        .toList(),
                history.evidence().stream().filter(e -> e.validFrom() >= since).toList());
    }

    @Override
    public Listing compare(SnapshotMark listing, List<Evidence> statements) {
        Listing compared = sound.compare(listing, statements);
        if (store.has(Fault.TAKES_EVERYTHING_FOR_A_REPETITION)) {
            Set<Key> all = statements.stream().map(Evidence::key).collect(Collectors.toSet());
            return new Listing(all, compared.missing(), compared.inForce());
        }
        return store.has(Fault.COUNTS_THE_END_AS_IN_FORCE)
                ? new Listing(compared.repeating(), store.keysInForce(Instants.ofMicros(listing.at())), 0)
                : compared;
    }

    @Override
    public StoreState state() {
        return sound.state();
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
    public List<SnapshotMark> snapshots() {
        return sound.snapshots();
    }

    @Override
    public long reserveSurrogates(int count) {
        long first = sound.reserveSurrogates(count);
        return store.has(Fault.RESERVES_SURROGATES_TWICE) ? 1 : first;
    }

    @Override
    public void write(MutationPlan plan) {
        MutationPlan broken = BrokenPlans.of(store, plan, sound);
        sound.write(broken);
        store.writing(broken);
    }

    @Override
    public void commit() {
        committed = true;
        sound.commit();
        store.ended();
    }

    @Override
    public void close() {
        if (store.has(Fault.COMMITS_ON_CLOSE) && !committed) {
            sound.commit();
        }
        sound.close();
        store.ended();
    }
}
