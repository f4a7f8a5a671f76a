package dev.scd2.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.error.StoreException;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.Outcome;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.RekeyResult;
import dev.scd2.sql.rekey.RekeyedFact;
import dev.scd2.sql.rekey.RekeyedFact.Effect;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import dev.scd2.store.DimensionStore;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What re-keying promises, on any database. */
public abstract class RekeyingContract {
    private static final DateAnchor EVENING = DateAnchor.endOfDay(ZoneId.of("America/Chicago"));
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DAY_2 = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant DAY_3 = Instant.parse("2026-01-03T00:00:00Z");
    private static final Instant DAY_4 = Instant.parse("2026-01-04T00:00:00Z");
    private static final Dimension PLAN = Dimension.named("plan")
            .key("code", ColumnType.TEXT)
            .key("part", ColumnType.LONG)
            .track("tier", ColumnType.LONG)
            .build();

    private Connection connection;
    private long said;

    /** Returns a connection to a database that holds nothing else. */
    protected abstract Connection connect() throws SQLException;

    /** Returns a store that joins the transaction of a connection. */
    protected abstract DimensionStore joining(Connection connection, Dimension dimension);

    protected abstract Dialect dialect();

    /** Removes what was committed, where tests share a database. */
    protected abstract void tidy(Connection open) throws SQLException;

