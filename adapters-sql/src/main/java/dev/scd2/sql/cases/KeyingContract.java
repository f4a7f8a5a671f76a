package dev.scd2.sql.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.fact.MissingVersion;
import dev.scd2.fact.Outcome;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.Keying;
import dev.scd2.sql.rekey.KeyingResult;
import dev.scd2.sql.rekey.RekeyedFact;
import dev.scd2.sql.rekey.RekeyedFact.Effect;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of new facts, with and without a version, on any database. */
public abstract class KeyingContract {
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DAY_3 = Instant.parse("2026-01-03T00:00:00Z");
    private static final Instant DAY_5 = Instant.parse("2026-01-05T00:00:00Z");
    private static final MissingVersion.Inferred KEEP = new MissingVersion.Inferred(MissingVersion.Arrival.KEEP);
    private static final MissingVersion.Inferred ADOPT = new MissingVersion.Inferred(MissingVersion.Arrival.ADOPT);
    private static final Dimension PLAN = Dimension.named("plan")
            .key("code", ColumnType.TEXT)
            .track("tier", ColumnType.LONG)
            .build();

    private final Set<MissingVersion> prepared = new HashSet<>();
    private Connection connection;
    private DimensionStore store;
    private long said;

    /** Returns a connection to a database without a table {@code claim} or {@code plan}. */
    protected abstract Connection connect() throws SQLException;

    /** Returns a store that joins the transaction of a connection. */
    protected abstract DimensionStore joining(Connection open, Dimension dimension);

    protected abstract Dialect dialect();

    protected abstract JoinDialect joinDialect();

    @BeforeEach
    void begin() throws SQLException {
        connection = connect();
        connection.setAutoCommit(false);
        store = joining(connection, PLAN);
        run("CREATE TABLE claim (id BIGINT, code TEXT, served_at " + dialect().typeName(ColumnType.TIMESTAMP)
                + ", plan_sk BIGINT, plan_outcome TEXT)");
    }

    @AfterEach
    void end() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void newFactsGetTheVersionInForceOrNoneAndAReason() throws SQLException {
        observed("a", 1, DAY_3);
        KeyingResult result = insert(new MissingVersion.NoSurrogate(), "a 1", "a 3", "b 3");
        assertThat(result.inserted()).isEqualTo(3);
        assertThat(result.outcomes().get("plan"))
                .isEqualTo(Map.of(Outcome.MATCHED, 1L, Outcome.BEFORE_FIRST, 1L, Outcome.UNKNOWN_KEY, 1L));
        assertThat(claims()).containsExactly("a 1 null BEFORE_FIRST", "a 3 1 MATCHED", "b 3 null UNKNOWN_KEY");
    }

    @Test
    void factsWithoutAVersionPointAtTheUnknownRowUntilOneComes() throws SQLException {
        MissingVersion unknown = new MissingVersion.UnknownRow(-1);
        insert(unknown, "a 1", "a 3");
        assertThat(claims()).containsExactly("a 1 -1 UNKNOWN_KEY", "a 3 -1 UNKNOWN_KEY");
        List<RekeyedFact> gained = rekeyed(unknown, observed("a", 1, DAY_3));
        assertThat(gained).extracting(RekeyedFact::effect).containsOnly(Effect.GAINED, Effect.OTHER_OUTCOME);
        assertThat(claims()).containsExactly("a 1 -1 BEFORE_FIRST", "a 3 1 MATCHED");
        List<RekeyedFact> lost = rekeyed(unknown, apply(Delete.of(Map.of("code", "a"), DAY_3, Sequence.of(++said))));
        assertThat(lost).extracting(RekeyedFact::effect).contains(Effect.LOST);
        assertThat(claims()).containsExactly("a 1 -1 UNKNOWN_KEY", "a 3 -1 UNKNOWN_KEY");
        assertThat(wrong(unknown)).isZero();
    }

