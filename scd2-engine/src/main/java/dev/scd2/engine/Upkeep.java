package dev.scd2.engine;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.diff.BeliefDiff;
import dev.scd2.engine.diff.VersionDiff;
import dev.scd2.engine.merge.KeyLaw;
import dev.scd2.engine.merge.KeyOutcome;
import dev.scd2.engine.merge.Needless;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoreState;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is done to a history beside applying changes: pruning and rebuilding, some keys at a time. */
final class Upkeep {
    private static final int KEYS_AT_ONCE = 10_000;
    private static final int KEYS_REMEMBERED = 1_000_000;

    private final DimensionStore store;
    private final Dimension dimension;
    private final Writer writer;

    Upkeep(DimensionStore store, Writer writer) {
        this.store = store;
        this.dimension = store.dimension();
        this.writer = writer;
    }

    /** Plans and writes in one transaction. */
    interface Writer {
        BatchResult write(Function<StoreTransaction, BatchResult> planner);
    }

    /** Returns a result that takes rejections out of quarantine. */
    static BatchResult resolve(List<String> identities, List<AuditEntry> audit, StoreState state) {
        return result(List.of(), List.of(), identities, Evidence.NO_TIME, Evidence.NO_TIME, audit, state);
    }

    private static BatchResult result(
            List<Mutation> mutations,
            List<Evidence> superseded,
            List<String> resolved,
            long systemTime,
            long horizon,
            List<AuditEntry> audit,
            StoreState state) {
        MutationPlan plan = new MutationPlan(
                "",
                systemTime,
                mutations,
                List.of(),
                superseded,
                List.of(),
                List.of(),
                resolved,
                List.of(),
                horizon,
                audit,
                List.of());
        return new BatchResult(plan, 0, 0, 0, state.generation());
    }

    long prune(long horizon, long now) {
        writer.write(transaction -> result(
                List.of(),
                List.of(),
                List.of(),
                Evidence.NO_TIME,
                horizon,
                List.of(new AuditEntry(
                        AuditEntry.Event.PRUNE, Instants.ofMicros(horizon).toString(), "", now)),
                transaction.state()));
        long[] forgotten = {0};
        inChunks(keys -> {
            BatchResult result = writer.write(transaction -> {
                StoreState state = transaction.state();
                Needless needless = new Needless(dimension, state.horizon(), transaction.snapshots());
                List<Evidence> gone = new ArrayList<>();
                transaction.read(keys, history -> gone.addAll(needless.in(history)));
                return result(List.of(), gone, List.of(), Evidence.NO_TIME, Evidence.NO_TIME, List.of(), state);
            });
            forgotten[0] += result.plan().superseded().size();
        });
        return forgotten[0];
    }

    long rebuild(long now) {
        return rebuild(this::inChunks, now);
    }

    long rebuild(Collection<Key> keys, long now) {
        return rebuild(chunk -> inChunks(List.copyOf(keys), chunk), now);
    }

    private long rebuild(Consumer<Consumer<Map<Key, Long>>> chunks, long now) {
        long[] written = {0};
        chunks.accept(keys -> {
            BatchResult result = writer.write(transaction -> {
                StoreState state = transaction.state();
                long systemTime = dimension.systemTime() == SystemTime.LOAD
                        ? Math.max(now, state.lastSystemTime())
                        : Evidence.NO_TIME;
                VersionDiff diff = new VersionDiff(systemTime);
                KeyLaw law = KeyLaw.of(dimension, state, transaction.snapshots());
                transaction.read(keys, history -> rebuild(history, law, diff));
                return result(diff.mutations(), List.of(), List.of(), systemTime, Evidence.NO_TIME, List.of(), state);
            });
            written[0] += result.plan().mutations().size();
        });
        writer.write(transaction -> result(
                List.of(),
                List.of(),
                List.of(),
                Evidence.NO_TIME,
                Evidence.NO_TIME,
                List.of(new AuditEntry(AuditEntry.Event.REBUILD, dimension.name(), "rows=" + written[0], now)),
                transaction.state()));
        return written[0];
    }

    private void rebuild(KeyHistory history, KeyLaw law, VersionDiff diff) {
        KeyOutcome outcome = law.evaluate(history, List.of());
        int first = diff.mutations().size();
        if (dimension.systemTime() == SystemTime.SOURCE) {
            new BeliefDiff(diff).compare(history.key(), history.versions(), history.past(), outcome.beliefs());
        } else {
            diff.compare(history.key(), history.versions(), outcome.timeline());
        }
        if (diff.mutations().size() > first) {
            return;
        }
        for (StoredVersion stored : history.versions()) {
            boolean flagged = stored.current() == stored.version().isCurrent();
            boolean hashed = AttributeHash.of(dimension, stored.version().row()).equals(stored.attributeHash());
            if (!flagged || !hashed) {
                diff.mutations()
                        .add(new Overwrite(
                                stored.surrogate(),
                                stored.key(),
                                stored.version(),
                                stored.version(),
                                stored.believed().startMicros()));
            }
        }
    }

    /** Goes over all keys. Where they are more than are remembered at once the store is scanned again for the next ones. */
    private void inChunks(Consumer<Map<Key, Long>> chunk) {
        List<Key> keys = keysAfter(null);
        while (!keys.isEmpty()) {
            inChunks(keys, chunk);
            keys = keys.size() < KEYS_REMEMBERED ? List.of() : keysAfter(keys.get(keys.size() - 1));
        }
    }

    private static void inChunks(List<Key> keys, Consumer<Map<Key, Long>> chunk) {
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            Map<Key, Long> some = new HashMap<>();
            keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE))
                    .forEach(key -> some.put(key, Evidence.NO_TIME));
            chunk.accept(some);
        }
    }

    private List<Key> keysAfter(@Nullable Key last) {
        List<Key> keys = new ArrayList<>();
        store.scan(history -> {
            if (keys.size() < KEYS_REMEMBERED && (last == null || history.key().compareTo(last) > 0)) {
                keys.add(history.key());
            }
        });
        return keys;
    }
}
