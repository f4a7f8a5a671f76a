package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.snowflake.standin.Faults;
import dev.scd2.sql.Retries;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Version;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

/** Two batches, the second of which meets something; sessions that give up at once; retries whose pauses are noted, not waited for. */
abstract class SnowflakeFaults {
    static final Batch FIRST = Batch.of(said("2026-01-01T00:00:00Z", 1, "gold"));
    static final Batch SECOND =
            Batch.of(said("2026-02-01T00:00:00Z", 2, "silver"), said("2026-03-01T00:00:00Z", 3, "gold"));
    static final Batch ANOTHER = Batch.of(said("2026-04-01T00:00:00Z", 4, "bronze"));

    private static final Dimension MEMBER = Dimension.named("member")
            .key("id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    final Faults faults = TestSnowflake.standIn().faults();
    /** The pauses of the retries so far. */
    final List<Duration> pauses = new ArrayList<>();
    /** What happens before each of the next sessions is given out. */
    final Deque<Runnable> meanwhile = new ArrayDeque<>();

    private final HikariDataSource pool = impatient();

    private static Observation said(String at, int sequence, String plan) {
        return Observation.of(Map.of("id", "M1", "plan", plan), Instant.parse(at), Sequence.of(sequence));
    }

    private static HikariDataSource impatient() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(
                SnowflakeSessions.of(TestSnowflake.login(TestSnowflake.login()).property("maxHttpRetries", "1")));
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    @AfterEach
    void planNoMore() {
        faults.clear();
        pool.close();
    }

    /** Makes an empty store that tries again twice. */
    SnowflakeStore store() {
        Retries retries = Retries.of(2, Duration.ofSeconds(1)).pausing(pauses::add);
        return TestSnowflake.store(watched(), MEMBER, retries);
    }

    private DataSource watched() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (!meanwhile.isEmpty()) {
                        meanwhile.poll().run();
                    }
                    try {
                        return method.invoke(pool, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    /** Returns what is held after these batches when nothing happens. */
    static List<Version> undisturbed(Batch... batches) {
        try (SnowflakeStore store = TestSnowflake.store(MEMBER)) {
            for (Batch batch : batches) {
                History.of(store).apply(batch);
            }
            return versions(store);
        }
    }

    static List<Version> versions(SnowflakeStore store) {
        return store.history(Key.of("M1")).versions().stream()
                .map(StoredVersion::version)
                .toList();
    }

    /** Applies the second batch again, and requires what an undisturbed writer leaves. */
    static void applyAgain(SnowflakeStore store, Batch... others) {
        History.of(store).apply(SECOND);
        List<Batch> all = new ArrayList<>(List.of(FIRST, SECOND));
        all.addAll(List.of(others));
        assertThat(versions(store)).isEqualTo(undisturbed(all.toArray(Batch[]::new)));
    }
}