    @Test
    void heldFactsComeInWhenTheirVersionHasCome() throws SQLException {
        MissingVersion hold = new MissingVersion.Hold();
        observed("a", 1, DAY_1);
        KeyingResult result = insert(hold, "a 3", "b 3", "c 3");
        assertThat(result.inserted()).isEqualTo(1);
        assertThat(result.held()).isEqualTo(2);
        assertThat(claims()).containsExactly("a 3 1 MATCHED");
        observed("b", 1, DAY_1);
        KeyingResult again = keying(hold).retry(connection);
        assertThat(again.inserted()).isEqualTo(1);
        assertThat(again.held()).isEqualTo(1);
        assertThat(claims()).containsExactly("a 3 1 MATCHED", "b 3 2 MATCHED");
        assertThat(texts("SELECT code || ' ' || _held_for FROM claim_held")).containsExactly("c plan UNKNOWN_KEY");
    }

    @Test
    void refusedBatchInsertsNothing() throws SQLException {
        observed("a", 1, DAY_1);
        assertThatThrownBy(() -> insert(new MissingVersion.Refuse(), "a 3", "b 3"))
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("{UNKNOWN_KEY=1}");
        assertThat(claims()).isEmpty();
        assertThat(insert(new MissingVersion.Refuse(), "a 3").inserted()).isEqualTo(1);
    }

    @Test
    void inferredMemberKeepsTheTimeBeforeTheFirstVersion() throws SQLException {
        KeyingResult result = insert(KEEP, "a 1", "a 5", "a 3", "b 1");
        assertThat(result.outcomes().get("plan")).isEqualTo(Map.of(Outcome.INFERRED, 4L));
        assertThat(texts("SELECT count(DISTINCT plan_sk) || '' FROM claim")).containsExactly("2");
        String member =
                texts("SELECT plan_sk || '' FROM claim WHERE code = 'a'").get(0);
        List<RekeyedFact> moved = rekeyed(KEEP, observed("a", 1, DAY_3));
        assertThat(moved).hasSize(2);
        assertThat(moved).extracting(RekeyedFact::effect).containsOnly(Effect.GAINED);
        assertThat(claims().subList(0, 3))
                .containsExactly("a 1 " + member + " INFERRED", "a 3 3 MATCHED", "a 5 3 MATCHED");
        assertThat(wrong(KEEP)).isZero();
        assertThat(insert(KEEP, "a 1").outcomes().get("plan")).isEqualTo(Map.of(Outcome.INFERRED, 1L));
        assertThat(texts("SELECT count(*) || '' FROM plan_inferred")).containsExactly("2");
        assertThat(Verification.of(store).isClean()).isTrue();
    }

    @Test
    void adoptingVersionTakesTheSurrogateOfTheMember() throws SQLException {
        insert(ADOPT, "a 1", "a 5");
        String member = texts("SELECT plan_sk || '' FROM claim").get(0);
        List<RekeyedFact> moved = rekeyed(ADOPT, observed("a", 1, DAY_3));
        assertThat(moved).allMatch(fact -> java.util.Objects.equals(fact.before(), fact.after()));
        assertThat(claims()).containsExactly("a 1 " + member + " INFERRED", "a 5 " + member + " MATCHED");
        assertThat(texts("SELECT surrogate_key || '' FROM plan")).containsExactly(member);
        assertThat(wrong(ADOPT)).isZero();
        rekeyed(ADOPT, observed("a", 2, DAY_5));
        assertThat(texts("SELECT surrogate_key || '' FROM plan ORDER BY valid_from"))
                .hasSize(2)
                .startsWith(member);
        assertThat(wrong(ADOPT)).isZero();
        assertThat(Verification.of(store).isClean()).isTrue();
    }

    @Test
    void memberForATimeBeforeAKnownKeyIsNotAdopted() throws SQLException {
        observed("a", 1, DAY_3);
        insert(ADOPT, "a 5", "a 1");
        rekeyed(ADOPT, observed("a", 2, DAY_5));
        assertThat(texts("SELECT surrogate_key || '' FROM plan ORDER BY valid_from"))
                .containsExactly("1", "3");
        assertThat(wrong(ADOPT)).isZero();
    }

