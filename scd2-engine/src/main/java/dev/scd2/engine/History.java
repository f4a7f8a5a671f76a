package dev.scd2.engine;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Erasure;
import dev.scd2.change.Fields;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.internal.Listeners;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.store.AuditEntry;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The history of one dimension: give it what happened, in any order, and ask it what was true when.
 *
 * <p>The same changes in any order, in any batches, any number of times, with a crash at any point, leave the same
 * history. Late changes split, move and join versions as if they had come in time.
 *
 * <pre>{@code
 * History history = History.of(store);
 * history.apply(Batch.of(Observation.of(Map.of("member_id", "M1", "plan", "gold"), MAR_1, Sequence.of(7))));
 * }</pre>
 *
 * <p>A batch costs the changes in it and what is held of the keys they touch, not the size of the dimension. May be shared
 * between threads as far as the store may.
 */
public final class History {
    private final DimensionStore store;
    private final InstantSource clock;
    private final Listeners<BatchListener> listeners;

    private History(DimensionStore store, InstantSource clock, Listeners<BatchListener> listeners) {
        this.store = store;
        this.clock = clock;
        this.listeners = listeners;
    }

    /** Returns the history that {@code store} keeps. */
    public static History of(DimensionStore store, BatchListener... listeners) {
        return of(store, InstantSource.system(), listeners);
    }

    /**
     * Returns the history that {@code store} keeps.
     *
     * @param clock says when a batch is believed that does not say so itself, and when something is audited
     */
    public static History of(DimensionStore store, InstantSource clock, BatchListener... listeners) {
        return new History(store, clock, Listeners.of(listeners));
    }

    /** Returns the store. */
    public DimensionStore store() {
        return store;
    }

    /**
     * Applies a batch: versions, evidence, quarantine and positions are committed together, or nothing is.
     *
     * <p>Changes that cannot be accepted go to quarantine and the others go on. Applying a batch again changes nothing.
     *
     * @return what was done, and the windows of facts that it touches
     * @throws InvalidChangeException if the batch as a whole is refused; nothing was written
     * @throws dev.scd2.error.ConcurrentCommitException if another writer was faster; nothing was written
     * @throws dev.scd2.error.StoreException if the store failed; nothing was written
     * @throws dev.scd2.error.CommitOutcomeUnknownException if the store cannot tell whether the batch was committed. To apply
     *     it again is safe; but if it was, what it did (its restatements) is not told again
     */
    public BatchResult apply(Batch batch) {
        return write(transaction -> Planner.plan(dimension(), batch, List.of(), now(), transaction));
    }

    /**
     * Returns what {@link #apply(Batch)} would do, and writes nothing. New versions have the surrogates {@code -1, -2, …}.
     *
     * @throws InvalidChangeException if the batch as a whole would be refused
     */
    public BatchResult plan(Batch batch) {
        try (StoreTransaction transaction = store.preview()) {
            return Planner.plan(dimension(), batch, List.of(), now(), transaction);
        }
    }

    /**
     * Writes what was planned, if the store is still as it was then.
     *
     * @return the plan with the surrogates of its new versions
     * @throws InvalidChangeException with {@link Reason#STALE_PLAN} if the store was written to since; nothing was
     *     written. Plan the batch again
     */
    public BatchResult apply(BatchResult planned) {
        return write(transaction -> {
            long generation = transaction.state().generation();
            if (generation != planned.generation()) {
                throw new InvalidChangeException(
                        Reason.STALE_PLAN,
                        "The plan for dimension " + dimension() + " was made when its store was at generation "
                                + planned.generation() + ", and it is at " + generation
                                + " now. Nothing was written. Plan the batch again.");
            }
            return planned;
        });
    }

    /**
     * Erases what identifies a person: the personal columns of this entity become null in all that was said of it with a
     * smaller sequence, in versions, evidence and quarantine, and stay null when it is said again.
     *
     * @param entity a map or a record that holds the natural key
     * @return the receipt, which holds neither the key nor a value
     */
    public AuditEntry erase(Object entity, Sequence sequence) {
        Key key = dimension().key(Fields.of(entity));
        BatchResult result = apply(Batch.of(Erasure.of(entity, sequence)));
        return result.plan().audit().stream()
                .filter(entry -> entry.event() == AuditEntry.Event.ERASE)
                .findFirst()
                .orElseGet(() -> receipt(key));
    }

