package dev.scd2.engine.intake;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.engine.History;
import dev.scd2.engine.internal.Listeners;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.SourceException;
import dev.scd2.error.StoreException;
import dev.scd2.store.BatchResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads a source into a history, batch by batch, each with the positions that it reached.
 *
 * <pre>{@code
 * IntakeResult result = Intake.of(source, History.of(store)).catchUp();
 * }</pre>
 *
 * <p>When the source or the store fails, reading begins anew where the store stands: after a pause that grows, and so often
 * as {@link #retries} allows; a batch that is committed begins the count anew. Killed at any point and started again, it
 * leaves what an undisturbed run leaves. Two at a time are slower, not wrong. Immutable; {@link #catchUp} and {@link #run}
 * block the thread that calls them.
 */
public final class Intake {
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ChangeSource source;
    private final History history;
    private final Listeners<IntakeListener> listeners;
    private final int retries;
    private final Duration pause;

    private Intake(
            ChangeSource source, History history, Listeners<IntakeListener> listeners, int retries, Duration pause) {
        this.source = source;
        this.history = history;
        this.listeners = listeners;
        this.retries = retries;
        this.pause = pause;
    }

    /** Returns the intake of a source into a history, which tries ten times and pauses a second at first. */
    public static Intake of(ChangeSource source, History history, IntakeListener... listeners) {
        return new Intake(source, history, Listeners.of(listeners), 10, Duration.ofSeconds(1));
    }

    /**
     * Returns this intake with other retries.
     *
     * @param most how often, without a committed batch in between; 0 to fail at once
     * @param first how long to pause before the first; each further pause is twice as long, up to half a minute
     */
    public Intake retries(int most, Duration first) {
        return new Intake(source, history, listeners, most, first);
    }

    /**
     * Reads what is there, and returns.
     *
     * @throws SourceException if the source fails more often than is allowed; what was committed stays
     * @throws StoreException if the store does
     * @throws dev.scd2.error.InvalidChangeException if a batch as a whole is refused; nothing of it was written
     * @throws dev.scd2.error.CommitOutcomeUnknownException if the store cannot tell whether a batch was committed; that is not
     *     tried again, because listeners may never be told of it
     */
    public IntakeResult catchUp() {
        return read(() -> false, true);
    }

    /**
     * Reads until it is told to stop, which it asks before each batch and several times a second while nothing comes, but not
     * while it pauses behind a failure; interrupt the thread to end that.
     *
     * @throws SourceException as {@link #catchUp} does
     */
    public IntakeResult run(BooleanSupplier stop) {
        return read(stop, false);
    }

    private IntakeResult read(BooleanSupplier stop, boolean once) {
        listeners.tell(listener -> listener.begins(source.name()));
        try {
            IntakeResult result = readAnew(stop, once);
            listeners.tell(listener -> listener.ends(source.name(), result));
            return result;
        } catch (RuntimeException failure) {
            listeners.tell(listener -> listener.fails(source.name(), failure));
            throw failure;
        }
    }

    private IntakeResult readAnew(BooleanSupplier stop, boolean once) {
        Tally tally = new Tally();
        while (true) {
            try (ChangeSource.Reader reader = source.read(history.store()::reached)) {
                while (!stop.getAsBoolean() && !(once && reader.isCaughtUp())) {
                    Optional<Batch> batch = reader.next(WAIT);
                    if (batch.isPresent()) {
                        apply(batch.get(), tally);
                        reader.committed(batch.get());
                    }
                }
                return tally.result();
            } catch (SourceException | StoreException | ConcurrentCommitException failure) {
                pauseBehind(failure, tally);
            }
        }
    }

    private void apply(Batch batch, Tally tally) {
        listeners.tell(listener -> listener.read(source.name(), batch));
        BatchResult result = history.apply(batch);
        tally.add(result);
        listeners.tell(listener -> listener.committed(source.name(), batch, result));
    }

    private void pauseBehind(RuntimeException failure, Tally tally) {
        if (tally.failures >= retries) {
            throw failure;
        }
        Duration wait = pause.multipliedBy(1L << Math.min(tally.failures, 20));
        wait = wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
        tally.failures++;
        tally.retries++;
        Duration told = wait;
        listeners.tell(listener -> listener.retries(source.name(), failure, told));
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    /** What was done so far. Confined to one thread. */
    private static final class Tally {
        private long batches;
        private long accepted;
        private long replayed;
        private long rejected;
        private long retries;
        /** Since the last batch that was committed. */
        private int failures;

        void add(BatchResult result) {
            batches++;
            accepted += result.accepted();
            replayed += result.replayed();
            rejected += result.rejected();
            failures = 0;
        }

        IntakeResult result() {
            return new IntakeResult(batches, accepted, replayed, rejected, retries);
        }
    }
}