    @ParameterizedTest
    @EnumSource(MissingVersion.Arrival.class)
    void factsOfInferredMembersFollowWhateverComes(MissingVersion.Arrival arrival) throws SQLException {
        Random random = new Random(11);
        MissingVersion inferred = new MissingVersion.Inferred(arrival);
        for (int i = 0; i < 20; i++) {
            insert(inferred, "k" + random.nextInt(3) + " " + (1 + random.nextInt(8)));
            String code = "k" + random.nextInt(3);
            Instant from = DAY_1.plusSeconds(86_400L * random.nextInt(8));
            rekeyed(
                    inferred,
                    random.nextInt(3) == 0
                            ? apply(Correction.absence(
                                    Map.of("code", code), from, from.plusSeconds(200_000), Sequence.of(++said)))
                            : observed(code, random.nextInt(3), from));
            assertThat(wrong(inferred)).as("step %s", i).isZero();
            assertThat(joined()).as("a query, step %s", i).isEqualTo(claims());
        }
        assertThat(Verification.of(store).isClean()).isTrue();
    }

    private FactTable table(MissingVersion policy) {
        return FactTable.named("claim", "id")
                .keyed(FactKey.in(PLAN, StoreOptions.standard())
                        .by("code")
                        .at("served_at")
                        .surrogate("plan_sk")
                        .outcome("plan_outcome")
                        .missing(policy));
    }

    private Keying keying(MissingVersion policy) {
        prepare(policy);
        return Keying.of(table(policy), dialect());
    }

    private Rekeying rekeying(MissingVersion policy) {
        prepare(policy);
        return Rekeying.of(table(policy), dialect());
    }

    private void prepare(MissingVersion policy) {
        if (prepared.add(policy)) {
            Keying.of(table(policy), dialect()).prepare(connection);
            Rekeying.of(table(policy), dialect()).prepare(connection);
        }
    }

    /** Inserts facts, each a code and a day of January. */
    private KeyingResult insert(MissingVersion policy, String... claims) {
        List<List<String>> rows = new ArrayList<>();
        for (String claim : claims) {
            String[] parts = claim.split(" ");
            Instant at = Instant.parse("2026-01-0" + parts[1] + "T00:00:00Z");
            rows.add(List.of("" + ++said, "'" + parts[0] + "'", dialect().literal(at)));
        }
        return keying(policy)
                .insert(
                        connection,
                        "SELECT id, code, served_at FROM "
                                + dialect().constants("c", List.of("id", "code", "served_at"), rows));
    }

    private MutationPlan observed(String code, long tier, Instant from) {
        return apply(Observation.of(Map.of("code", code, "tier", tier), from, Sequence.of(++said)));
    }

    private MutationPlan apply(dev.scd2.change.Change change) {
        return History.of(store).apply(Batch.of(change)).plan();
    }

    private List<RekeyedFact> rekeyed(MissingVersion policy, MutationPlan plan) {
        List<RekeyedFact> moved = new ArrayList<>();
        rekeying(policy).apply(connection, List.of(new Rewrite(PLAN, plan)), moved::add);
        return moved;
    }

    private long wrong(MissingVersion policy) {
        return rekeying(policy).compareAll(connection, fact -> {}).total();
    }

    private List<String> claims() throws SQLException {
        return claims("claim");
    }

    /** Returns what a query over the versions and their inferred members says of the claims. */
    private List<String> joined() throws SQLException {
        return claims("("
                + AsOfJoin.of("SELECT id, code, served_at FROM claim", joinDialect())
                        .lookup(Lookup.in(Versions.of(PLAN, StoreOptions.standard())
                                        .withInferredMembers())
                                .key("code", "code")
                                .at("served_at"))
                        .sql()
                + ") AS claim");
    }

    private List<String> claims(String from) throws SQLException {
        return texts(
                "SELECT code || ' ' || extract(day FROM served_at) || ' ' || coalesce(CAST(plan_sk AS TEXT), 'null')"
                        + " || ' ' || plan_outcome FROM " + from + " ORDER BY code, served_at, id");
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