    private AuditEntry receipt(Key key) {
        String subject = Planner.digest(key);
        return store.audit().stream()
                .filter(entry -> entry.event() == AuditEntry.Event.ERASE
                        && entry.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Applies changes that lie in quarantine again, as they came. Those that are refused again stay there.
     *
     * @param identities of rejections; those that are not there are passed over
     */
    public BatchResult release(Collection<String> identities) {
        return release(identities, change -> change);
    }

    /**
     * Applies changes that lie in quarantine again, mended: the loser of a conflict with a greater {@linkplain
     * Change#withSequence sequence}, for example.
     */
    public BatchResult release(Collection<String> identities, Function<Change, Change> mend) {
        return write(transaction -> {
            List<Rejection> released = quarantined(identities);
            Batch.Builder batch = Batch.builder();
            released.forEach(rejection -> batch.change(mend.apply(rejection.change())));
            BatchResult result = Planner.plan(
                    dimension(),
                    batch.build(),
                    released.stream().map(Rejection::identity).toList(),
                    now(),
                    transaction);
            return result.with(entries(AuditEntry.Event.RELEASE, released, ""));
        });
    }

    /**
     * Gives up changes that lie in quarantine.
     *
     * @param why recorded in the audit; names no person
     * @return how many there were
     */
    public int discard(Collection<String> identities, String why) {
        List<Rejection> discarded = new ArrayList<>();
        write(transaction -> {
            discarded.addAll(quarantined(identities));
            return Upkeep.resolve(
                    discarded.stream().map(Rejection::identity).toList(),
                    entries(AuditEntry.Event.DISCARD, discarded, " why=" + why),
                    transaction.state());
        });
        return discarded.size();
    }

    private List<Rejection> quarantined(Collection<String> identities) {
        Set<String> wanted = new HashSet<>(identities);
        return store.quarantine().stream()
                .filter(rejection -> wanted.contains(rejection.identity()))
                .toList();
    }

    private List<AuditEntry> entries(AuditEntry.Event event, List<Rejection> rejections, String detail) {
        return rejections.stream()
                .map(rejection ->
                        new AuditEntry(event, rejection.identity(), "reason=" + rejection.reason() + detail, now()))
                .toList();
    }

    /**
     * Moves the horizon to {@code before} and forgets evidence that decides nothing at it or later. Versions stay. A change
     * that begins before the horizon goes to quarantine from then on.
     *
     * <p>Interrupted, it has forgotten less, and can be repeated.
     *
     * @return how many rows of evidence were forgotten
     */
    public long prune(Instant before) {
        return new Upkeep(store, this::write).prune(Instants.toMicros(before), now());
    }

    /**
     * Makes every version again from evidence: flags, hashes and windows that something else has touched.
     *
     * @return how many rows of versions were written or removed
     */
    public long rebuild() {
        return new Upkeep(store, this::write).rebuild(now());
    }

    /**
     * Returns the history under a wider definition; see {@link DimensionStore#evolve}. This history must not be used
     * afterwards.
     */
    public History evolve(Dimension wider) {
        return new History(store.evolve(wider), clock, listeners);
    }

    /**
     * Returns the timeline of one entity.
     *
     * @param entity a map or a record that holds the natural key
     * @throws IllegalArgumentException if it does not
     */
    public Timeline timeline(Object entity) {
        Key key = dimension().key(Fields.of(entity));
        return timeline(store.history(key).versions());
    }

    /**
     * Returns the timeline of one entity as it was known at {@code systemAt}.
     *
     * @param entity a map or a record that holds the natural key
     * @throws IllegalArgumentException if it does not
     */
    public Timeline timeline(Object entity, Instant systemAt) {
        KeyHistory history = store.history(dimension().key(Fields.of(entity)));
        List<StoredVersion> known = new ArrayList<>(history.versions());
        known.addAll(history.past());
        known.removeIf(stored -> !stored.believed().contains(systemAt));
        known.sort(Comparator.comparing(stored -> stored.version().interval()));
        return timeline(known);
    }

    private static Timeline timeline(List<StoredVersion> stored) {
        List<Version> versions = stored.stream().map(StoredVersion::version).toList();
        return Timeline.ofNeighbours(versions);
    }

    private Dimension dimension() {
        return store.dimension();
    }

    private long now() {
        return Instants.toMicros(clock.instant());
    }

    private BatchResult write(Function<StoreTransaction, BatchResult> planner) {
        BatchResult result;
        try (StoreTransaction transaction = store.begin()) {
            result = planner.apply(transaction);
            MutationPlan plan = result.plan();
            int fresh = plan.placeholders();
            if (fresh > 0) {
                result = result.with(plan.withSurrogates(transaction.reserveSurrogates(fresh)));
            }
            if (!result.plan().isEmpty()) {
                transaction.write(result.plan());
            }
            transaction.commit();
        } catch (RuntimeException failure) {
            listeners.tell(listener -> listener.failed(dimension(), failure));
            throw failure;
        }
        BatchResult done = result;
        listeners.tell(listener -> listener.applied(dimension(), done));
        return done;
    }
}
