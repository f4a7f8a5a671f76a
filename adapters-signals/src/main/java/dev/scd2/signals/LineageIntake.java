package dev.scd2.signals;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.intake.IntakeListener;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.store.BatchResult;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.utils.UUIDUtils;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The runs of an {@link dev.scd2.engine.intake.Intake}, as run events of OpenLineage.
 *
 * <pre>{@code
 * LineageIntake lineage = LineageIntake.of(client::emit, "payer", member)
 *         .input("kafka://broker:9092", "member")
 *         .output("postgres://warehouse:5432", "payer.public.member");
 * Intake.of(source, History.of(store), lineage).catchUp();
 * }</pre>
 *
 * <p>A run begins with START and ends with COMPLETE or FAIL; in between a RUNNING tells at most once a minute, unless {@link
 * #every} says otherwise, what was read and written so far. Nothing of a row is told, and of an exception that is not ours
 * only the class. Events are handed on by the thread that reads, which waits as long as that takes. Thread-safe: one serves
 * all sources of its dimension, as long as no input is named.
 */
public final class LineageIntake implements IntakeListener {
    private final Consumer<RunEvent> events;
    private final LineageEvents lineage;
    private final InstantSource clock;
    private final Duration every;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    private LineageIntake(Consumer<RunEvent> events, LineageEvents lineage, InstantSource clock, Duration every) {
        this.events = events;
        this.lineage = lineage;
        this.clock = clock;
        this.every = every;
    }

    /**
     * Returns the lineage of a dimension.
     *
     * @param events who is given the events, for example {@code client::emit} of an {@code OpenLineageClient}
     * @param namespace of the job, and of its datasets unless they are named
     */
    public static LineageIntake of(Consumer<RunEvent> events, String namespace, Dimension dimension) {
        return of(events, namespace, dimension, InstantSource.system());
    }

    /**
     * Returns the lineage of a dimension.
     *
     * @param clock says when an event was
     */
    public static LineageIntake of(
            Consumer<RunEvent> events, String namespace, Dimension dimension, InstantSource clock) {
        return new LineageIntake(events, LineageEvents.of(namespace, dimension), clock, Duration.ofMinutes(1));
    }

    /** Returns this lineage with the dataset that is read; unless said it is the source, in the namespace of the job. */
    public LineageIntake input(String namespace, String name) {
        return new LineageIntake(events, lineage.withInput(namespace, name), clock, every);
    }

    /** Returns this lineage with the dataset that is written; unless said it is the dimension, in the namespace of the job. */
    public LineageIntake output(String namespace, String name) {
        return new LineageIntake(events, lineage.withOutput(namespace, name), clock, every);
    }

    /** Returns this lineage with a RUNNING at most once in so much time; zero for one behind each batch. */
    public LineageIntake every(Duration pause) {
        return new LineageIntake(events, lineage, clock, pause);
    }

    @Override
    public void begins(String source) {
        runs.put(source, new Run());
        emit(source, EventType.START, null);
    }

    @Override
    public void committed(String source, Batch batch, BatchResult result) {
        Run run = run(source);
        run.sums.add(batch, result, 0);
        if (run.pace.isDue()) {
            emit(source, EventType.RUNNING, null);
        }
    }

    @Override
    public void ends(String source, IntakeResult result) {
        emit(source, EventType.COMPLETE, null);
    }

    @Override
    public void fails(String source, RuntimeException cause) {
        emit(source, EventType.FAIL, cause);
    }

    private void emit(String source, EventType type, @Nullable RuntimeException failure) {
        Run run = run(source);
        OpenLineage.Run told = lineage.run(run.id, failure);
        events.accept(lineage.event(type, clock.instant(), told, source, run.sums));
    }

    private Run run(String source) {
        return runs.computeIfAbsent(source, fresh -> new Run());
    }

    /** One run. Confined to the thread that reads its source. */
    private final class Run {
        private final UUID id = UUIDUtils.generateNewUUID(clock.instant());
        private final Pace pace = new Pace(clock, every);
        private final Sums sums = new Sums();
    }
}
