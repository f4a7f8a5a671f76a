package dev.scd2.signals;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.intake.IntakeListener;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.store.BatchResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What an {@link dev.scd2.engine.intake.Intake} does, as log lines with key-value pairs (SLF4J 2).
 *
 * <pre>{@code
 * LoggedIntake log = LoggedIntake.of(LoggerFactory.getLogger("intake"), member);
 * Intake.of(source, History.of(store), log).catchUp();
 * }</pre>
 *
 * <p>Batches are told together, at most one line in ten seconds unless {@link #every} says otherwise; what is not told yet
 * comes with the next batch that is due, before a failure, and at the end. Nothing of a row is logged, and of an exception that
 * is not ours only the class. docs/signals.md lists the events and their keys. Thread-safe: one serves all sources of its
 * dimension.
 */
public final class LoggedIntake implements IntakeListener {
    private final Logger logger;
    private final Dimension dimension;
    private final InstantSource clock;
    private final Duration every;
    private final Map<String, Untold> sources = new ConcurrentHashMap<>();

    private LoggedIntake(Logger logger, Dimension dimension, InstantSource clock, Duration every) {
        this.logger = logger;
        this.dimension = dimension;
        this.clock = clock;
        this.every = every;
    }

    /** Returns the log of all sources of a dimension. */
    public static LoggedIntake of(Logger logger, Dimension dimension) {
        return of(logger, dimension, InstantSource.system());
    }

    /**
     * Returns the log of all sources of a dimension.
     *
     * @param clock says how long a batch took, and when the next line is due
     */
    public static LoggedIntake of(Logger logger, Dimension dimension, InstantSource clock) {
        return new LoggedIntake(logger, dimension, clock, Duration.ofSeconds(10));
    }

    /** Returns a log with at most one line about batches in so much time; zero for a line about each. */
    public LoggedIntake every(Duration pause) {
        return new LoggedIntake(logger, dimension, clock, pause);
    }

    @Override
    public void begins(String source) {
        sources.put(source, new Untold());
        event(Level.INFO, "intake.begin", source).log("The intake begins.");
    }

    @Override
    public void read(String source, Batch batch) {
        untold(source).pace.read();
    }

    @Override
    public void committed(String source, Batch batch, BatchResult result) {
        Untold untold = untold(source);
        untold.sums.add(batch, result, untold.pace.millisecondsSinceRead());
        if (untold.pace.isDue()) {
            tell(source, untold);
        }
    }

    @Override
    public void retries(String source, RuntimeException cause, Duration pause) {
        tell(source, untold(source));
        failure(Level.WARN, "intake.retry", source, cause)
                .addKeyValue("pause_milliseconds", pause.toMillis())
                .log("The intake failed, and begins to read anew.");
    }

    @Override
    public void ends(String source, IntakeResult result) {
        tell(source, untold(source));
        event(Level.INFO, "intake.end", source)
                .addKeyValue("batches", result.batches())
                .addKeyValue("accepted", result.accepted())
                .addKeyValue("replayed", result.replayed())
                .addKeyValue("rejected", result.rejected())
                .addKeyValue("retries", result.retries())
                .log("The intake ends.");
    }

    @Override
    public void fails(String source, RuntimeException cause) {
        tell(source, untold(source));
        failure(Level.ERROR, "intake.fail", source, cause).log("The intake failed for good.");
    }

    private void tell(String source, Untold untold) {
        Sums sums = untold.sums;
        if (sums.batches == 0) {
            return;
        }
        untold.sums = new Sums();
        event(Level.INFO, "intake.batch", source)
                .addKeyValue("batches", sums.batches)
                .addKeyValue("rows", sums.rows)
                .addKeyValue("accepted", sums.accepted)
                .addKeyValue("replayed", sums.replayed)
                .addKeyValue("rejected", sums.rejected)
                .addKeyValue("positions", sums.positions())
                .addKeyValue("milliseconds", sums.milliseconds)
                .log("Changes were committed.");
    }

    private LoggingEventBuilder failure(Level level, String event, String source, RuntimeException cause) {
        return event(level, event, source)
                .addKeyValue("cause", Failure.cause(cause))
                .addKeyValue("reason", Failure.message(cause));
    }

    private LoggingEventBuilder event(Level level, String event, String source) {
        return logger.atLevel(level)
                .addKeyValue("event", event)
                .addKeyValue("source", source)
                .addKeyValue("dimension", dimension.name());
    }

    private Untold untold(String source) {
        return sources.computeIfAbsent(source, fresh -> new Untold());
    }

    /** What was committed and not yet logged. Confined to the thread that reads its source. */
    private final class Untold {
        private final Pace pace = new Pace(clock, every);
        private Sums sums = new Sums();
    }
}
