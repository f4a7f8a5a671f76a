package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.fact.Outcome;
import dev.scd2.sql.ColumnNames;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsOfJoinTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private static final StoreOptions KIMBALL = StoreOptions.standard().withColumns(ColumnNames.kimball());

    private final Dimension plan = Dimension.named("plan")
            .key("carrier", ColumnType.TEXT)
            .key("plan_id", ColumnType.LONG)
            .track("tier", ColumnType.LONG)
            .deletes(DeletePolicy.MARK)
            .build();
    private final Dimension member = Dimension.named("member")
            .key("member_id", ColumnType.LONG)
            .track("state", ColumnType.LONG)
            .build();
    private final Lookup ofPlan = Lookup.in(Versions.of(plan, StoreOptions.standard()))
            .as("p")
            .key("carrier", "carrier")
            .key("plan_id", "plan_id")
            .at("paid_at")
            .columns("tier");
    private final Lookup ofMember = Lookup.in(Versions.of(member, KIMBALL))
            .key("member_id", "member_id")
            .at("served_at")
            .columns("state");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("I8 every fact's surrogate covers its time")
    void everyFactMeetsTheVersionThatALoopFinds(long seed) throws SQLException {
        Random random = new Random(seed);
        try (Connection connection = DuckDbStore.connect(directory.resolve("facts.duckdb"));
                DuckDbStore plans = DuckDbStore.on(connection, plan);
                DuckDbStore members = DuckDbStore.on(connection, member, KIMBALL)) {
            fill(plans, random, "tier");
            fill(members, random, "state");
            Map<Long, Fact> facts = facts(connection, random);
            String sql = AsOfJoin.of("SELECT * FROM fact", JoinDialect.DUCKDB)
                    .lookup(ofPlan)
                    .lookup(ofMember)
                    .sql();
            Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
            long rows = 0;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    rows++;
                    Fact fact = facts.get(row.getLong("id"));
                    List<Object> planKey = new ArrayList<>();
                    planKey.add(fact.carrier);
                    planKey.add(fact.planId);
                    Found wantedPlan = find(plans, planKey, fact.paidAt);
                    List<Object> memberKey = new ArrayList<>();
                    memberKey.add(fact.memberId);
                    Found wantedMember = find(members, memberKey, fact.servedAt);
                    assertThat(new Found(
                                    Outcome.valueOf(row.getString("p_outcome")),
                                    number(row, "p_sk"),
                                    number(row, "p_tier")))
                            .as("seed %s", seed)
                            .isEqualTo(wantedPlan);
                    assertThat(new Found(
                                    Outcome.valueOf(row.getString("member_outcome")),
                                    number(row, "member_sk"),
                                    number(row, "member_state")))
                            .as("seed %s", seed)
                            .isEqualTo(wantedMember);
                    seen.add(wantedPlan.outcome);
                    seen.add(wantedMember.outcome);
                }
            }
            assertThat(rows).isEqualTo(facts.size());
            assertThat(seen)
                    .containsExactlyInAnyOrder(
                            Outcome.MATCHED,
                            Outcome.GAP,
                            Outcome.BEFORE_FIRST,
                            Outcome.UNKNOWN_KEY,
                            Outcome.NULL_KEY,
                            Outcome.NULL_TIME);
        }
    }

    /** Facts, versions and keys for which the database hashes, seeks, and sets versions and facts aside. */
    private static final List<UnaryOperator<Lookup>> SIZES = List.of(
            lookup -> lookup,
            lookup -> lookup.sized(1_000, 10, 10),
            lookup -> lookup.sized(1_000_000, 1_000_000, 100),
            lookup -> lookup.sized(10, 1_000_000, 1_000_000),
            lookup -> lookup.sized(100, 1_000, 100));

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void howMuchThereIsChangesNoFormOfTheAnswer(long seed) throws SQLException {
        Random random = new Random(seed);
        try (Connection connection = DuckDbStore.connect(directory.resolve("facts.duckdb"));
                DuckDbStore plans = DuckDbStore.on(connection, plan);
                DuckDbStore members = DuckDbStore.on(connection, member, KIMBALL)) {
            fill(plans, random, "tier");
            fill(members, random, "state");
            facts(connection, random);
            AsOfJoin none = AsOfJoin.of("SELECT * FROM fact", JoinDialect.DUCKDB);
            Map<Boolean, List<String>> rows = rows(
                            connection, none.lookup(ofPlan).lookup(ofMember))
                    .stream()
                    .collect(Collectors.partitioningBy(row -> row.split("MATCHED", -1).length == 3));
            for (UnaryOperator<Lookup> first : SIZES) {
                for (UnaryOperator<Lookup> second : SIZES) {
                    AsOfJoin join = none.lookup(first.apply(ofPlan)).lookup(second.apply(ofMember));
                    AsOfJoin nested = AsOfJoin.of(
                                    none.lookup(first.apply(ofPlan)).sql(), JoinDialect.DUCKDB)
                            .lookup(second.apply(ofMember));
                    for (AsOfJoin form : List.of(join, nested)) {
                        assertThat(rows(connection, form))
                                .as("seed %s of %s", seed, form.sql())
                                .hasSize(400)
                                .containsAll(rows.get(true))
                                .containsAll(rows.get(false));
                    }
                    assertThat(rows(connection, join.inner())).isNotEmpty().isEqualTo(rows.get(true));
                    assertThat(rows(connection, join.anti())).isNotEmpty().isEqualTo(rows.get(false));
                }
            }
        }
    }

    private static List<String> rows(Connection connection, AsOfJoin join) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM (" + join.sql() + ") AS j ORDER BY id")) {
            while (row.next()) {
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append(row.getMetaData().getColumnName(i)).append('=');
                    text.append(row.getString(i)).append(' ');
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }

    private static void fill(DimensionStore store, Random random, String attribute) {
        Batch.Builder batch = Batch.builder();
        for (int i = 0; i < 60; i++) {
            Map<String, Object> row = new HashMap<>();
            row.put("carrier", "c" + random.nextInt(2));
            row.put("plan_id", (long) random.nextInt(4));
            row.put("member_id", (long) random.nextInt(6));
            row.keySet()
                    .removeIf(name -> store.dimension().naturalKey().stream()
                            .noneMatch(column -> column.name().equals(name)));
            Instant at = T.plusSeconds(20 + random.nextInt(60));
            if (random.nextInt(4) == 0) {
                batch.change(Delete.of(row, at, Sequence.of(i)));
            } else {
                row.put(attribute, (long) random.nextInt(3));
                batch.change(Observation.of(row, at, Sequence.of(i)));
            }
        }
        History.of(store).apply(batch.build());
    }

    private static Map<Long, Fact> facts(Connection connection, Random random) throws SQLException {
        Map<Long, Fact> facts = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE fact (id BIGINT, carrier VARCHAR, plan_id BIGINT, member_id BIGINT, "
                    + "paid_at TIMESTAMP WITH TIME ZONE, served_at TIMESTAMP WITH TIME ZONE)");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?)")) {
            for (long id = 0; id < 400; id++) {
                Fact fact = new Fact(
                        random.nextInt(10) == 0 ? null : "c" + random.nextInt(3),
                        random.nextInt(10) == 0 ? null : (Long) (long) random.nextInt(5),
                        random.nextInt(10) == 0 ? null : (Long) (long) random.nextInt(8),
                        random.nextInt(10) == 0 ? null : T.plusSeconds(random.nextInt(100)),
                        random.nextInt(10) == 0 ? null : T.plusSeconds(random.nextInt(100)));
                facts.put(id, fact);
                insert.setLong(1, id);
                insert.setObject(2, fact.carrier);
                insert.setObject(3, fact.planId);
                insert.setObject(4, fact.memberId);
                insert.setObject(5, fact.paidAt == null ? null : fact.paidAt.atOffset(ZoneOffset.UTC));
                insert.setObject(6, fact.servedAt == null ? null : fact.servedAt.atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return facts;
    }

    /** The naive twin: one fact, one loop over the versions of its key. */
    private static Found find(DimensionStore store, List<Object> key, @Nullable Instant at) {
        if (key.contains(null)) {
            return new Found(Outcome.NULL_KEY, null, null);
        }
        if (at == null) {
            return new Found(Outcome.NULL_TIME, null, null);
        }
        Instant first = null;
        for (StoredVersion stored :
                store.history(dev.scd2.dimension.Key.of(key.toArray())).versions()) {
            if (stored.version().deleted()) {
                continue;
            }
            first = first == null ? stored.version().interval().start() : first;
            if (stored.version().interval().contains(at)) {
                return new Found(Outcome.MATCHED, stored.surrogate(), (Long)
                        stored.version().row().value(0));
            }
        }
        Outcome outcome = first == null ? Outcome.UNKNOWN_KEY : at.isBefore(first) ? Outcome.BEFORE_FIRST : Outcome.GAP;
        return new Found(outcome, null, null);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }

    private record Fact(
            @Nullable String carrier,
            @Nullable Long planId,
            @Nullable Long memberId,
            @Nullable Instant paidAt,
            @Nullable Instant servedAt) {}

    private record Found(
            Outcome outcome,
            @Nullable Long surrogate,
            @Nullable Long attribute) {}
}
