package dev.scd2.signals;

import dev.scd2.change.Batch;
import dev.scd2.store.BatchResult;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The meters of one source and dimension. Thread-safe. */
final class SourceMeters {
    private static final long NEVER = Long.MIN_VALUE;

    private final MeterRegistry registry;
    private final Clock clock;
    private final Tags tags;
    private final Counter read;
    private final Counter accepted;
    private final Counter replayed;
    private final Counter rejected;
    private final Counter batches;
    private final Timer batch;
    private final AtomicLong readAt = new AtomicLong(NEVER);
    /** Epoch milliseconds. */
    private final AtomicLong newest = new AtomicLong(NEVER);

    private final Map<Integer, AtomicLong> behind = new ConcurrentHashMap<>();

    SourceMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.clock = registry.config().clock();
        this.tags = tags;
        read = counter("scd2.intake.read", "rows", "Rows that were read, those of a batch that failed included");
        accepted = counter("scd2.intake.accepted", "rows", "Rows that are new evidence");
        replayed = counter("scd2.intake.replayed", "rows", "Rows that were known already");
        rejected = counter("scd2.intake.rejected", "rows", "Rows that went to quarantine");
        batches = counter("scd2.intake.batches", "batches", "Batches that were committed");
        batch = Timer.builder("scd2.intake.batch")
                .description("From when a batch was read to when it was committed")
                .tags(tags)
                .register(registry);
        anew("scd2.intake.freshness", tags);
        TimeGauge.builder("scd2.intake.freshness", this::age, TimeUnit.MILLISECONDS)
                .description("Age of the newest change that is committed; unknown before the first")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    void read(Batch next) {
        add(read, Sums.rows(next));
        readAt.set(clock.monotonicTime());
    }

    void committed(Batch done, BatchResult result) {
        batches.increment();
        add(accepted, result.accepted());
        add(replayed, result.replayed());
        add(rejected, result.rejected());
        long began = readAt.getAndSet(NEVER);
        if (began != NEVER) {
            batch.record(clock.monotonicTime() - began, TimeUnit.NANOSECONDS);
        }
        Freshness.newest(done, Instant.ofEpochMilli(clock.wallTime()))
                .ifPresent(said -> newest.accumulateAndGet(said.toEpochMilli(), Math::max));
    }

    void failed(String name, String unit, RuntimeException cause) {
        Counter.builder(name)
                .description("Failures of source or store, by the class of the exception")
                .baseUnit(unit)
                .tags(tags)
                .tag("cause", Failure.cause(cause))
                .register(registry)
                .increment();
    }

    void behind(int partition, long messages) {
        behind.computeIfAbsent(partition, fresh -> {
                    AtomicLong last = new AtomicLong();
                    behind(partition, "messages", last::get);
                    return last;
                })
                .set(messages);
    }

    void behind(int partition, String unit, LongSupplier asked) {
        Tags ofPartition = tags.and("partition", Integer.toString(partition));
        anew("scd2.intake.lag", ofPartition);
        Gauge.builder("scd2.intake.lag", asked, LongSupplier::getAsLong)
                .description("What is there and not yet committed")
                .baseUnit(unit)
                .tags(ofPartition)
                .strongReference(true)
                .register(registry);
    }

    /** A gauge that is registered a second time would go on showing what the first one sees. */
    private void anew(String name, Tags ofGauge) {
        Meter former = registry.find(name).tags(ofGauge).meter();
        if (former != null) {
            registry.remove(former);
        }
    }

    private static void add(Counter counter, long more) {
        counter.increment((double) more);
    }

    private Double age() {
        long said = newest.get();
        return said == NEVER ? Double.NaN : (double) Math.max(0, clock.wallTime() - said);
    }

    private Counter counter(String name, String unit, String description) {
        return Counter.builder(name)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }
}
