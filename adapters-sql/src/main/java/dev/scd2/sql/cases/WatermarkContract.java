package dev.scd2.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Position;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.error.SourceException;
import dev.scd2.sql.extract.Relation;
import dev.scd2.sql.extract.WatermarkSource;
import dev.scd2.store.Rejection;
import dev.scd2.timeline.Instants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that changed since the last time, from any database. */
public abstract class WatermarkContract {
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock LATER = Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    private final SourceDatabase database = database();
    private final InMemoryStore store = InMemoryStore.of(MEMBER);

    /** Returns the database, of which this class may use the tables {@code member} and {@code the "member"}. */
    protected abstract SourceDatabase database();

    /** Returns a bracket that may end a name, unless the database cannot quote it. */
    protected String bracket() {
        return "]";
    }

    @BeforeEach
    void makeTable() {
        database.make("member", columns());
    }

    private String columns() {
        return database.quote("member_id") + " " + database.text() + ", " + database.quote("plan") + " "
                + database.text() + ", " + database.quote("updated_at") + " " + database.instant();
    }

    @Test
    void interruptionsAnywhereLeaveWhatAnUndisturbedRunLeaves() {
        int interruptions = 0;
        for (int seed = 0; seed < 15; seed++) {
            Random random = new Random(seed);
            database.execute("DELETE FROM " + database.quote("member"));
            InMemoryStore undisturbed = InMemoryStore.of(MEMBER);
            InMemoryStore disturbed = InMemoryStore.of(MEMBER);
            TreeMap<String, Long> times = new TreeMap<>();
            TreeMap<String, String> plans = new TreeMap<>();
            for (int phase = 1; phase <= 4; phase++) {
                writeRandomly(random, phase * 20L, times, plans);
                Intake.of(source(1000), History.of(undisturbed)).catchUp();
                WatermarkSource pages = source(2 + random.nextInt(4));
                interruptions += InterruptedIntake.catchUp(pages, History.of(disturbed), random);
            }
            assertThat(InterruptedIntake.told(disturbed))
                    .as("seed %d", seed)
                    .isEqualTo(InterruptedIntake.told(undisturbed));
            assertThat(InterruptedIntake.current(disturbed))
                    .as("seed %d", seed)
                    .isEqualTo(plans.entrySet().stream()
                            .map(row -> "[" + row.getKey() + "] [" + row.getValue() + "]")
                            .toList());
        }
        assertThat(interruptions).isGreaterThan(50);
    }

    /** Many rows share a second; some are written as of before the last reading, by less than the overlap. */
    private void writeRandomly(Random random, long second, TreeMap<String, Long> times, TreeMap<String, String> plans) {
        for (int i = 0; i < 20; i++) {
            String id = "M" + (10 + random.nextInt(25));
            String plan = "p" + random.nextInt(1000);
            long at = second + random.nextInt(4) - (random.nextInt(3) == 0 ? 15 : 0);
            Long before = times.get(id);
            if (before == null) {
                insert(id, plan, DAY_1.plusSeconds(at));
            } else {
                at = Math.max(at, before + 1);
                database.execute(
                        "UPDATE " + database.quote("member") + " SET " + database.quote("plan") + " = ?, "
                                + database.quote("updated_at") + " = ? WHERE " + database.quote("member_id") + " = ?",
                        plan,
                        DAY_1.plusSeconds(at),
                        id);
            }
            times.put(id, at);
            plans.put(id, plan);
        }
    }

    @Test
    void aRowThatIsCommittedLateIsFoundWithinTheOverlapAndNotBeyondIt() {
        insert("M1", "gold", DAY_1.plusSeconds(100));
        catchUp(source(10));
        insert("M2", "late", DAY_1.plusSeconds(80));
        insert("M3", "later than the overlap", DAY_1.plusSeconds(79));
        catchUp(source(10));
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [gold]", "[M2] [late]");
    }

