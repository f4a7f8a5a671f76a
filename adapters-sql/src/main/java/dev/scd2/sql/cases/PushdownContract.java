package dev.scd2.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.Reason;
import dev.scd2.mutation.Mutation;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Overwrite;
import dev.scd2.mutation.Resize;
import dev.scd2.mutation.Retract;
import dev.scd2.sql.ChangeTable;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.PushdownLoad;
import dev.scd2.sql.PushdownRebuild;
import dev.scd2.sql.PushdownResult;
import dev.scd2.sql.SqlStore;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.tck.Image;
import dev.scd2.tck.generate.Histories;
import dev.scd2.tck.generate.Properties;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A history that is made inside the database is the one that the engine makes of the same changes, on any database. On
 * failure look first at {@code PushdownSql}, and at how the dialect writes hashes.
 */
public abstract class PushdownContract {
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DAY_3 = Instant.parse("2026-01-03T00:00:00Z");
    private static final Instant DAY_5 = Instant.parse("2026-01-05T00:00:00Z");
    private static final Dimension PLAN = Dimension.named("pushed_plan")
            .key("code", ColumnType.TEXT)
            .track("tier", ColumnType.LONG)
            .build();

    private Connection connection;
    private ChangeRows changeRows;

    /** Returns a connection, in auto-commit, to a database in which tables can be made. */
    protected abstract Connection connect() throws SQLException;

    /** Returns a fresh, empty store in that database. */
    protected abstract SqlStore create(Dimension dimension);

    protected abstract Dialect dialect();

    /** Returns how many random histories are tried. */
    protected int histories() {
        return Math.max(1, Properties.histories() / 20);
    }

    @BeforeEach
    void begin() throws SQLException {
        connection = connect();
        changeRows = new ChangeRows(connection, dialect());
    }

    @AfterEach
    void end() throws SQLException {
        connection.close();
    }

    /** Other kinds of change of the same keys were applied before in one of two, and come afterwards in the others. */
    @Test
    void aHistoryMadeInsideTheDatabaseIsTheOneThatIsApplied() {
        SplittableRandom random = new SplittableRandom(Properties.seed());
        long made = 0;
        long judged = 0;
        for (int run = 0; run < histories(); run++) {
            long seed = random.nextLong();
            PushdownResult result = check(new SplittableRandom(seed), "history " + run + ", seed " + seed);
            made += result.evidence();
            judged += result.judged();
        }
        assertThat(made).as("changes that were made inside").isPositive();
        assertThat(judged).as("changes that were judged").isPositive();
    }

    private PushdownResult check(SplittableRandom random, String which) {
        Dimension dimension = dimension(random);
        List<Change> drawn = Histories.of(random, dimension, 1 + random.nextInt(30)).batches().stream()
                .flatMap(batch -> batch.changes().stream())
                .toList();
        List<Change> pushed =
                drawn.stream().filter(change -> fits(dimension, change)).toList();
        List<Change> others = random.nextBoolean()
                ? List.of()
                : drawn.stream().filter(change -> !fits(dimension, change)).toList();
        return check(dimension, pushed, others, random.nextBoolean(), which);
    }

    private PushdownResult check(
            Dimension dimension, List<Change> pushed, List<Change> others, boolean first, String which) {
        List<Change> all = new ArrayList<>(pushed);
        all.addAll(others);
        try (SqlStore store = create(dimension);
                InMemoryStore reference = InMemoryStore.of(dimension)) {
            History.of(reference).apply(Batch.builder().changes(all).build());
            ChangeTable changes = changeRows.table(dimension, pushed);
            if (first) {
                History.of(store).apply(Batch.builder().changes(others).build());
            }
            PushdownResult result =
                    PushdownLoad.of(store, changes).loadId("load 1").run();
            if (!first) {
                History.of(store).apply(Batch.builder().changes(others).build());
            }
            Image held = Image.of(store);
            Image.of(reference).requireSame(held, which + " of " + dimension.attributes());
            assertThat(Verification.of(store).examples()).as(which).isEmpty();
            PushdownResult again = PushdownLoad.of(store, changes).run();
            assertThat(again.evidence()).as(which).isZero();
            if (others.isEmpty() && result.judged() == 0 && store.quarantine().isEmpty()) {
                assertThat(again.judged()).as(which + ", all of it known").isZero();
            }
            held.requireSame(Image.of(store), which + ", loaded again");
            return result;
        } catch (SQLException failure) {
            throw new AssertionError(which, failure);
        }
    }

