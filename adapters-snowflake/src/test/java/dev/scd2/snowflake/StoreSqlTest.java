package dev.scd2.snowflake;

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
import dev.scd2.engine.History;
import dev.scd2.sql.ChangeTable;
import dev.scd2.sql.PushdownLoad;
import dev.scd2.sql.PushdownRebuild;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.Rejection;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every kind of statement that the store sends. */
class StoreSqlTest extends GoldenStatements {
    private static final Dimension ELIGIBILITY = Dimension.named("eligibility")
            .key("member_id", ColumnType.TEXT)
            .track("product", ColumnType.TEXT)
            .fedBy(Feed.SPANS)
            .build();
    private static final Dimension PRODUCT = Dimension.named("product")
            .key("product_id", ColumnType.TEXT)
            .track("tier", ColumnType.TEXT)
            .build();

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
                () -> history.apply(Batch.of(Snapshot.of(DAY_4, next(), List.of(Map.of("contract_id", "C1", "rate", 2)))
                        .withSystemTime(DAY_4))));
        recorded.compare("store-two-times.sql");
        SnowflakeStore spans = open(ELIGIBILITY, OPTIONS);
        recorded.quietly(() -> History.of(spans).apply(Batch.of(span("1", DAY_1))));
        recorded.record(
                "A listing of spans.",
                () -> History.of(spans).apply(Batch.of(Snapshot.ofSpans(DAY_3, next(), List.of(span("1", DAY_2))))));
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
                        next(),
                        List.of(Map.of("product_id", "P1", "tier", "b"), Map.of("product_id", "P2", "tier", "c"))))));
        recorded.record("A batch behind it.", () -> history.apply(Batch.of(tier("P1", "c", DAY_4.plusSeconds(60)))));
        recorded.compare("store-windows.sql");
    }

    private Observation tier(String product, String tier, Instant at) {
        return Observation.of(Map.of("product_id", product, "tier", tier), at, next());
    }

    private void batches(History history) throws Exception {
        recorded.record(
                "The first batch: there are only new versions.", () -> history.apply(Batch.of(said("M1", "a", DAY_1))));
        recorded.record(
                "A late change, a patch, a delete and a correction: versions move, change and go.",
                () -> history.apply(Batch.of(
                        said("M1", "b", DAY_3),
                        Patch.of(Map.of("member_id", "M1", "phone", "555"), DAY_2, next()),
                        said("M2", "a", DAY_1),
                        Delete.of(Map.of("member_id", "M2"), DAY_4, next()),
                        Correction.absence(Map.of("member_id", "M1"), DAY_1, DAY_2, next()))));
        recorded.record(
                "A change that is rejected.",
                () -> history.apply(Batch.of(
                        Observation.of(Map.of("member_id", "M1", "plam", "x"), DAY_1, next())
                                .withPosition(new Position("members", 0, 90)),
                        said("M3", "a", DAY_1))));
        recorded.record("A dry run.", () -> history.plan(Batch.of(said("M1", "c", DAY_4))));
    }

    private void listings(History history) throws Exception {
        recorded.record(
                "A listing of all.",
                () -> history.apply(
                        Batch.of(Snapshot.of(DAY_4, next(), List.of(row("M1", "b"), row("M2", "a"), row("M3", "a"))))));
        recorded.record(
                "A listing of those with a plan, that says nothing of phones.",
                () -> history.apply(Batch.of(new Snapshot(
                                DAY_4.plusSeconds(60),
                                next(),
                                List.of(Map.of("member_id", "M1", "plan", "b")),
                                Set.of("phone"))
                        .withScope(Map.of("plan", "b")))));
        recorded.record(
                "A truncate.",
                () -> history.apply(Batch.of(Truncate.of(DAY_4.plusSeconds(120), next()), said("M4", "a", DAY_1))));
    }

    private void upkeep(History history) throws Exception {
        recorded.record("An erasure.", () -> history.erase(Map.of("member_id", "M1"), next()));
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

    private Observation rate(Instant at, String rate, Instant known) {
        return Observation.of(Map.of("contract_id", "C1", "rate", new java.math.BigDecimal(rate)), at, next())
                .withSystemTime(known);
    }

    private Span span(String id, Instant from) {
        return new Span(id, Map.of("member_id", "M1", "product", "p"), from, null, false, next(), null);
    }
}
