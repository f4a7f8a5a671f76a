package dev.scd2.signals;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.intake.IntakeListener;
import dev.scd2.store.BatchResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * What an {@link dev.scd2.engine.intake.Intake} does, as meters of a Micrometer registry, whose clock is asked for the time.
 *
 * <pre>{@code
 * MeteredIntake meters = MeteredIntake.of(registry, member);
 * Intake.of(source, History.of(store), meters).catchUp();
 * }</pre>
 *
 * <p>All have the tags {@code source} and {@code dimension}; docs/signals.md says what each means. They are there from the
 * beginning of the first run on, with zero. Thread-safe: one serves all sources of its dimension. Of two for one dimension in
 * one registry the gauges of a source are those of the last that began to read it.
 */
public final class MeteredIntake implements IntakeListener {
    private final MeterRegistry registry;
    private final Dimension dimension;
    private final Map<String, SourceMeters> sources = new ConcurrentHashMap<>();

    private MeteredIntake(MeterRegistry registry, Dimension dimension) {
        this.registry = registry;
        this.dimension = dimension;
    }

    /** Returns the meters of all sources of a dimension. */
    public static MeteredIntake of(MeterRegistry registry, Dimension dimension) {
        return new MeteredIntake(registry, dimension);
    }

    /**
     * Returns what is to be told, by partition, how many messages of a source are not yet committed. For Kafka:
     *
     * <pre>{@code
     * TopicSource.from(bootstrap, "member", member).lag(lag -> lag.behind().forEach(meters.lag("member")));
     * }</pre>
     *
     * @param source the name of the source, as its other meters have it
     */
    public BiConsumer<Integer, Long> lag(String source) {
        return (partition, behind) -> meters(source).behind(partition, behind);
    }

    /**
     * Keeps asking, whenever the meters are read, how far a source is behind. One that throws shows nothing then (NaN).
     *
     * <pre>{@code
     * meters.lag("member", 0, "bytes", () -> unconfirmedBytesOfTheSlot());
     * }</pre>
     *
     * @param source the name of the source, as its other meters have it
     * @param unit what is counted, in the plural and in lower case, such as {@code bytes}
     */
    public void lag(String source, int partition, String unit, LongSupplier behind) {
        meters(source).behind(partition, unit, behind);
    }

    @Override
    public void begins(String source) {
        meters(source);
    }

    @Override
    public void read(String source, Batch batch) {
        meters(source).read(batch);
    }

    @Override
    public void committed(String source, Batch batch, BatchResult result) {
        meters(source).committed(batch, result);
    }

    @Override
    public void retries(String source, RuntimeException cause, Duration pause) {
        meters(source).failed("scd2.intake.retries", "retries", cause);
    }

    @Override
    public void fails(String source, RuntimeException cause) {
        meters(source).failed("scd2.intake.failures", "failures", cause);
    }

    private SourceMeters meters(String source) {
        return sources.computeIfAbsent(
                source, name -> new SourceMeters(registry, Tags.of("source", name, "dimension", dimension.name())));
    }
}
