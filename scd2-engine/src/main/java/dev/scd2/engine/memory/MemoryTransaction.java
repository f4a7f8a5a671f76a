package dev.scd2.engine.memory;

import dev.scd2.change.Position;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.SystemTime;
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

/** Writes into a copy of the contents and publishes it at commit. Confined to one thread. */
final class MemoryTransaction implements StoreTransaction {
    private final Contents working;
    private final Consumer<Contents> publish;
    private final Runnable release;
    private boolean closed;

    MemoryTransaction(Contents committed, Consumer<Contents> publish, Runnable release) {
        this.working = committed.copy();
        this.publish = publish;
        this.release = release;
    }

    @Override
    public void read(Map<Key, Long> touched, Consumer<KeyHistory> visitor) {
        touched.forEach((key, from) -> visitor.accept(window(working.history(key), from)));
    }

    private KeyHistory window(KeyHistory history, long from) {
        Dimension dimension = working.dimension();
        boolean whole = !dimension.tracksEverything()
                || dimension.systemTime() == SystemTime.SOURCE
                || history.evidence().stream().anyMatch(MemoryTransaction::reachesBack);
        if (whole) {
            return history;
        }
        long since = Long.MIN_VALUE;
        for (Evidence row : history.evidence()) {
            if (row.validFrom() < from && row.isComplete()) {
                since = Math.max(since, row.validFrom());
            }
        }
        for (SnapshotMark mark : working.marks()) {
            if (mark.at() < from && !history.versions().isEmpty() && isComplete(mark, history)) {
                since = Math.max(since, mark.at());
            }
        }
        if (since == Long.MIN_VALUE) {
            return history;
        }
        long start = since;
        return new KeyHistory(
                history.key(),
                start,
                history.versions().stream()
                        .filter(stored -> stored.version().interval().endMicros() >= start)
                        .toList(),
                history.evidence().stream()
                        .filter(evidence -> evidence.validFrom() >= start)
                        .toList());
    }

    /** Where deletes are ignored a listing says nothing of a key that it lacks; and a key can say less itself at its place. */
    private boolean isComplete(SnapshotMark mark, KeyHistory history) {
        Dimension dimension = working.dimension();
        return mark.kind() == SnapshotMark.Kind.LISTING
                && dimension.deletePolicy() != DeletePolicy.IGNORE
                && mark.scope().isEmpty()
                && mark.said().size() == dimension.attributes().size()
                && history.evidence().stream()
                        .noneMatch(row -> row.kind() == Evidence.Kind.VALUES
                                && !row.isComplete()
                                && row.validFrom() == mark.at()
                                && row.sequence().equals(mark.sequence()));
    }

    private static boolean reachesBack(Evidence row) {
        return row.kind().group() == Evidence.Group.CORRECTION || row.kind() == Evidence.Kind.ERASURE;
    }

    @Override
    public Listing compare(SnapshotMark listing, Iterator<Evidence> statements) {
        return new Comparison(working, listing).with(statements);
    }

    @Override
    public StoreState state() {
        return working.state();
    }

    @Override
    public List<SnapshotMark> snapshots() {
        return List.copyOf(working.marks());
    }

    @Override
    public Optional<Position> reached(String source, int partition) {
        return Optional.ofNullable(working.reached().get(Contents.place(source, partition)));
    }

    @Override
    public List<Rejection> quarantined(Set<Key> keys) {
        return working.quarantine().values().stream()
                .filter(rejection -> rejection.key() != null && keys.contains(rejection.key()))
                .toList();
    }

    @Override
    public long reserveSurrogates(int count) {
        return working.reserve(count);
    }

    @Override
    public void write(MutationPlan plan) {
        working.write(plan);
    }

    @Override
    public void commit() {
        publish.accept(working);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
