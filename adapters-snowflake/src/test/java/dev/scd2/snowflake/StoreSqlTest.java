package dev.scd2.snowflake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.change.Batch;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.change.Span;
import dev.scd2.change.Truncate;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.engine.algebra.CalendarUnit;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.JoinRule;
import dev.scd2.fact.MissingVersion;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import dev.scd2.sql.ChangeTable;
import dev.scd2.sql.PushdownLoad;
import dev.scd2.sql.PushdownRebuild;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.algebra.Timelines;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.sql.join.Lookup;
import dev.scd2.sql.join.Versions;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.Keying;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import dev.scd2.store.Rejection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of statement that the store sends, and the joins and the facts beside it, as it is received: compared with files
 * that people read and a linter does. Each is there once, in the file of what sends it first.
 */
class StoreSqlTest {
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DAY_2 = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant DAY_3 = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant DAY_4 = Instant.parse("2026-04-01T00:00:00Z");
    private static final Dimension MEMBER = member().build();
    private static final Dimension CONTRACT = Dimension.named("contract")
            .key("contract_id", ColumnType.TEXT)
            .track("rate", ColumnType.decimal(9, 2))
            .systemTime(SystemTime.SOURCE)
            .build();
    private static final Dimension ELIGIBILITY = Dimension.named("eligibility")
            .key("member_id", ColumnType.TEXT)
            .track("product", ColumnType.TEXT)
            .fedBy(Feed.SPANS)
            .build();
    private static final Dimension PRODUCT = Dimension.named("product")
            .key("product_id", ColumnType.TEXT)
            .track("tier", ColumnType.TEXT)
            .build();
    private static final StoreOptions OPTIONS = StoreOptions.standard();

    @TempDir
    Path directory;

    private SnowflakeStandIn snowflake;
    private HikariDataSource sessions;
    private RecordedStatements recorded;
    private long said;

    private static Dimension.Builder member() {
        return Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .overwrite("phone", ColumnType.TEXT)
                .personal("phone")
                .allowNewColumns();
    }

    @BeforeEach
    void start() {
        snowflake = SnowflakeStandIn.start(directory);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(snowflake.url());
        config.setDataSourceProperties(snowflake.properties());
        sessions = new HikariDataSource(config);
        recorded = new RecordedStatements(snowflake);
    }

    @AfterEach
    void stop() {
        sessions.close();
        snowflake.close();
    }

    @Test
    void theStatementsOfTheStoreAreTheGoldenOnes() throws Exception {
        recorded.record(
                "A schema without any dimension.",
                () -> open(MEMBER, StoreOptions.standard().withSchema("warehouse")));
        recorded.record("One that has some.", () -> open(MEMBER, OPTIONS));
        recorded.record("A dimension that is there.", () -> open(MEMBER, OPTIONS));
        recorded.compare("store-opening.sql");
        History history = History.of(open(MEMBER, OPTIONS));
        batches(history);
        recorded.compare("store-batch.sql");
        listings(history);
        recorded.compare("store-listing.sql");
        upkeep(history);
        recorded.compare("store-upkeep.sql");
        reading(open(MEMBER, OPTIONS));
        recorded.compare("store-reading.sql");
        Dimension wider = member().track("region", ColumnType.TEXT).build();
        recorded.record("A column more.", () -> history.evolve(wider));
        Dimension number = Dimension.named("rate")
                .key("id", ColumnType.LONG)
                .track("rate", ColumnType.LONG)
                .allowNewColumns()
                .build();
        Dimension decimal = Dimension.named("rate")
                .key("id", ColumnType.LONG)
                .track("rate", ColumnType.decimal(21, 2))
                .allowNewColumns()
                .build();
        SnowflakeStore[] rates = new SnowflakeStore[1];
        recorded.quietly(() -> {
            rates[0] = open(number, OPTIONS);
            History.of(rates[0]).apply(Batch.of(Observation.of(Map.of("id", 1, "rate", 2), DAY_1, Sequence.of(1))));
        });
        recorded.record(
                "A whole number that becomes a decimal.",
                () -> History.of(rates[0]).evolve(decimal));
        recorded.compare("store-evolution.sql");
    }

