package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Erasure;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.change.Snapshot;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.Rejection;
import dev.scd2.store.SnapshotMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that an earlier release wrote are upgraded when they are opened, and carried on. */
class UpgradeTest {
    private static final Dimension MEMBER = narrow().build();
    private static final Dimension WIDER =
            narrow().track("region", ColumnType.TEXT).allowNewColumns().build();

    private static final TestPostgres POSTGRES = TestPostgres.database();
    private static int schemas;

    private StoreOptions options;

    @BeforeEach
    void chooseSchema() {
        options = StoreOptions.standard().withSchema("Old " + ++schemas);
    }

    private static Dimension.Builder narrow() {
        return Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .track("tier", ColumnType.LONG)
                .maxDeleteShare(1);
    }

    @Test
    void upgradedHistoryIsCleanAndHoldsWhatItHeld() throws Exception {
        layout1();
        try (PostgresStore store = PostgresStore.open(POSTGRES.dataSource(), MEMBER, options)) {
            InMemoryStore fresh = InMemoryStore.of(MEMBER);
            applyWhatLayout1Held(fresh);
            assertThat(versions(store)).isEqualTo(versions(fresh));
            assertThat(Verification.of(store).isClean())
                    .as("%s", Verification.of(store))
                    .isTrue();
            assertThat(store.snapshots()).containsExactlyInAnyOrderElementsOf(fresh.snapshots());
            assertThat(store.reached("topic", 0)).contains(new Position("topic", 0, 7));
            assertThat(store.state().generation()).isEqualTo(5);
            assertThat(store.state().erasureSecret().toArray()).hasSize(16);
            assertThat(store.audit()).isEmpty();
            assertThat(store.notEnforced()).isEmpty();
        }
    }

    @Test
    void missingKeyWhoseVersionsShowSomethingAtAListingIsRememberedAsMissing() throws Exception {
        layout1();
        try (PostgresStore store = PostgresStore.open(POSTGRES.dataSource(), MEMBER, options)) {
            assertThat(store.history(MEMBER.key(Map.of("member_id", "M5"))).evidence())
                    .extracting(Evidence::kind, Evidence::sequence)
                    .containsExactlyInAnyOrder(
                            tuple(Evidence.Kind.VALUES, Sequence.of(9)), tuple(Evidence.Kind.UNLISTED, Sequence.of(5)));
        }
    }

    @Test
    void whatLayout1HeldInQuarantineStaysReadable() throws Exception {
        layout1();
        try (PostgresStore store = PostgresStore.open(POSTGRES.dataSource(), MEMBER, options)) {
            assertThat(store.quarantine())
                    .extracting(Rejection::reason)
                    .containsExactly(Reason.NULL_TIME, Reason.CONFLICT);
            Change first = store.quarantine().get(0).change();
            assertThat(first.fields().get("payload").toString()).startsWith("Observation validFrom=null sequence=8");
            assertThat(History.of(store)
                            .discard(List.of(store.quarantine().get(0).identity()), "repaired at the source"))
                    .isEqualTo(1);
            assertThat(store.quarantine()).hasSize(1);
        }
    }

    @Test
    void upgradedHistoryIsCarriedOnLikeOneThatBeganToday() throws Exception {
        layout1();
        try (PostgresStore store = PostgresStore.open(POSTGRES.dataSource(), MEMBER, options)) {
            InMemoryStore fresh = InMemoryStore.of(MEMBER);
            applyWhatLayout1Held(fresh);
            for (Batch batch : List.of(
                    Batch.of(says("M5", "bronze", 4L, 5, 3), says("M3", null, 7L, 12, 12)),
                    Batch.of(Delete.of(Map.of("member_id", "M4"), day(25), Sequence.of(26))),
                    Batch.of(
                            Correction.update(Map.of("member_id", "M1", "tier", 8L), day(5), day(25), Sequence.of(40))),
                    Batch.of(Patch.of(Map.of("member_id", "M4", "plan", "late"), day(15), Sequence.of(16))),
                    Batch.of(listing(40, 41, List.of(row("M1", "silver", 1L), row("M2", null, null)))),
                    Batch.of(Erasure.of(Map.of("member_id", "M2"), Sequence.of(50))))) {
                History.of(fresh).apply(batch);
                History.of(store).apply(batch);
                assertThat(versions(store)).isEqualTo(versions(fresh));
            }
            assertThat(Verification.of(store).isClean())
                    .as("%s", Verification.of(store))
                    .isTrue();
        }
    }

