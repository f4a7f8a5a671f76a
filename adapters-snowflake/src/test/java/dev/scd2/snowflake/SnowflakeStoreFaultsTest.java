package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.Scd2Exception;
import dev.scd2.error.StoreException;
import dev.scd2.snowflake.standin.Faults;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a batch when something fails in its middle, and of the same batch when it is applied again. */
class SnowflakeStoreFaultsTest {
    private static final Dimension MEMBER = Dimension.named("member")
            .key("id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();
    private static final Batch FIRST = Batch.of(said("2026-01-01T00:00:00Z", 1, "gold"));
    private static final Batch SECOND =
            Batch.of(said("2026-02-01T00:00:00Z", 2, "silver"), said("2026-03-01T00:00:00Z", 3, "gold"));

    private final Faults faults = TestSnowflake.standIn().faults();

    private static Observation said(String at, int sequence, String plan) {
        return Observation.of(Map.of("id", "M1", "plan", plan), Instant.parse(at), Sequence.of(sequence));
    }

    @AfterEach
    void planNoMore() {
        faults.clear();
    }

    @Test
    void rowsThatDoNotArriveFailTheBatch() {
        assertNothingIsLost(faults -> faults.on("COPY INTO").after(1).loadsOnly(1), StoreException.class, "arrived");
    }

    @Test
    void aLockThatIsNotHadInTimeIsAConflict() {
        assertNothingIsLost(
                faults -> faults.on("SET batches").fails("000625", "57014", "waited for a lock"),
                ConcurrentCommitException.class,
                "faster");
    }

    @Test
    void aSessionThatEndsBetweenMergeAndCommitLeavesNothing() {
        assertNothingIsLost(faults -> faults.on("COMMIT").endsSession(), StoreException.class, "commit");
    }

    @Test
    void aMergeThatIsRefusedLeavesNothing() {
        assertNothingIsLost(
                faults -> faults.on("MERGE INTO").fails("000603", "XX000", "an incident"),
                StoreException.class,
                "write a batch");
    }

    private void assertNothingIsLost(Consumer<Faults> plan, Class<? extends Scd2Exception> failure, String says) {
        List<Version> expected = undisturbed();
        try (SnowflakeStore store = TestSnowflake.store(MEMBER)) {
            History history = History.of(store);
            history.apply(FIRST);
            List<Version> before = versions(store);
            plan.accept(faults);
            assertThatThrownBy(() -> history.apply(SECOND))
                    .isInstanceOf(failure)
                    .hasMessageContaining(says);
            assertThat(faults.pending()).isZero();
            assertThat(versions(store)).isEqualTo(before);
            history.apply(SECOND);
            assertThat(versions(store)).isEqualTo(expected);
        }
    }

    private static List<Version> undisturbed() {
        try (SnowflakeStore store = TestSnowflake.store(MEMBER)) {
            History history = History.of(store);
            history.apply(FIRST);
            history.apply(SECOND);
            return versions(store);
        }
    }

    private static List<Version> versions(SnowflakeStore store) {
        return store.history(Key.of("M1")).versions().stream()
                .map(StoredVersion::version)
                .toList();
    }
}
