package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.examples.healthcare.warehouse.Check;
import dev.scd2.examples.healthcare.warehouse.LakeSizes;
import dev.scd2.examples.healthcare.warehouse.WarehouseSummary;
import dev.scd2.postgres.capture.PostgresCapture;
import java.util.List;
import java.util.function.Supplier;

/**
 * The stages in their order, on one set of servers. Confined to one thread.
 */
public final class PayerPipeline implements AutoCloseable {
    private final PayerConfig config;
    private final PayerServers servers;
    private final Progress progress;

    /** Makes the pipeline of a run; servers are started as stages need them. */
    public PayerPipeline(PayerConfig config, Progress progress) {
        this.config = config;
        this.servers = new PayerServers(config);
        this.progress = progress;
    }

    /** Writes the simulation. The slot is made first, so that a later capture misses nothing. */
    public StageReport generate() {
        return timed("generate", () -> {
            GenerateStage stage = new GenerateStage(config, servers);
            stage.prepare(new CaptureStage(config, servers).capture());
            return stage.run(done -> progress.step("generate", done));
        });
    }

    /** Captures what was written and lands it. */
    public StageReport capture() {
        return timed("capture", () -> {
            CaptureStage stage = new CaptureStage(config, servers);
            PostgresCapture capture = stage.capture();
            new GenerateStage(config, servers).prepare(capture);
            try (CaptureStage.Running running = stage.start(capture)) {
                running.awaitCaughtUp();
            }
            return stage.land(capture.topics());
        });
    }

    /** Writes the simulation and captures it while it is written. */
    public List<StageReport> generateAndCapture() {
        timed("start", () -> {
            servers.startAll();
            return true;
        });
        CaptureStage capturing = new CaptureStage(config, servers);
        PostgresCapture capture = capturing.capture();
        GenerateStage generating = new GenerateStage(config, servers);
        generating.prepare(capture);
        try (CaptureStage.Running running = capturing.start(capture)) {
            StageReport generated = timed("generate", () -> generating.run(done -> progress.step("generate", done)));
            StageReport captured = timed("capture", () -> {
                running.awaitCaughtUp();
                return capturing.land(capture.topics());
            });
            return List.of(generated, captured);
        }
    }

    /** Loads the lake into the warehouse. */
    public StageReport load() {
        return timed("load", () -> new LoadStage(config, servers).run());
    }

    /** Returns how much room the lake takes, and its rows would take as text. */
    public LakeSizes lakeSizes() {
        return new LoadStage(config, servers).sizes();
    }

    /** Brings dimensions, facts and marts up to date. */
    public StageReport transform() {
        return timed("transform", () -> new TransformStage(config, servers).run());
    }

    /** Returns what the warehouse holds, for people. */
    public WarehouseSummary summary() {
        return new TransformStage(config, servers).summary();
    }

    /** Compares all systems with each other, and the claims with the ledger. */
    public List<Check> check() {
        return timed("check", () -> new CheckStage(config, servers).run());
    }

    private <T> T timed(String stage, Supplier<T> work) {
        progress.begin(stage);
        long start = System.nanoTime();
        T result = work.get();
        progress.end(stage, Stopwatch.seconds(start));
        return result;
    }

    @Override
    public void close() {
        servers.close();
    }
}