    @Test
    void theStatementsOfStoresWithTwoTimesAndOfSpansAreTheGoldenOnes() throws Exception {
        recorded.quietly(() -> open(MEMBER, OPTIONS));
        StoreOptions nulls = StoreOptions.dbt();
        recorded.record("A dimension with two times, whose open ends are null.", () -> open(CONTRACT, nulls));
        SnowflakeStore contracts = open(CONTRACT, nulls);
        History history = History.of(contracts);
        recorded.record("Its first batch.", () -> history.apply(Batch.of(rate(DAY_1, "1.00", DAY_1))));
        recorded.record("A batch that corrects it.", () -> history.apply(Batch.of(rate(DAY_1, "2.00", DAY_2))));
        recorded.record("Reading it.", () -> {
            contracts.scan(key -> {});
            contracts.asOf(DAY_3, version -> {});
            contracts.asOf(DAY_3, DAY_2, version -> {});
        });
        recorded.record(
                "A listing of it.",
                () -> history.apply(Batch.of(
                        Snapshot.of(DAY_4, Sequence.of(++said), List.of(Map.of("contract_id", "C1", "rate", 2)))
                                .withSystemTime(DAY_4))));
        recorded.compare("store-two-times.sql");
        SnowflakeStore spans = open(ELIGIBILITY, OPTIONS);
        recorded.quietly(() -> History.of(spans).apply(Batch.of(span("1", DAY_1))));
        recorded.record(
                "A listing of spans.",
                () -> History.of(spans)
                        .apply(Batch.of(Snapshot.ofSpans(DAY_3, Sequence.of(++said), List.of(span("1", DAY_2))))));
        recorded.compare("store-spans.sql");
    }

    @Test
    void theStatementsOfHistoriesMadeInsideAreTheGoldenOnes() throws Exception {
        SnowflakeStore store = open(MEMBER, OPTIONS);
        recorded.quietly(() -> History.of(store).apply(Batch.of(said("M0", "a", DAY_1))));
        try (Connection connection = sessions.getConnection()) {
            run(
                    connection,
                    "CREATE TABLE member_changes (member_id VARCHAR, plan VARCHAR, phone VARCHAR, effective_at"
                            + " TIMESTAMP_LTZ(6), said NUMBER(19, 0), is_gone BOOLEAN)");
            run(
                    connection,
                    "INSERT INTO member_changes VALUES ('M0', 'b', '1', TO_TIMESTAMP_LTZ(1767225600, 0), 8, FALSE),"
                            + " ('M1', 'a', '2', TO_TIMESTAMP_LTZ(1767225600, 0), 9, FALSE)");
        }
        ChangeTable changes = ChangeTable.of("SELECT * FROM member_changes")
                .validFrom("effective_at")
                .sequence("said")
                .deletedWhere("is_gone");
        recorded.record(
                "A table of changes.", () -> PushdownLoad.of(store, changes).run());
        recorded.record("A rebuild.", () -> PushdownRebuild.of(store).differing());
        recorded.compare("store-pushdown.sql");
    }

    @Test
    void theStatementsOfAStoreThatTracksEverythingAreTheGoldenOnes() throws Exception {
        recorded.quietly(() -> open(PRODUCT, OPTIONS));
        History history = History.of(open(PRODUCT, OPTIONS));
        recorded.quietly(() -> history.apply(Batch.of(tier("P1", "a", DAY_1))));
        recorded.record(
                "Of keys whose columns are all tracked the old part of a history is not read.",
                () -> history.apply(Batch.of(tier("P1", "b", DAY_3), tier("P2", "a", DAY_2))));
        recorded.record(
                "A listing.",
                () -> history.apply(Batch.of(Snapshot.of(
                        DAY_4,
                        Sequence.of(++said),
                        List.of(Map.of("product_id", "P1", "tier", "b"), Map.of("product_id", "P2", "tier", "c"))))));
        recorded.record("A batch behind it.", () -> history.apply(Batch.of(tier("P1", "c", DAY_4.plusSeconds(60)))));
        recorded.compare("store-windows.sql");
    }

    private Observation tier(String product, String tier, Instant at) {
        return Observation.of(Map.of("product_id", product, "tier", tier), at, Sequence.of(++said));
    }