    private static Dimension dimension(SplittableRandom random) {
        while (true) {
            Dimension dimension = Histories.dimension(random, Feed.CHANGES);
            if (Stream.concat(dimension.naturalKey().stream(), dimension.attributes().stream())
                    .noneMatch(column -> column.type().kind() == ColumnType.Kind.DOUBLE)) {
                return dimension;
            }
        }
    }

    private static boolean fits(Dimension dimension, Change change) {
        Sequence sequence = change.sequence();
        return sequence != null
                && !sequence.toString().contains(".")
                && (change instanceof Delete
                        || (change instanceof Observation
                                && dimension.attributes().stream()
                                        .allMatch(column -> change.fields().containsKey(column.name()))));
    }

    @Test
    void everyTypeIsHashedAndEveryPolicyIsShownAsTheEngineDoesIt() {
        Dimension dimension = Dimension.named("pushed_types")
                .key("id", ColumnType.LONG)
                .track("words", ColumnType.TEXT)
                .track("whole", ColumnType.LONG)
                .track("exact", ColumnType.decimal(9, 2))
                .track("hundreds", ColumnType.decimal(5, 0))
                .track("truth", ColumnType.BOOLEAN)
                .track("day", ColumnType.DATE)
                .track("moment", ColumnType.TIMESTAMP)
                .track("raw", ColumnType.BYTES)
                .attribute("first_seen", ColumnType.TEXT, AttributePolicy.FIXED)
                .attribute("last_seen", ColumnType.TEXT, AttributePolicy.OVERWRITE)
                .build();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(nulls());
        rows.add(said("a", 1L, "1.50", "100", true, "1969-12-31", "1969-12-31T23:59:59.999999Z", "00ff"));
        rows.add(said("a".repeat(200), -1L, "0.00", "0", false, "1582-10-10", "2026-01-01T00:00:00Z", ""));
        rows.add(said("", 0L, "-0.05", "-20", true, "0001-01-01", "0001-01-01T00:00:00Z", "6e"));
        rows.add(said(
                "\u00e9\u2744\ud83d\ude00",
                Long.MAX_VALUE,
                "100.00",
                "7",
                false,
                "9999-12-30",
                "1970-01-01T00:00:00Z",
                "01"));
        for (int column = 0; column < nulls().size(); column++) {
            List<@Nullable Object> only = nulls();
            only.set(column, rows.get(1).get(column));
            rows.add(only);
            List<@Nullable Object> without = new ArrayList<>(rows.get(1));
            without.set(column, null);
            rows.add(without);
        }
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("id", (long) i / 4);
            for (int column = 0; column < rows.get(i).size(); column++) {
                fields.put(
                        dimension.attributes().get(column).name(), rows.get(i).get(column));
            }
            fields.put("first_seen", "seen " + i);
            fields.put("last_seen", "seen " + i);
            changes.add(
                    new Observation(fields, DAY_1.plusSeconds(i), Sequence.of(i), new Position("types", 0, i), null));
        }
        PushdownResult result = check(dimension, changes, List.of(), true, "every type");
        assertThat(result.evidence()).isEqualTo(rows.size());
    }

    private static List<@Nullable Object> nulls() {
        return new ArrayList<>(Collections.nCopies(8, null));
    }

    private static List<@Nullable Object> said(
            String words,
            long whole,
            String exact,
            String hundreds,
            boolean truth,
            String day,
            String moment,
            String raw) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(words);
        cells.add(whole);
        cells.add(new BigDecimal(exact));
        cells.add(new BigDecimal(hundreds));
        cells.add(truth);
        cells.add(LocalDate.parse(day));
        cells.add(Instant.parse(moment));
        cells.add(Bytes.of(HexFormat.of().parseHex(raw)));
        return cells;
    }

    @Test
    void rowsWithoutKeyTimeOrSequenceGoToQuarantineAndTheOthersGoOn() throws SQLException {
        try (SqlStore store = create(PLAN)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            rows.add(ChangeRows.row("a", 1L, DAY_1, 1L, 0));
            rows.add(ChangeRows.row(null, 2L, DAY_1, 2L, 1));
            rows.add(ChangeRows.row("b", 3L, null, 3L, 2));
            rows.add(ChangeRows.row("c", 4L, DAY_1, null, 3));
            rows.add(ChangeRows.row("c", 5L, DAY_3, 5L, 4));
            PushdownResult result =
                    PushdownLoad.of(store, changeRows.fill(PLAN, rows)).run();
            assertThat(result).isEqualTo(new PushdownResult(1, 1, 1, 0, 4));
            assertThat(store.quarantine())
                    .extracting(Rejection::reason)
                    .containsExactlyInAnyOrder(Reason.NULL_KEY, Reason.NULL_TIME, Reason.NULL_SEQUENCE);
            assertThat(History.of(store).timeline(Map.of("code", "c")).versions())
                    .extracting(version -> version.row().value(0))
                    .containsExactly(5L);
        }
    }

    @Test
    void howFarEachPartitionWasReadIsCommitted() throws SQLException {
        try (SqlStore store = create(PLAN)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            rows.add(ChangeRows.row("a", 1L, DAY_1, 1L, 7));
            rows.add(ChangeRows.row(null, 1L, DAY_1, 1L, 9));
            rows.add(ChangeRows.row("b", 1L, DAY_1, 1L, 8));
            ChangeTable changes = changeRows.fill(PLAN, rows).position("plans", "partition_number", "offset_number");
            PushdownLoad.of(store, changes).run();
            assertThat(store.reached("plans", 0)).contains(new Position("plans", 0, 9));
        }
    }

    @Test
    void rowsWithoutAPlaceMoveNoPosition() throws SQLException {
        try (SqlStore store = create(PLAN)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            rows.add(ChangeRows.row("a", 1L, DAY_1, 1L, 0));
            rows.get(0)[5] = null;
            rows.get(0)[6] = null;
            ChangeTable changes = changeRows.fill(PLAN, rows).position("plans", "partition_number", "offset_number");
            assertThat(PushdownLoad.of(store, changes).run().evidence()).isEqualTo(1);
            assertThat(store.reached("plans", 0)).isEmpty();
        }
    }

    @Test
    void whatComesLateOnlyTouchesTheKeysThatItIsOf() throws SQLException {
        try (SqlStore store = create(PLAN)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            rows.add(ChangeRows.row("a", 1L, DAY_1, 1L, 0));
            rows.add(ChangeRows.row("a", 2L, DAY_5, 2L, 1));
            rows.add(ChangeRows.row("b", 1L, DAY_1, 1L, 2));
            assertThat(PushdownLoad.of(store, changeRows.fill(PLAN, rows)).run())
                    .isEqualTo(new PushdownResult(2, 3, 3, 0, 0));
            rows.add(ChangeRows.row("a", 3L, DAY_3, 3L, 3));
            rows.add(ChangeRows.row("c", 1L, DAY_1, 1L, 4));
            assertThat(PushdownLoad.of(store, changeRows.fill(PLAN, rows)).run())
                    .isEqualTo(new PushdownResult(1, 1, 1, 1, 3));
            assertThat(History.of(store).timeline(Map.of("code", "a")).versions())
                    .extracting(version -> version.row().value(0))
                    .containsExactly(1L, 3L, 2L);
        }
    }

    @Test
    void whatIsBeforeTheHorizonIsRefusedAsEver() throws SQLException {
        try (SqlStore store = create(PLAN)) {
            History.of(store).prune(DAY_3);
            List<@Nullable Object[]> rows = new ArrayList<>();
            rows.add(ChangeRows.row("a", 1L, DAY_1, 1L, 0));
            rows.add(ChangeRows.row("b", 1L, DAY_3, 1L, 1));
            PushdownLoad.of(store, changeRows.fill(PLAN, rows)).run();
            assertThat(store.quarantine()).extracting(Rejection::reason).containsExactly(Reason.BEFORE_HORIZON);
        }
    }

    /** Of histories of all kinds; what only the client can judge is made again there. */
    @Test
    void whatSomethingElseTouchedIsFoundAndMadeAgain() {
        SplittableRandom random = new SplittableRandom(Properties.seed() + 1);
        int touched = 0;
        for (int run = 0; run < histories(); run++) {
            SplittableRandom one = random.split();
            Dimension dimension = dimension(one);
            dev.scd2.tck.generate.History history = one.nextInt(4) == 0
                    ? Histories.withListings(one, dimension, 1 + one.nextInt(12))
                    : Histories.of(one, dimension, 1 + one.nextInt(12));
            try (SqlStore store = create(dimension)) {
                history.batches().forEach(History.of(store)::apply);
                String which = "history " + run + " of " + dimension.attributes();
                Image before = Image.of(store);
                PushdownRebuild rebuild = PushdownRebuild.of(store);
                assertThat(rebuild.run()).as(which).isZero();
                before.requireSame(Image.of(store), which);
                if (store.snapshots().isEmpty()) { // else evidence leaves out what versions show
                    touched += tamper(store, one);
                    rebuild.run();
                    before.requireSame(Image.of(store), which + ", made again");
                }
            }
        }
        assertThat(touched).isPositive();
    }

    /** Takes a version away, and lets others end a second later or say nothing; returns how many. */
    private static int tamper(SqlStore store, SplittableRandom random) {
        List<Mutation> mutations = new ArrayList<>();
        store.scan(history -> {
            if (history.versions().isEmpty() || random.nextBoolean()) {
                return;
            }
            StoredVersion stored =
                    history.versions().get(random.nextInt(history.versions().size()));
            Version version = stored.version();
            Row nothing = Row.ofNulls(version.row().width());
            mutations.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new Retract(stored.surrogate(), stored.key(), version.interval());
                        case 1 ->
                            new Overwrite(
                                    stored.surrogate(),
                                    stored.key(),
                                    version,
                                    new Version(version.interval(), nothing, version.deleted()));
                        default ->
                            new Resize(
                                    stored.surrogate(),
                                    stored.key(),
                                    version.interval(),
                                    new Interval(
                                            version.interval().startMicros(),
                                            version.interval().startMicros() + 1));
                    });
        });
        try (StoreTransaction transaction = store.begin()) {
            transaction.write(new MutationPlan(
                    "tampered", mutations, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
            transaction.commit();
        }
        return mutations.size();
    }

    @Test
    void keysThatAreAsTheirEvidenceSaysDoNotTravel() throws SQLException {
        try (SqlStore store = create(PLAN)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            rows.add(ChangeRows.row("a", 1L, DAY_1, 1L, 0));
            rows.add(ChangeRows.row("a", 2L, DAY_3, 2L, 1));
            rows.add(ChangeRows.row("b", 1L, DAY_1, 1L, 2));
            PushdownLoad.of(store, changeRows.fill(PLAN, rows)).run();
            History.of(store).apply(Batch.of(Delete.of(Map.of("code", "b"), DAY_5, Sequence.of(10, 2))));
            History.of(store).apply(Batch.of(Observation.of(Map.of("code", "b", "tier", 9L), DAY_5, Sequence.of(9))));
            assertThat(PushdownRebuild.of(store).differing()).isEmpty();
            History.of(store).apply(Batch.of(Patch.of(Map.of("code", "c", "tier", 1L), DAY_1, Sequence.of(1))));
            assertThat(PushdownRebuild.of(store).differing()).isEmpty();
            History.of(store)
                    .apply(Batch.of(Correction.put(Map.of("code", "d", "tier", 1L), DAY_1, DAY_3, Sequence.of(1))));
            assertThat(PushdownRebuild.of(store).differing()).containsExactly(Key.of("d"));
        }
    }

    @Test
    void dimensionsWhoseHistoryNeedsMoreAreRefusedWithTheReason() {
        Dimension weighed = Dimension.named("pushed_weight")
                .key("code", ColumnType.TEXT)
                .track("grams", ColumnType.DOUBLE)
                .build();
        try (SqlStore store = create(weighed)) {
            assertThatThrownBy(() -> PushdownLoad.of(store, ChangeTable.of("SELECT 1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("double");
        }
        Dimension spans = Dimension.named("pushed_span")
                .key("code", ColumnType.TEXT)
                .track("tier", ColumnType.LONG)
                .fedBy(Feed.SPANS)
                .build();
        try (SqlStore store = create(spans)) {
            assertThatThrownBy(() -> PushdownLoad.of(store, ChangeTable.of("SELECT 1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("periods");
        }
    }

    @Test
    void aColumnOfAnotherTypeIsRefusedByNameBeforeAnythingIsWritten() throws SQLException {
        try (SqlStore store = create(PLAN)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            rows.add(ChangeRows.row("a", 1L, DAY_1, 1L, 0));
            String query = changeRows.fill(PLAN, rows).query();
            for (String tier : List.of("'1'", "1.5")) {
                ChangeTable changes = ChangeTable.of(
                                "SELECT code, " + tier + " AS tier, effective_at, said FROM (" + query + ") AS r")
                        .validFrom("effective_at")
                        .sequence("said");
                assertThatThrownBy(() -> PushdownLoad.of(store, changes).run())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("Column tier of the changes");
            }
            assertThat(store.state().generation()).isZero();
        }
    }
}
