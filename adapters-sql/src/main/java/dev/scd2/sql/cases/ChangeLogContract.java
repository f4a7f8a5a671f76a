package dev.scd2.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.sql.extract.ChangeLogSource;
import dev.scd2.store.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are changes themselves, from any database. */
public abstract class ChangeLogContract {
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();
    private static final TableMapping MAPPING =
            TableMapping.of(MEMBER).validFrom("effective", ZoneOffset.UTC).deletedFrom("effective");

    private final SourceDatabase database = database();
    private final InMemoryStore store = InMemoryStore.of(MEMBER);

    /** Returns the database, of which this class may use the table {@code member_audit}. */
    protected abstract SourceDatabase database();

    @BeforeEach
    void makeTable() {
        database.make(
                "member_audit",
                database.quote("change_id") + " " + database.number() + ", " + database.quote("op") + " "
                        + database.text() + ", " + database.quote("member_id") + " " + database.text() + ", "
                        + database.quote("plan") + " " + database.text() + ", " + database.quote("effective") + " "
                        + database.instant());
    }

    @Test
    void anOperationAndAValidTimeAreWhatTheirColumnsSay() {
        insert(1, "I", "M1", "gold", 10);
        insert(2, "I", "M2", "gold", 10);
        insert(3, "U", "M1", "silver", 5);
        insert(4, "D", "M2", null, 20);
        assertThat(catchUp(source().to(MAPPING)).accepted()).isEqualTo(4);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [gold]");
        assertThat(InterruptedIntake.told(store)).hasSize(3);
    }

    @Test
    void interruptionsAnywhereLeaveWhatAnUndisturbedRunLeaves() {
        int interruptions = 0;
        for (int seed = 0; seed < 15; seed++) {
            Random random = new Random(seed);
            makeTable();
            InMemoryStore undisturbed = InMemoryStore.of(MEMBER);
            InMemoryStore disturbed = InMemoryStore.of(MEMBER);
            for (int phase = 0; phase < 3; phase++) {
                for (int i = 0; i < 30; i++) {
                    boolean isLate = random.nextInt(3) == 0;
                    int number = phase * 100 + 2 * i - (isLate ? 99 : 0);
                    String id = "M" + random.nextInt(6);
                    boolean isDelete = random.nextInt(4) == 0;
                    insert(
                            number,
                            isDelete ? "D" : "U",
                            id,
                            isDelete ? null : "p" + random.nextInt(3),
                            random.nextInt(20));
                }
                Intake.of(source().overlap(200).to(MAPPING), History.of(undisturbed))
                        .catchUp();
                ChangeLogSource pages =
                        source().overlap(200).pageRows(9 + random.nextInt(12)).to(MAPPING);
                interruptions += InterruptedIntake.catchUp(pages, History.of(disturbed), random);
            }
            assertThat(undisturbed.quarantine()).isEmpty();
            assertThat(InterruptedIntake.told(disturbed))
                    .as("seed %d", seed)
                    .isEqualTo(InterruptedIntake.told(undisturbed));
        }
        assertThat(interruptions).isGreaterThan(50);
    }

    @Test
    void aNumberThatWasGivenOutEarlierAndCommittedLaterIsFoundWithinTheOverlap() {
        insert(100, "I", "M1", "gold", 1);
        catchUp(source().overlap(10).to(MAPPING));
        insert(90, "I", "M2", "gold", 1);
        insert(89, "I", "M3", "gold", 1);
        catchUp(source().overlap(10).to(MAPPING));
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [gold]", "[M2] [gold]");
    }

    @Test
    void changesOfOneNumberAreToldApartByKeyAndRefusedWithout() {
        insert(1, "I", "M1", "gold", 1);
        insert(1, "I", "M2", "gold", 1);
        insert(1, "I", "M3", "gold", 1);
        assertThatThrownBy(() -> catchUp(source().pageRows(2).to(MAPPING)))
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("equal in [change_id]");
        catchUp(source().key("member_id").pageRows(1).to(MAPPING));
        assertThat(InterruptedIntake.current(store)).hasSize(3);
    }

    @Test
    void anOperationThatWasNotDeclaredIsRefusedAndNotGuessed() {
        insert(1, "TRUNC", "M1", "gold", 1);
        assertThatThrownBy(() -> catchUp(source().to(MAPPING)))
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("Column op")
                .hasMessageNotContaining("TRUNC");
        assertThat(store.reached("member_audit", 0)).isEmpty();
    }

    @Test
    void aChangeWithoutTimeGoesToQuarantineAndTheOthersGoOn() {
        insert(1, "I", "M1", "gold", null);
        insert(2, "I", "M2", "gold", 1);
        insert(null, "I", "M3", "no number", 1);
        catchUp(source().to(MAPPING));
        assertThat(store.quarantine())
                .extracting(Rejection::reason)
                .containsExactly(Reason.NULL_TIME, Reason.NULL_TIME);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M2] [gold]");
    }

    private ChangeLogSource.Builder source() {
        return ChangeLogSource.from(database.table("member_audit"), "change_id")
                .operation("op", Map.of("I", Operation.INSERT, "U", Operation.UPDATE, "D", Operation.DELETE));
    }

    private IntakeResult catchUp(ChangeLogSource source) {
        return Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
    }

    private void insert(
            @Nullable Integer number, String operation, String id, @Nullable String plan, @Nullable Integer day) {
        database.execute(
                "INSERT INTO " + database.quote("member_audit") + " VALUES (?, ?, ?, ?, ?)",
                number,
                operation,
                id,
                plan,
                day == null ? null : DAY_1.plus(Duration.ofDays(day)));
    }
}