    private void batches(History history) throws Exception {
        recorded.record(
                "The first batch: there are only new versions.", () -> history.apply(Batch.of(said("M1", "a", DAY_1))));
        recorded.record(
                "A late change, a patch, a delete and a correction: versions move, change and go.",
                () -> history.apply(Batch.of(
                        said("M1", "b", DAY_3),
                        Patch.of(Map.of("member_id", "M1", "phone", "555"), DAY_2, Sequence.of(++said)),
                        said("M2", "a", DAY_1),
                        Delete.of(Map.of("member_id", "M2"), DAY_4, Sequence.of(++said)),
                        Correction.absence(Map.of("member_id", "M1"), DAY_1, DAY_2, Sequence.of(++said)))));
        recorded.record(
                "A change that is rejected.",
                () -> history.apply(Batch.of(
                        Observation.of(Map.of("member_id", "M1", "plam", "x"), DAY_1, Sequence.of(++said))
                                .withPosition(new Position("members", 0, 90)),
                        said("M3", "a", DAY_1))));
        recorded.record("A dry run.", () -> history.plan(Batch.of(said("M1", "c", DAY_4))));
    }

    private void listings(History history) throws Exception {
        recorded.record(
                "A listing of all.",
                () -> history.apply(Batch.of(Snapshot.of(
                        DAY_4, Sequence.of(++said), List.of(row("M1", "b"), row("M2", "a"), row("M3", "a"))))));
        recorded.record(
                "A listing of those with a plan, that says nothing of phones.",
                () -> history.apply(Batch.of(new Snapshot(
                                DAY_4.plusSeconds(60),
                                Sequence.of(++said),
                                List.of(Map.of("member_id", "M1", "plan", "b")),
                                Set.of("phone"))
                        .withScope(Map.of("plan", "b")))));
        recorded.record(
                "A truncate.",
                () -> history.apply(
                        Batch.of(Truncate.of(DAY_4.plusSeconds(120), Sequence.of(++said)), said("M4", "a", DAY_1))));
    }

    private void upkeep(History history) throws Exception {
        recorded.record("An erasure.", () -> history.erase(Map.of("member_id", "M1"), Sequence.of(++said)));
        List<String> identities =
                history.store().quarantine().stream().map(Rejection::identity).toList();
        recorded.record("What lies in quarantine is discarded.", () -> history.discard(identities, "a typing error"));
        recorded.record("A prune.", () -> history.prune(DAY_2));
        recorded.record("A rebuild.", () -> history.rebuild());
        recorded.record("A transaction that only draws surrogate keys.", () -> {
            try (var transaction = history.store().begin()) {
                transaction.reserveSurrogates(5);
                transaction.commit();
            }
        });
    }

    private void reading(SnowflakeStore store) throws Exception {
        recorded.record("", () -> {
            store.state();
            store.reached("members", 0);
            store.history(MEMBER.key(Map.of("member_id", "M1")));
            store.scan(history -> {});
            store.asOf(DAY_3, version -> {});
            store.audit();
            store.snapshots();
            store.quarantine();
            store.notEnforced();
        });
    }

    @Test
    void theStatementsOfFactsAreTheGoldenOnes() throws Exception {
        try (Connection connection = sessions.getConnection()) {
            connection.setAutoCommit(false);
            run(
                    connection,
                    "CREATE TABLE claim (id BIGINT, member VARCHAR, phone VARCHAR, served_on DATE, paid_at"
                            + " TIMESTAMP_LTZ(6), amount NUMBER(9, 2), member_sk BIGINT, member_outcome VARCHAR, member_hash VARCHAR,"
                            + " caller_sk BIGINT, caller_outcome VARCHAR)");
            SnowflakeStore[] store = new SnowflakeStore[1];
            recorded.quietly(() -> store[0] = SnowflakeStore.joining(connection, MEMBER));
            recorded.record(
                    "A store that joins the transactions of a session.",
                    () -> store[0] = SnowflakeStore.joining(connection, MEMBER));
            FactTable claims = claims();
            Keying keying = Keying.of(claims, SnowflakeDialect.INSTANCE);
            Rekeying rekeying = Rekeying.of(claims, SnowflakeDialect.INSTANCE);
            recorded.recordDefinitions(
                    "What keying needs, made before transactions begin.", () -> keying.prepare(connection));
            recorded.recordDefinitions("What re-keying needs.", () -> rekeying.prepare(connection));
            recorded.compare("facts-prepared.sql");
            History history = History.of(store[0]);
            recorded.quietly(() -> history.apply(Batch.of(said("M1", "a", DAY_2))));
            recorded.record(
                    "New facts.",
                    () -> keying.insert(
                            connection,
                            "SELECT 1 AS id, 'M1' AS member, '555' AS phone, DATE '2026-01-15' AS served_on,"
                                    + " TO_TIMESTAMP_LTZ(1772323200000000, 6) AS paid_at, 10 AS amount UNION ALL SELECT 2, 'M2', NULL,"
                                    + " DATE '2026-02-15', TO_TIMESTAMP_LTZ(1772323200000000, 6), 20"));
            recorded.record("Facts that were held.", () -> keying.retry(connection));
            recorded.compare("facts-keying.sql");
            Rewrite[] rewrite = new Rewrite[1];
            recorded.record(
                    "A batch in the transaction of the session.",
                    () -> rewrite[0] = new Rewrite(
                            MEMBER,
                            history.apply(Batch.of(said("M1", "b", DAY_1), said("M2", "b", DAY_3)))
                                    .plan()));
            recorded.record(
                    "The facts in its windows follow.",
                    () -> rekeying.apply(connection, List.of(rewrite[0]), fact -> {}));
            run(connection, "UPDATE claim SET caller_outcome = 'GAP'");
            recorded.record("All facts are compared, and mended.", () -> rekeying.applyToAll(connection, fact -> {}));
            recorded.compare("facts-rekeying.sql");
            connection.commit();
            asKnown(connection);
            recorded.compare("facts-as-known.sql");
            connection.rollback();
        }
    }