    @BeforeEach
    void begin() throws SQLException {
        connection = connect();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void end() throws SQLException {
        connection.rollback();
        tidy(connection);
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void factsRekeyedBatchByBatchEqualAFullJoinAndOnlyThoseThatDifferAreWritten(long seed) throws SQLException {
        Random random = new Random(seed);
        LateChanges changes = new LateChanges(random);
        Dimension dimension = changes.dimension();
        DimensionStore store = joining(connection, dimension);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        facts.addRandom(random, LateChanges.START, 150);
        Rekeying rekeying = rekeying(table(dimension));
        rekeying.applyToAll(connection, fact -> {});
        List<Rewrite> waiting = new ArrayList<>();
        long moved = 0;
        for (int i = 0; i < Integer.getInteger("scd2.rekey.batches", 25); i++) {
            waiting.add(new Rewrite(
                    dimension, History.of(store).apply(changes.next()).plan()));
            if (random.nextInt(4) == 0) {
                continue;
            }
            List<RekeyedFacts.Held> before = facts.held();
            List<RekeyedFacts.Held> wanted = facts.wanted(store, EVENING);
            List<RekeyedFact> planned = new ArrayList<>();
            RekeyResult foreseen = rekeying.dryRun(connection, waiting, planned::add);
            assertThat(facts.held()).as("a dry run, seed %s", seed).isEqualTo(before);
            List<RekeyedFact> written = new ArrayList<>();
            RekeyResult result = rekeying.apply(connection, waiting, written::add);
            assertThat(facts.held()).as("seed %s, batch %s", seed, i).isEqualTo(wanted);
            assertThat(foreseen).isEqualTo(result);
            assertThat(planned).containsExactlyInAnyOrderElementsOf(written);
            assertThat(result.differing()).as("seed %s, batch %s", seed, i).isEqualTo(differing(before, wanted));
            assertThat(written).hasSize((int) result.total());
            moved += result.total();
            waiting.clear();
            connection.commit();
        }
        assertThat(moved).isPositive();
        rekeying.apply(connection, waiting, fact -> {});
        assertThat(rekeying.compareAll(connection, fact -> {}).total()).isZero();
    }

    private static Map<String, Long> differing(List<RekeyedFacts.Held> before, List<RekeyedFacts.Held> wanted) {
        long served = 0;
        long paid = 0;
        for (int i = 0; i < before.size(); i++) {
            served += before.get(i).servedEquals(wanted.get(i)) ? 0 : 1;
            paid += java.util.Objects.equals(before.get(i).paid(), wanted.get(i).paid()) ? 0 : 1;
        }
        return Map.of("plan", served, "paid", paid);
    }

    @Test
    void factAtTheStartOfAWindowMovesAndOneAtItsEndStays() throws SQLException {
        DimensionStore store = joining(connection, PLAN);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        apply(store, observed(1, DAY_1));
        long id = 0;
        for (Instant at : List.of(DAY_2.minusNanos(1_000), DAY_2, DAY_3.minusNanos(1_000), DAY_3)) {
            facts.add(new RekeyedFacts.Fact(++id, "c", 1L, at, null));
        }
        Rekeying rekeying = keyed(PLAN);
        MutationPlan plan = apply(
                store, Correction.put(Map.of("code", "c", "part", 1L, "tier", 2L), DAY_2, DAY_3, Sequence.of(++said)));
        List<RekeyedFact> moved = new ArrayList<>();
        RekeyResult result = rekeying.apply(connection, List.of(new Rewrite(PLAN, plan)), moved::add);
        assertThat(result.differing()).isEqualTo(Map.of("plan", 3L, "paid", 0L));
        assertThat(facts.held()).isEqualTo(facts.wanted(store, EVENING));
        assertThat(moved).extracting(RekeyedFact::changed).containsOnly("tier", "");
    }

    @Test
    void factThatHadNoVersionGetsOneAndLosesItAgain() throws SQLException {
        DimensionStore store = joining(connection, PLAN);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        facts.add(new RekeyedFacts.Fact(1, "c", 1L, DAY_1, null));
        facts.add(new RekeyedFacts.Fact(2, "c", 1L, DAY_3, null));
        Rekeying rekeying = keyed(PLAN);
        assertThat(outcomes(facts)).containsExactly("UNKNOWN_KEY", "UNKNOWN_KEY");

        List<RekeyedFact> gained = rekeyed(rekeying, apply(store, observed(1, DAY_2)));
        assertThat(outcomes(facts)).containsExactly("BEFORE_FIRST", "MATCHED");
        assertThat(gained)
                .extracting(RekeyedFact::effect)
                .containsExactlyInAnyOrder(Effect.OTHER_OUTCOME, Effect.GAINED);

        List<RekeyedFact> lost =
                rekeyed(rekeying, apply(store, Delete.of(Map.of("code", "c", "part", 1L), DAY_3, Sequence.of(++said))));
        assertThat(outcomes(facts)).containsExactly("BEFORE_FIRST", "GAP");
        assertThat(lost).extracting(RekeyedFact::effect).containsExactly(Effect.LOST);
        assertThat(lost.get(0).outcome()).isEqualTo(Outcome.GAP);
        assertThat(rekeyed(rekeying, apply(store, observed(1, DAY_4)))).isEmpty();
    }

    @Test
    void versionThatOnlyEndsEarlierMovesNoFactThatItStillCovers() throws SQLException {
        DimensionStore store = joining(connection, PLAN);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        apply(store, observed(1, DAY_1));
        facts.add(new RekeyedFacts.Fact(1, "c", 1L, DAY_2, null));
        facts.add(new RekeyedFacts.Fact(2, "c", 1L, DAY_4, null));
        Rekeying rekeying = keyed(PLAN);
        List<RekeyedFact> moved = rekeyed(rekeying, apply(store, observed(2, DAY_3)));
        assertThat(moved).hasSize(1);
        assertThat(moved.get(0).fact()).containsExactly(2L);
        assertThat(moved.get(0).effect()).isEqualTo(Effect.OTHER_VALUES);
        assertThat(moved.get(0).changed()).isEqualTo("tier");
        assertThat(moved.get(0).cause()).isEqualTo("plans/0@" + said);
        assertThat(moved.get(0).amounts()).containsExactly(new BigDecimal("2.25"));
    }

    @Test
    void otherVersionWithTheSameValuesIsToldFromOtherValues() throws SQLException {
        DimensionStore store = joining(connection, PLAN);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        apply(store, observed(1, DAY_2));
        facts.add(new RekeyedFacts.Fact(1, "c", 1L, DAY_3, null));
        Rekeying rekeying = keyed(PLAN);
        List<RekeyedFact> moved = rekeyed(rekeying, apply(store, observed(1, DAY_1)));
        assertThat(moved).extracting(RekeyedFact::effect).containsExactly(Effect.OTHER_VERSION);
        assertThat(moved.get(0).changed()).isEmpty();
    }

    @Test
    void correctedValuesOfTheSameVersionReachTheHashThatFactsKeep() throws SQLException {
        DimensionStore store = joining(connection, PLAN);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        apply(store, observed(1, DAY_1));
        facts.add(new RekeyedFacts.Fact(1, "c", 1L, DAY_3, null));
        Rekeying rekeying = keyed(PLAN);
        List<RekeyedFact> moved = rekeyed(rekeying, apply(store, observed(2, DAY_1)));
        assertThat(moved).extracting(RekeyedFact::effect).containsExactly(Effect.OTHER_VALUES);
        assertThat(moved.get(0).before()).isEqualTo(moved.get(0).after());
        assertThat(facts.held()).isEqualTo(facts.wanted(store, EVENING));
    }

    @Test
    void rekeyingAgainChangesNothing() throws SQLException {
        DimensionStore store = joining(connection, PLAN);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        facts.add(new RekeyedFacts.Fact(1, "c", 1L, DAY_3, null));
        Rekeying rekeying = keyed(PLAN);
        MutationPlan first = apply(store, observed(1, DAY_1));
        MutationPlan second = apply(store, observed(2, DAY_2));
        assertThat(rekeyed(rekeying, first)).hasSize(1);
        assertThat(rekeyed(rekeying, second)).isEmpty();
        assertThat(rekeyed(rekeying, first)).isEmpty();
        assertThat(facts.held()).isEqualTo(facts.wanted(store, EVENING));
    }

    @Test
    void processThatDiedBeforeItsFactsWereRekeyedIsMendedByAComparisonOfAll() throws SQLException {
        DimensionStore store = joining(connection, PLAN);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        apply(store, observed(1, DAY_1));
        facts.add(new RekeyedFacts.Fact(1, "c", 1L, DAY_2, null));
        facts.add(new RekeyedFacts.Fact(2, "c", 1L, DAY_4, null));
        Rekeying rekeying = keyed(PLAN);
        apply(store, observed(2, DAY_3));
        List<RekeyedFact> wrong = new ArrayList<>();
        assertThat(rekeying.compareAll(connection, wrong::add).total()).isEqualTo(1);
        assertThat(wrong.get(0).fact()).containsExactly(2L);
        assertThat(facts.held()).isNotEqualTo(facts.wanted(store, EVENING));
        assertThat(rekeying.applyToAll(connection, fact -> {}).total()).isEqualTo(1);
        assertThat(facts.held()).isEqualTo(facts.wanted(store, EVENING));
        assertThat(rekeying.compareAll(connection, fact -> {}).total()).isZero();
    }

    @Test
    void factsAsTheyWereKnownStayWhereTheyAre() throws SQLException {
        Dimension known = Dimension.named("known")
                .key("code", ColumnType.TEXT)
                .track("tier", ColumnType.LONG)
                .systemTime(SystemTime.LOAD)
                .build();
        DimensionStore store = joining(connection, known);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        facts.run("ALTER TABLE fact ADD COLUMN known_at " + dialect().typeName(ColumnType.TIMESTAMP));
        believed(store, 1, DAY_1, DAY_1);
        facts.add(new RekeyedFacts.Fact(1, "c", 1L, DAY_3, null));
        facts.run("UPDATE fact SET known_at = " + dialect().literal(Instant.parse("2026-01-03T12:00:00Z")));
        FactKey key = FactKey.in(known, StoreOptions.standard())
                .by("code")
                .at("served_at")
                .surrogate("served_sk");
        FactTable asKnown =
                FactTable.named("fact", "id").keyed(key.knownAt("known_at").as("as_known"));
        rekeying(FactTable.named("fact", "id").keyed(key));
        rekeying(asKnown).applyToAll(connection, fact -> {});
        List<RekeyedFacts.Held> before = facts.held();
        assertThat(before.get(0).served()).isNotNull();

        MutationPlan later = believed(store, 2, DAY_2, DAY_4);
        RekeyResult result =
                Rekeying.of(asKnown, dialect()).apply(connection, List.of(new Rewrite(known, later)), fact -> {});
        assertThat(result.total()).isZero();
        assertThat(Rekeying.of(asKnown, dialect())
                        .compareAll(connection, fact -> {})
                        .total())
                .isZero();
        assertThat(Rekeying.of(FactTable.named("fact", "id").keyed(key), dialect())
                        .apply(connection, List.of(new Rewrite(known, later)), fact -> {})
                        .total())
                .isEqualTo(1);
        assertThatThrownBy(() -> FactKey.in(PLAN, StoreOptions.standard()).knownAt("known_at"))
                .hasMessageContaining("no system time");
    }

    @Test
    void missIsNamedByWhatWasKnown() throws SQLException {
        Dimension known = Dimension.named("known")
                .key("code", ColumnType.TEXT)
                .track("tier", ColumnType.LONG)
                .systemTime(SystemTime.LOAD)
                .build();
        DimensionStore store = joining(connection, known);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        facts.run("ALTER TABLE fact ADD COLUMN known_at " + dialect().typeName(ColumnType.TIMESTAMP));
        believed(store, 1, DAY_3, DAY_2);
        believed(store, 1, DAY_2, DAY_4);
        List<Instant> knownAt = List.of(DAY_1, DAY_3, DAY_3, DAY_4);
        for (int i = 0; i < knownAt.size(); i++) {
            facts.add(new RekeyedFacts.Fact(i, "c", 1L, i < 2 ? DAY_1 : DAY_2, null));
            facts.run("UPDATE fact SET known_at = " + dialect().literal(knownAt.get(i)) + " WHERE id = " + i);
        }
        Rekeying rekeying = rekeying(FactTable.named("fact", "id")
                .keyed(FactKey.in(known, StoreOptions.standard())
                        .by("code")
                        .at("served_at")
                        .knownAt("known_at")
                        .surrogate("served_sk")
                        .outcome("served_outcome")));
        assertThat(rekeying.applyToAll(connection, fact -> {}).total()).isEqualTo(4);
        assertThat(outcomes(facts)).containsExactly("UNKNOWN_KEY", "BEFORE_FIRST", "BEFORE_FIRST", "MATCHED");
        assertThat(rekeying.compareAll(connection, fact -> {}).total()).isZero();
    }

    @Test
    void resultsAreATableThatAPersonCanRead() throws SQLException {
        DimensionStore store = joining(connection, PLAN);
        RekeyedFacts facts = new RekeyedFacts(connection, dialect());
        facts.run("DROP TABLE IF EXISTS fact_rekeyed");
        apply(store, observed(1, DAY_1));
        facts.add(new RekeyedFacts.Fact(7, "c", 1L, DAY_3, null));
        keyed(PLAN);
        Rekeying rekeying = rekeying(table(PLAN).resultsIn("fact_rekeyed"));
        rekeyed(rekeying, apply(store, observed(2, DAY_2)));
        rekeyed(rekeying, apply(store, observed(3, DAY_3)));
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id, dimension, surrogate_before, surrogate_after, outcome,"
                                + " effect, changed_columns, load_id, cause, amount FROM fact_rekeyed ORDER BY surrogate_after")) {
            while (row.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= 10; i++) {
                    cells.add(row.getString(i));
                }
                rows.add(String.join(" | ", cells));
            }
        }
        assertThat(rows)
                .containsExactly(
                        "7 | plan | 1 | 2 | MATCHED | OTHER_VALUES | tier | load | plans/0@2 | 7.25",
                        "7 | plan | 2 | 3 | MATCHED | OTHER_VALUES | tier | load | plans/0@3 | 7.25");
    }

    @Test
    void connectionInAutoCommitIsRefused() throws SQLException {
        connection.setAutoCommit(true);
        Rekeying rekeying = Rekeying.of(table(PLAN), dialect());
        assertThatThrownBy(() -> rekeying.compareAll(connection, fact -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("setAutoCommit(false)");
        connection.setAutoCommit(false);
    }

    @Test
    void keysMustBeCompleteAndDiffer() {
        FactKey half = FactKey.in(PLAN, StoreOptions.standard()).by("code").at("served_at");
        FactTable facts = FactTable.named("fact", "id");
        assertThatThrownBy(() -> facts.keyed(half.surrogate("served_sk"))).hasMessageContaining("[code, part]");
        assertThatThrownBy(() -> facts.keyed(half.by("code", "part"))).hasMessageContaining("surrogate");
        FactKey whole = half.by("code", "part").surrogate("served_sk");
        assertThatThrownBy(() -> facts.keyed(whole).keyed(whole.as("other"))).hasMessageContaining("Two keys");
    }

    private static FactTable table(Dimension dimension) {
        FactKey served = FactKey.in(dimension, StoreOptions.standard()).by("code", "part");
        return FactTable.named("fact", "id")
                .keyed(served.at("served_at")
                        .surrogate("served_sk")
                        .outcome("served_outcome")
                        .hash("served_hash"))
                .keyed(served.as("paid").at("paid_on", EVENING).surrogate("paid_sk"))
                .amounts("amount");
    }

    /** Returns the re-keying of facts, ready for the session. */
    private Rekeying rekeying(FactTable facts) {
        Rekeying rekeying = Rekeying.of(facts, dialect());
        rekeying.prepare(connection);
        return rekeying;
    }

    /** Keys all facts as the history is now. */
    private Rekeying keyed(Dimension dimension) {
        Rekeying rekeying = rekeying(table(dimension));
        rekeying.applyToAll(connection, fact -> {});
        return rekeying;
    }

    private List<RekeyedFact> rekeyed(Rekeying rekeying, MutationPlan plan) {
        List<RekeyedFact> moved = new ArrayList<>();
        rekeying.apply(connection, List.of(new Rewrite(PLAN, plan)), moved::add);
        return moved;
    }

    private dev.scd2.change.Change observed(long tier, Instant from) {
        return Observation.of(Map.of("code", "c", "part", 1L, "tier", tier), from, Sequence.of(++said))
                .withPosition(new Position("plans", 0, said));
    }

    private static MutationPlan apply(DimensionStore store, dev.scd2.change.Change change) {
        return History.of(store)
                .apply(Batch.builder().loadId("load").change(change).build())
                .plan();
    }

    private MutationPlan believed(DimensionStore store, long tier, Instant from, Instant when) {
        return History.of(store)
                .apply(Batch.builder()
                        .systemTime(when)
                        .change(Observation.of(Map.of("code", "c", "tier", tier), from, Sequence.of(++said)))
                        .build())
                .plan();
    }

    private static List<String> outcomes(RekeyedFacts facts) throws SQLException {
        return facts.held().stream().map(RekeyedFacts.Held::outcome).toList();
    }
}