    @Test
    void rowsOfOneTimeAreNeverLostAtTheEndOfAPageNorAtTheWatermark() {
        for (int i = 10; i < 20; i++) {
            insert("M" + i, "gold", DAY_1);
        }
        WatermarkSource withoutOverlap =
                builder(database.table("member")).pageRows(3).to(TableMapping.of(MEMBER));
        catchUp(withoutOverlap);
        assertThat(InterruptedIntake.current(store)).hasSize(10);
        insert("M05", "committed later, at the same time", DAY_1);
        catchUp(withoutOverlap);
        assertThat(InterruptedIntake.current(store)).hasSize(11);
    }

    @Test
    void knownRowsAreReadAgainAndChangeNothing() {
        insert("M1", "gold", DAY_1);
        assertThat(catchUp(source(10)).accepted()).isEqualTo(1);
        assertThat(catchUp(source(10))).isEqualTo(new IntakeResult(1, 0, 1, 0, 0));
        assertThat(store.reached("member", 0)).contains(new Position("member", 0, Instants.toMicros(DAY_1)));
    }

    @Test
    void anEmptyTableSaysNothing() {
        assertThat(catchUp(source(10))).isEqualTo(new IntakeResult(0, 0, 0, 0, 0));
        assertThat(store.reached("member", 0)).isEmpty();
    }

    @Test
    void rowsWithoutTimeOrKeyGoToQuarantineOnceAndTheOthersGoOn() {
        insert("M1", "gold", DAY_1);
        insert("M2", "no time", null);
        insert(null, "no key", DAY_1);
        for (int i = 0; i < 3; i++) {
            assertThat(catchUp(source(1)).rejected()).isEqualTo(1);
        }
        assertThat(catchUp(source(10)).rejected()).isEqualTo(2);
        assertThat(store.quarantine())
                .extracting(Rejection::reason)
                .containsExactlyInAnyOrder(Reason.NULL_TIME, Reason.NULL_KEY);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [gold]");
    }

    @Test
    void aValueOfTheWrongTypeGoesToQuarantineAndTheOthersGoOn() {
        database.make(
                "member",
                database.quote("member_id") + " " + database.text() + ", " + database.quote("plan") + " "
                        + database.number() + ", " + database.quote("updated_at") + " " + database.instant());
        insert("M1", 7L, DAY_1);
        insert("M2", null, DAY_1);
        assertThat(catchUp(source(10))).isEqualTo(new IntakeResult(1, 1, 0, 1, 0));
        assertThat(store.quarantine()).extracting(Rejection::reason).containsExactly(Reason.WRONG_TYPE);
    }

    @Test
    void namesWithQuotesAndSpacesAreNames() {
        String id = "the \"id\" [x" + bracket();
        String table = "the \"member\" " + bracket();
        Dimension odd = Dimension.named("odd")
                .key(id, ColumnType.TEXT)
                .track("a plan; --", ColumnType.TEXT)
                .build();
        database.make(
                table,
                database.quote(id) + " " + database.text() + ", " + database.quote("a plan; --") + " " + database.text()
                        + ", " + database.quote("up dated") + " " + database.instant());
        for (String member : new String[] {"M1", "M'2", "M\"3"}) {
            database.execute("INSERT INTO " + database.quote(table) + " VALUES (?, ?, ?)", member, "gold", DAY_1);
        }
        InMemoryStore odds = InMemoryStore.of(odd);
        WatermarkSource source = WatermarkSource.from(database.table(table), "up dated", LATER)
                .key(id)
                .pageRows(1)
                .to(TableMapping.of(odd));
        Intake.of(source, History.of(odds)).catchUp();
        assertThat(InterruptedIntake.current(odds)).hasSize(3);
        database.execute("DROP TABLE " + database.quote(table));
    }

    @Test
    void aRowDatedInTheFutureDoesNotHideThoseBeforeIt() {
        insert("M1", "dated 2099", Instant.parse("2099-01-01T00:00:00Z"));
        catchUp(source(10));
        insert("M2", "gold", DAY_1);
        catchUp(source(10));
        assertThat(InterruptedIntake.current(store)).hasSize(2);
        assertThat(store.reached("member", 0).orElseThrow().offset()).isEqualTo(Instants.toMicros(DAY_1));
    }