    private void asKnown(Connection connection) throws Exception {
        run(
                connection,
                "CREATE TABLE payment (id BIGINT, contract VARCHAR, due_at TIMESTAMP_LTZ(6), paid_at TIMESTAMP_LTZ(6),"
                        + " contract_sk BIGINT)");
        FactTable payments = FactTable.named("payment", "id")
                .keyed(FactKey.in(CONTRACT, OPTIONS)
                        .by("contract")
                        .at("due_at")
                        .knownAt("paid_at")
                        .surrogate("contract_sk"));
        Rekeying rekeying = Rekeying.of(payments, SnowflakeDialect.INSTANCE);
        recorded.quietly(() -> {
            SnowflakeStore.joining(connection, CONTRACT);
            rekeying.prepare(connection);
        });
        run(connection, "INSERT INTO payment SELECT 1, NULL, NULL, NULL, 7");
        recorded.record(
                "Facts that keep what was known when they were paid, one of which has no key.",
                () -> rekeying.applyToAll(connection, fact -> {}));
    }

    private static FactTable claims() {
        FactKey key = FactKey.in(MEMBER, OPTIONS);
        return FactTable.named("claim", "id")
                .keyed(key.by("member")
                        .at("served_on", DateAnchor.endOfDay(ZoneId.of("America/Chicago")))
                        .surrogate("member_sk")
                        .outcome("member_outcome")
                        .hash("member_hash")
                        .missing(new MissingVersion.Inferred(MissingVersion.Arrival.ADOPT)))
                .keyed(key.as("caller")
                        .by("phone")
                        .lookupKey("phone")
                        .lookupOrder("plan")
                        .at("paid_at")
                        .surrogate("caller_sk")
                        .outcome("caller_outcome")
                        .missing(new MissingVersion.Hold()))
                .amounts("amount")
                .resultsIn("claim_rekeyed");
    }

    @Test
    void theStatementsOfJoinsAndTimelinesAreTheGoldenOnes() throws Exception {
        try (Connection connection = sessions.getConnection()) {
            run(
                    connection,
                    "CREATE TABLE claim (id BIGINT, member VARCHAR, phone VARCHAR, contract VARCHAR, served_at"
                            + " TIMESTAMP_LTZ(6), served_on DATE, paid_at TIMESTAMP_LTZ(6))");
            run(connection, "CREATE TABLE cover (person VARCHAR, first_day DATE, last_day DATE, product VARCHAR)");
            recorded.quietly(() -> {
                open(MEMBER, OPTIONS);
                open(CONTRACT, OPTIONS);
            });
            joins(connection);
            recorded.compare("joins.sql");
            timelines(connection);
            recorded.compare("timelines.sql");
        }
    }

