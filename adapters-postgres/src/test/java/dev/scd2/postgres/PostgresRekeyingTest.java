package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.cases.RekeyingContract;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.RekeyResult;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import dev.scd2.store.BatchResult;
import dev.scd2.store.DimensionStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresRekeyingTest extends RekeyingContract {
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    private static final TestPostgres POSTGRES = TestPostgres.database();

    @Override
    protected Connection connect() throws SQLException {
        return POSTGRES.dataSource().getConnection();
    }

    @Override
    protected DimensionStore joining(Connection connection, Dimension dimension) {
        return PostgresStore.joining(connection, dimension);
    }

    @Override
    protected void tidy(Connection open) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE");
            statement.execute("CREATE SCHEMA public");
        }
        open.commit();
    }

    @Test
    void factsAreFoundByTheIndexOfTheirKeyAndTimeAndNothingElseIsRead() throws SQLException {
        try (Connection open = connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            Dimension plan = Dimension.named("plan")
                    .key("code", ColumnType.LONG)
                    .track("tier", ColumnType.LONG)
                    .build();
            DimensionStore store = joining(open, plan);
            Batch.Builder first = Batch.builder();
            for (long code = 0; code < 2_000; code++) {
                first.change(Observation.of(Map.of("code", code, "tier", 1L), MONDAY, Sequence.of(1)));
            }
            History.of(store).apply(first.build());
            statement.execute("CREATE TABLE claim AS SELECT n AS id, n % 2000 AS code, TIMESTAMP WITH TIME ZONE"
                    + " '2026-03-02 00:00:00+00' + (n / 2000) * INTERVAL '1 hour' AS at, CAST(NULL AS BIGINT) AS plan_sk"
                    + " FROM generate_series(0, 99999) AS g (n)");
            statement.execute("CREATE INDEX ON claim (code, at)");
            FactTable claims = FactTable.named("claim", "id")
                    .keyed(FactKey.in(plan, StoreOptions.standard())
                            .by("code")
                            .at("at")
                            .surrogate("plan_sk"));
            Rekeying rekeying = Rekeying.of(claims, dialect());
            rekeying.applyToAll(open, fact -> {});
            open.commit();
            statement.execute("ANALYZE claim, plan");
            open.commit();
            Batch.Builder late = Batch.builder();
            for (long code = 0; code < 20; code++) {
                late.change(Observation.of(
                        Map.of("code", code, "tier", 2L), MONDAY.plus(Duration.ofHours(40)), Sequence.of(2)));
            }
            long[] before = counted(statement);
            BatchResult result = History.of(store).apply(late.build());
            RekeyResult moved = rekeying.apply(open, List.of(new Rewrite(plan, result.plan())), fact -> {});
            assertThat(moved.total()).isEqualTo(200);
            long[] after = counted(statement);
            assertThat(after[0] - before[0]).as("sequential scans").isZero();
            assertThat(after[1] - before[1])
                    .as("rows fetched by index; the planner looks at its first and last entry")
                    .isBetween(200L, 204L);
            assertThat(after[2] - before[2]).as("rows updated").isEqualTo(200);
            open.rollback();
        }
    }

    /** What this connection did with the facts; the server adds earlier transactions of the last second. */
    private static long[] counted(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT seq_scan, idx_tup_fetch, n_tup_upd FROM"
                + " pg_stat_xact_user_tables WHERE relname = 'claim'")) {
            return row.next() ? new long[] {row.getLong(1), row.getLong(2), row.getLong(3)} : new long[3];
        }
    }

    @Override
    protected Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }
}
