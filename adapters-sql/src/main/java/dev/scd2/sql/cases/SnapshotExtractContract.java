package dev.scd2.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.error.SourceException;
import dev.scd2.sql.extract.Relation;
import dev.scd2.sql.extract.SnapshotSource;
import dev.scd2.store.Rejection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings of all rows, from any database. */
public abstract class SnapshotExtractContract {
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .track("state", ColumnType.TEXT)
            .maxDeleteShare(0.6)
            .build();

    private final SourceDatabase database = database();
    private final InMemoryStore store = InMemoryStore.of(MEMBER);

    /** Returns the database, of which this class may use the tables {@code listed} and {@code copied}. */
    protected abstract SourceDatabase database();

    @BeforeEach
    void makeTable() {
        database.make(
                "listed",
                database.quote("member_id") + " " + database.text() + ", " + database.quote("plan") + " "
                        + database.text() + ", " + database.quote("state") + " " + database.text() + ", "
                        + database.quote("not kept") + " " + database.number());
    }

    @Test
    void aRunIsOneListingInWhichAMissingKeyIsDeleted() {
        insert("M1", "gold", "NY");
        insert("M2", "gold", "NJ");
        assertThat(catchUp(at(1)).batches()).isEqualTo(1);
        delete("M1");
        insert("M3", "gold", null);
        assertThat(catchUp(at(2)).batches()).isEqualTo(1);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M2] [gold, NJ]", "[M3] [gold, null]");
        assertThat(store.snapshots()).hasSize(2);
    }

    @Test
    void aListingThatIsNotLaterThanTheLastIsNotTaken() {
        insert("M1", "gold", "NY");
        catchUp(at(1));
        insert("M2", "gold", "NY");
        assertThat(catchUp(at(1))).isEqualTo(new IntakeResult(0, 0, 0, 0, 0));
        assertThat(InterruptedIntake.current(store)).hasSize(1);
    }

    @Test
    void interruptionsAnywhereLeaveWhatAnUndisturbedRunLeaves() {
        int interruptions = 0;
        for (int seed = 0; seed < 15; seed++) {
            Random random = new Random(seed);
            InMemoryStore undisturbed = InMemoryStore.of(MEMBER);
            InMemoryStore disturbed = InMemoryStore.of(MEMBER);
            for (int day = 1; day <= 6; day++) {
                makeTable();
                for (int i = 10; i < 40; i++) {
                    if (random.nextInt(5) > 0) {
                        insert("M" + i, "p" + random.nextInt(3), "s" + random.nextInt(2));
                    }
                }
                Intake.of(at(day), History.of(undisturbed)).catchUp();
                interruptions += InterruptedIntake.catchUp(at(day), History.of(disturbed), random);
            }
            assertThat(InterruptedIntake.told(disturbed))
                    .as("seed %d", seed)
                    .isEqualTo(InterruptedIntake.told(undisturbed));
        }
        assertThat(interruptions).isGreaterThan(20);
    }

    @Test
    void manyRowsComeInTheirOrderAndAtAnyPlace() {
        for (int i = 0; i < 3; i++) {
            insert("M" + i, "x".repeat(90_000 * i), "NY");
        }
        for (int i = 1000; i < 4000; i++) {
            insert("M" + i, "plan " + i, "NY");
        }
        try (ChangeSource.Reader reader = at(1).read(store::reached)) {
            Batch batch = reader.next(Duration.ZERO).orElseThrow();
            var rows = batch.snapshot().orElseThrow().rows();
            List<Map<String, ?>> inOrder = new ArrayList<>(rows);
            assertThat(inOrder).hasSize(3003);
            assertThat(inOrder).extracting(row -> row.get("member_id")).doesNotHaveDuplicates();
            Random random = new Random(7);
            for (int i = 0; i < 2000; i++) {
                int n = random.nextInt(rows.size());
                assertThat(rows.get(n)).isEqualTo(inOrder.get(n));
            }
            History.of(store).apply(batch);
        }
        assertThat(InterruptedIntake.current(store)).hasSize(3003);
    }

    @Test
    void aListingThatFailsLeavesNothing() {
        for (int i = 1000; i < 4000; i++) {
            insert("M" + i, String.valueOf(i), "NY");
        }
        Relation failing = Relation.query(
                database.connections(),
                database.dialect(),
                "failing",
                "SELECT " + database.quote("member_id") + ", " + database.quote("plan") + ", "
                        + database.quote("state") + ", 1 / (3500 - CAST(" + database.quote("plan")
                        + " AS integer)) AS " + database.quote("x") + " FROM " + database.quote("listed"));
        SnapshotSource source = SnapshotSource.at(clock(1), failing).build();
        assertThatThrownBy(() -> catchUp(source))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("failing")
                .hasMessageNotContaining("3500");
        assertThat(store.reached("failing/snapshot", 0)).isEmpty();
        assertThat(InterruptedIntake.told(store)).isEmpty();
    }

    @Test
    void aScopedListingReadsAndDeletesOnlyWhatMeetsTheScope() {
        insert("M1", "gold", "NY");
        insert("M2", "gold", "NJ");
        insert("M3", "gold", null);
        insert("M4", "gold", "NY");
        insert("M5", "gold", null);
        catchUp(at(1));
        delete("M1");
        delete("M2");
        delete("M3");
        SnapshotSource inNewYork = SnapshotSource.at(clock(2), relation())
                .scope(Map.of("state", "NY"))
                .build();
        assertThat(catchUp(inNewYork).batches()).isEqualTo(1);
        assertThat(InterruptedIntake.current(store))
                .containsExactly("[M2] [gold, NJ]", "[M3] [gold, null]", "[M4] [gold, NY]", "[M5] [gold, null]");
        Map<String, Object> nowhere = new HashMap<>();
        nowhere.put("state", null);
        insert("M6", "gold", null);
        catchUp(SnapshotSource.at(clock(3), relation()).scope(nowhere).build());
        assertThat(InterruptedIntake.current(store))
                .containsExactly("[M2] [gold, NJ]", "[M4] [gold, NY]", "[M5] [gold, null]", "[M6] [gold, null]");
        assertThat(store.quarantine()).isEmpty();
    }

    @Test
    void listingsOfTwoScopesAtOneTimeAreTwoAndLeaveAWatermarkOfTheirTableAlone() {
        insert("M1", "gold", "NY");
        insert("M2", "gold", "NJ");
        for (String state : new String[] {"NY", "NJ", "NY"}) {
            catchUp(SnapshotSource.at(clock(1), relation())
                    .scope(Map.of("state", state))
                    .build());
        }
        assertThat(catchUp(at(1)).batches()).isEqualTo(1);
        assertThat(store.snapshots()).hasSize(3);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [gold, NY]", "[M2] [gold, NJ]");
        assertThat(store.reached(relation().name(), 0)).isEmpty();
    }

    @Test
    void anEmptyTableDoesNotCloseADimension() {
        assertThat(catchUp(at(1)).batches()).isEqualTo(1);
        insert("M1", "gold", "NY");
        catchUp(at(2));
        delete("M1");
        assertThatThrownBy(() -> catchUp(at(3)))
                .isInstanceOf(InvalidChangeException.class)
                .extracting(thrown -> ((InvalidChangeException) thrown).reason())
                .isEqualTo(Reason.SNAPSHOT_DELETE_SHARE);
        assertThat(InterruptedIntake.current(store)).hasSize(1);
    }

    @Test
    void aQueryMaySayWhenAListingHeld() {
        database.make("copied", database.quote("at") + " " + database.instant());
        SnapshotSource source = SnapshotSource.at(
                        "SELECT MAX(" + database.quote("at") + ") FROM " + database.quote("copied"), relation())
                .build();
        insert("M1", "gold", "NY");
        assertThat(catchUp(source).batches()).isZero();
        database.execute("INSERT INTO " + database.quote("copied") + " VALUES (?)", DAY_1);
        assertThat(catchUp(source).batches()).isEqualTo(1);
        assertThat(catchUp(source).batches()).isZero();
        assertThat(InterruptedIntake.told(store)).hasSize(1).first().asString().contains("2026-01-01T00:00:00Z");
    }

    @Test
    void rowsWithoutKeyGoToQuarantineAndTheOthersGoOn() {
        insert(null, "gold", "NY");
        insert("M1", "gold", "NY");
        catchUp(at(1));
        assertThat(store.quarantine()).extracting(Rejection::reason).containsExactly(Reason.NULL_KEY);
        assertThat(InterruptedIntake.current(store)).hasSize(1);
    }

    private Relation relation() {
        return database.table("listed").columnsOf(MEMBER);
    }

    private SnapshotSource at(int day) {
        return SnapshotSource.at(clock(day), relation()).build();
    }

    private static Clock clock(int day) {
        return Clock.fixed(DAY_1.plus(Duration.ofDays(day)), ZoneOffset.UTC);
    }

    private IntakeResult catchUp(SnapshotSource source) {
        return Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
    }

    private void insert(Object... values) {
        database.execute("INSERT INTO " + database.quote("listed") + " VALUES (?, ?, ?, 1)", values);
    }

    private void delete(String id) {
        database.execute(
                "DELETE FROM " + database.quote("listed") + " WHERE " + database.quote("member_id") + " = ?", id);
    }
}