    @Test
    void upgradeAndWiderDefinitionGoTogether() throws Exception {
        layout1();
        try (PostgresStore store = PostgresStore.open(POSTGRES.dataSource(), WIDER, options)) {
            History.of(store).apply(Batch.of(says("M4", "gold", 1L, 60, 60)));
            Map<String, Object> wide = row("M4", "gold", 1L);
            wide.put("region", "west");
            History.of(store).apply(Batch.of(Observation.of(wide, day(70), Sequence.of(70))));
            assertThat(store.audit()).hasSize(1);
            assertThat(Verification.of(store).isClean())
                    .as("%s", Verification.of(store))
                    .isTrue();
            assertThat(store.snapshots())
                    .extracting(SnapshotMark::said)
                    .containsExactlyInAnyOrder(Set.of("plan", "tier"), Set.of("plan"));
        }
    }

    @Test
    void otherDefinitionLeavesTheOldTablesAsTheyAre() throws Exception {
        Dimension other = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .build();
        layout1();
        assertThatThrownBy(() -> PostgresStore.open(POSTGRES.dataSource(), other, options))
                .isInstanceOf(InvalidChangeException.class);
        try (Connection connection = POSTGRES.dataSource().getConnection()) {
            try (Statement statement = connection.createStatement();
                    var row =
                            statement.executeQuery("SELECT schema_version FROM \"" + schema() + "\".scd2_dimension")) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(1);
            }
            PostgresStore.open(POSTGRES.dataSource(), MEMBER, options).close();
        }
    }

    private static void applyWhatLayout1Held(DimensionStore store) {
        History history = History.of(store);
        history.apply(Batch.builder()
                .loadId("load 1")
                .change(new Observation(row("M1", "gold", 1L), day(1), Sequence.of(1), new Position("topic", 0, 1)))
                .change(says("M2", "gold", null, 1, 1))
                .change(says("M3", null, null, 2, 1))
                .change(says("M5", "gold", 1L, 10, 9))
                .build());
        history.apply(Batch.builder()
                .loadId("load 2")
                .snapshot(listing(
                        10, 5, List.of(row("M1", "gold", 1L), row("M2", "silver", null), row("M4", "gold", 2L))))
                .build());
        history.apply(Batch.builder()
                .loadId("load 3")
                .change(Patch.of(Map.of("member_id", "M1", "plan", "silver"), day(20), Sequence.of(6)))
                .change(Delete.of(Map.of("member_id", "M2"), day(15), Sequence.of(7)))
                .build());
        history.apply(Batch.builder()
                .loadId("load 4")
                .snapshot(Snapshot.of(
                                day(30),
                                Sequence.of(30),
                                List.of(
                                        Map.of("member_id", "M1", "plan", "silver"),
                                        Map.of("member_id", "M4", "plan", "gold")))
                        .withUnsaid(Set.of("tier")))
                .build());
    }

    private static Snapshot listing(int day, long sequence, List<Map<String, Object>> rows) {
        return Snapshot.of(day(day), Sequence.of(sequence), rows);
    }

    private static Observation says(String member, String plan, Long tier, int day, long sequence) {
        return Observation.of(row(member, plan, tier), day(day), Sequence.of(sequence));
    }

    private static Map<String, Object> row(String member, String plan, Long tier) {
        Map<String, Object> row = new HashMap<>();
        row.put("member_id", member);
        row.put("plan", plan);
        row.put("tier", tier);
        return row;
    }

    private static Instant day(int day) {
        return Instant.parse("2026-01-01T00:00:00Z").plus(day - 1, ChronoUnit.DAYS);
    }

    private static List<String> versions(DimensionStore store) {
        List<String> versions = new ArrayList<>();
        store.scan(history -> history.versions()
                .forEach(v -> versions.add(v.key().parts() + " " + v.version().interval() + " "
                        + v.version().row().value(0) + " " + v.version().row().value(1) + " " + v.current() + " "
                        + v.attributeHash() + " " + v.loadId())));
        return versions;
    }

    private String schema() {
        return options.schema().orElseThrow();
    }

    private void layout1() throws SQLException, IOException {
        try (Connection connection = POSTGRES.dataSource().getConnection();
                InputStream script = UpgradeTest.class.getResourceAsStream("/layout-1.sql");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA \"" + schema() + "\"; SET search_path = \"" + schema() + "\", public");
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