    @Test
    void aRowIsGoneWhereAColumnMarksItAndStaysWhereItVanished() {
        database.make("member", columns() + ", " + database.quote("deleted_at") + " " + database.instant());
        insertWith("M1", DAY_1, null);
        insertWith("M2", DAY_1, null);
        insertWith("M3", DAY_1, null);
        WatermarkSource source = builder(database.table("member"))
                .deletedWhen("deleted_at")
                .to(TableMapping.of(MEMBER).deletedFrom("deleted_at"));
        catchUp(source);
        String member = database.quote("member");
        database.execute(
                "UPDATE " + member + " SET " + database.quote("deleted_at") + " = ?, " + database.quote("updated_at")
                        + " = ? WHERE " + database.quote("member_id") + " = 'M1'",
                DAY_1.plusSeconds(50),
                DAY_1.plusSeconds(60));
        database.execute("DELETE FROM " + member + " WHERE " + database.quote("member_id") + " = 'M2'");
        catchUp(source);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M2] [gold]", "[M3] [gold]");
        assertThat(InterruptedIntake.told(store).get(0)).contains("2026-01-01T00:00:50Z");
    }

    @Test
    void aLocalTimeNeedsAZoneAndAZoneThatRepeatsAnHourAnOverlap() {
        database.make(
                "member",
                database.quote("member_id") + " " + database.text() + ", " + database.quote("plan") + " "
                        + database.text() + ", " + database.quote("updated_at") + " " + database.local());
        insert("M1", "gold", LocalDateTime.parse("2026-01-01T07:30:00"));
        insert("M2", "gold", LocalDateTime.parse("2026-01-01T07:30:00"));
        insert("M3", "gold", LocalDateTime.parse("2026-01-01T07:31:00"));
        assertThatThrownBy(() -> catchUp(source(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Column updated_at")
                .hasMessageContaining("localTimesIn");

        Relation chicago = database.table("member").localTimesIn(ZoneId.of("America/Chicago"));
        WatermarkSource tooShort = builder(chicago).to(TableMapping.of(MEMBER));
        assertThatThrownBy(() -> catchUp(tooShort)).hasMessageContaining("at least an hour");
        WatermarkSource source =
                builder(chicago).overlap(Duration.ofHours(1)).pageRows(1).to(TableMapping.of(MEMBER));
        catchUp(source);
        assertThat(catchUp(source).replayed()).isEqualTo(3);
        assertThat(InterruptedIntake.told(store)).hasSize(3).first().asString().contains("2026-01-01T13:30:00Z");
    }

    @Test
    void rowsThatNothingTellsApartAreRefusedRatherThanLost() {
        insert("M1", "gold", DAY_1);
        insert("M1", "silver", DAY_1);
        assertThatThrownBy(() -> catchUp(source(1)))
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("equal in [updated_at, member_id]");
    }

    @Test
    void whatIsMissingIsSaidByName() {
        Relation noTable = database.table("no such table");
        assertThatThrownBy(() -> catchUp(builder(noTable).to(TableMapping.of(MEMBER))))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("no such table");
        assertThatThrownBy(() -> catchUp(WatermarkSource.from(database.table("member"), "changed", LATER)
                        .key("member_id")
                        .to(TableMapping.of(MEMBER))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column changed");
        assertThatThrownBy(() -> catchUp(WatermarkSource.from(database.table("member"), "plan", LATER)
                        .key("member_id")
                        .to(TableMapping.of(MEMBER))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a timestamp");
    }

    private WatermarkSource source(int pageRows) {
        return builder(database.table("member"))
                .overlap(Duration.ofSeconds(20))
                .pageRows(pageRows)
                .to(TableMapping.of(MEMBER));
    }

    private static WatermarkSource.Builder builder(Relation relation) {
        return WatermarkSource.from(relation, "updated_at", LATER).key("member_id");
    }

    private IntakeResult catchUp(WatermarkSource source) {
        return Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
    }

    private void insert(Object... values) {
        database.execute("INSERT INTO " + database.quote("member") + " VALUES (?, ?, ?)", values);
    }

    private void insertWith(Object... values) {
        database.execute("INSERT INTO " + database.quote("member") + " VALUES (?, 'gold', ?, ?)", values);
    }
}