    private void joins(Connection connection) throws Exception {
        Lookup member = Lookup.in(Versions.of(MEMBER, OPTIONS))
                .key("member", "member_id")
                .columns("plan");
        Lookup at = member.at("served_at");
        record(connection, "The version in force.", join(at).sql());
        record(
                connection,
                "The same, and facts that meet none left out.",
                join(at).inner().sql());
        record(connection, "The facts that meet none.", join(at).anti().sql());
        record(
                connection,
                "Two dimensions in one pass, one as of the end of a day.",
                join(member.at("served_on", DateAnchor.endOfDay(ZoneId.of("America/Chicago"))))
                        .lookup(Lookup.in(Versions.of(CONTRACT, OPTIONS))
                                .key("contract", "contract_id")
                                .at("paid_at"))
                        .sql());
        record(
                connection,
                "Strictly before the fact.",
                join(at.by(JoinRule.backward().strictly())).sql());
        record(
                connection,
                "The first start after the fact.",
                join(at.by(JoinRule.forward())).sql());
        record(
                connection,
                "The nearest start, within a day.",
                join(at.by(JoinRule.nearest().within(Duration.ofDays(1)))).sql());
        record(
                connection,
                "By another column, which several versions can show.",
                join(Lookup.in(Versions.of(MEMBER, OPTIONS))
                                .as("caller")
                                .key("phone", "phone")
                                .order("plan")
                                .at("served_at"))
                        .sql());
        record(
                connection,
                "What was known when the claim was paid.",
                join(Lookup.in(Versions.of(CONTRACT, OPTIONS))
                                .key("contract", "contract_id")
                                .at("served_at")
                                .knownAt("paid_at"))
                        .sql());
    }

    private static AsOfJoin join(Lookup lookup) {
        return AsOfJoin.of("SELECT * FROM claim", JoinDialect.SNOWFLAKE).lookup(lookup);
    }

    private void timelines(Connection connection) throws Exception {
        Timelines cover = Timelines.ofDays(
                "SELECT * FROM cover",
                SnowflakeDialect.INSTANCE,
                List.of("person"),
                "first_day",
                "last_day",
                ZoneOffset.UTC,
                "product");
        Timelines plan = Timelines.in(MEMBER, OPTIONS, SnowflakeDialect.INSTANCE, "plan");
        Timelines phone = Timelines.in(MEMBER, OPTIONS, SnowflakeDialect.INSTANCE, "phone");
        dev.scd2.timeline.Interval year = dev.scd2.timeline.Interval.of(DAY_1, DAY_3);
        DateAnchor day = DateAnchor.startOfDay(ZoneOffset.UTC);
        record(connection, "Days, both inclusive, as periods.", cover.sql());
        record(connection, "When anything held.", cover.periods().sql());
        record(
                connection,
                "The same, with gaps of up to 45 days filled.",
                cover.islands(45, day).sql());
        record(
                connection,
                "Neighbours with equal values made one.",
                plan.coalesce().sql());
        record(connection, "What held in a window.", plan.clip(year).sql());
        record(connection, "The gaps of a window.", plan.gaps(year).sql());
        record(connection, "Where rows of a key overlap.", cover.overlaps().sql());
        record(connection, "The time of either.", plan.union(phone).sql());
        record(connection, "The time of both.", plan.intersect(phone).sql());
        record(
                connection,
                "The time of any, with the values of all.",
                plan.overlay(phone).sql());
        record(
                connection,
                "What held outside of it.",
                plan.subtract(phone.periods()).sql());
        record(
                connection,
                "Cut where a month begins.",
                plan.split(CalendarUnit.MONTH, ZoneOffset.UTC, year).sql());
        record(connection, "Member months.", cover.memberMonths(YearMonth.of(2026, 1), YearMonth.of(2026, 3), day));
        record(connection, "The keys at which rows are no partition of a time.", plan.notPartitionOf(phone));
    }

    private void record(Connection connection, String what, String query) throws Exception {
        recorded.recordQuery(what, () -> run(connection, query));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private SnowflakeStore open(Dimension dimension, StoreOptions options) {
        return SnowflakeStore.open(sessions, dimension, options);
    }

    private Observation said(String member, String plan, Instant at) {
        said++;
        return Observation.of(row(member, plan), at, Sequence.of(said)).withPosition(new Position("members", 0, said));
    }

    private static Map<String, Object> row(String member, String plan) {
        return Map.of("member_id", member, "plan", plan, "phone", "555");
    }

    private Observation rate(Instant at, String rate, Instant known) {
        return Observation.of(
                        Map.of("contract_id", "C1", "rate", new java.math.BigDecimal(rate)), at, Sequence.of(++said))
                .withSystemTime(known);
    }

    private Span span(String id, Instant from) {
        return new Span(id, Map.of("member_id", "M1", "product", "p"), from, null, false, Sequence.of(++said), null);
    }
}
