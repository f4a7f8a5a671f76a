package dev.scd2.postgres;

import static dev.scd2.dimension.ColumnType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.sql.ChangeTable;
import dev.scd2.sql.PushdownLoad;
import dev.scd2.sql.PushdownResult;
import dev.scd2.sql.StoreOptions;
import dev.scd2.tck.docs.GuidePage;
import dev.scd2.timeline.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The programs of docs/stores.md, run; and the page, compared with them and with the tables. */
class StoresGuideTest {
    private final GuidePage page = GuidePage.named("stores");

    @Test
    void theProgramsOfTheGuideRunAndTheirTablesStandInIt() throws Exception {
        DataSource database = TestPostgres.database().dataSource();
        assertThat(minimal(database)).hasSize(1);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE invoice (member_id text)");
            Dimension member = member();
            Batch later = Batch.of(Observation.of(
                    Map.of("member_id", "M1", "city", "Buffalo"),
                    Instant.parse("2026-03-01T00:00:00Z"),
                    Sequence.of(2)));
            try (PreparedStatement invoice = connection.prepareStatement("INSERT INTO invoice VALUES ('M1')")) {
                inOneTransaction(connection, member, later, invoice);
            }
            connection.setAutoCommit(true);
            assertThat(minimal(database)).hasSize(2);
            String guide = page.text();
            try (ResultSet table = statement.executeQuery("SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = 'public' AND table_name <> 'invoice'")) {
                int tables = 0;
                while (table.next()) {
                    assertThat(guide).contains("| `" + table.getString(1) + "` |");
                    tables++;
                }
                assertThat(tables).isEqualTo(7);
            }
        }
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() {
        page.requireSamplesIn(StoresGuideTest.class, 3);
    }

    @Test
    void everyOptionStandsInTheTableOfTheGuide() {
        page.requireSettingsOf(StoreOptions.class);
    }

    private static Dimension member() {
        Dimension member = Dimension.named("member")
                .key("member_id", TEXT)
                .track("city", TEXT)
                .build();
        return member;
    }

    private static List<Version> minimal(DataSource database) {
        Dimension member = member();
        try (PostgresStore store = PostgresStore.open(database, member)) {
            History history = History.of(store);
            Instant january = Instant.parse("2026-01-01T00:00:00Z");
            Map<String, String> row = Map.of("member_id", "M1", "city", "Albany");
            history.apply(Batch.of(Observation.of(row, january, Sequence.of(1))));
            return history.timeline(Map.of("member_id", "M1")).versions();
        }
    }

    private static void inOneTransaction(
            Connection database, Dimension member, Batch batch, PreparedStatement insertInvoice) throws SQLException {
        database.setAutoCommit(false);
        try (PostgresStore store = PostgresStore.joining(database, member)) {
            History.of(store).apply(batch);
        }
        insertInvoice.executeUpdate();
        database.commit();
    }

    @Test
    void aTableOfChangesBecomesAHistoryInsideTheDatabase() throws SQLException {
        DataSource database = TestPostgres.database().dataSource();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA raw");
            statement.execute("CREATE TABLE raw.member_changes (member_id text, city text, effective_at timestamptz,"
                    + " commit_position bigint, place bigint, is_deleted boolean)");
            statement.execute("INSERT INTO raw.member_changes VALUES"
                    + " ('M1', 'Albany', '2026-01-01T00:00Z', 1, 0, false),"
                    + " ('M1', 'Boston', '2026-02-01T00:00Z', 2, 0, false),"
                    + " ('M1', NULL, '2026-03-01T00:00Z', 3, 0, true)");
        }
        assertThat(pushedDown(database)).isEqualTo(new PushdownResult(1, 3, 2, 0, 0));
    }

    private static PushdownResult pushedDown(DataSource database) {
        try (PostgresStore store = PostgresStore.open(database, member())) {
            ChangeTable changes = ChangeTable.of("SELECT * FROM raw.member_changes")
                    .validFrom("effective_at")
                    .sequence("commit_position", "place")
                    .deletedWhere("is_deleted");
            PushdownResult loaded = PushdownLoad.of(store, changes).run();
            return loaded;
        }
    }
}
