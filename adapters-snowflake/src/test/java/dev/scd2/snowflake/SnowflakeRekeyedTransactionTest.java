package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.error.StoreException;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.snowflake.standin.ReceivedStatement;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.Keying;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch and the facts that follow it, in one transaction of a session, in which nothing is defined. */
class SnowflakeRekeyedTransactionTest {
    private static final Dimension PLAN = Dimension.named("plan")
            .key("code", ColumnType.TEXT)
            .track("tier", ColumnType.LONG)
            .build();
    private static final FactTable CLAIMS = FactTable.named("claim", "id")
            .keyed(FactKey.in(PLAN, StoreOptions.standard())
                    .by("code")
                    .at("served_at")
                    .surrogate("plan_sk")
                    .outcome("plan_outcome"))
            .resultsIn("claim_rekeyed");
    private static final Rekeying REKEYING = Rekeying.of(CLAIMS, SnowflakeDialect.INSTANCE);
    private static final Keying KEYING = Keying.of(CLAIMS, SnowflakeDialect.INSTANCE);

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = TestSnowflake.emptyDatabase();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void factsFollowTheirHistoryInItsTransactionOrNeitherIsWritten() throws SQLException {
        SnowflakeStandIn snowflake = TestSnowflake.standIn();
        SnowflakeStore store = opened();
        REKEYING.prepare(connection);
        KEYING.prepare(connection);
        apply(store, "2026-01-01T00:00:00Z", 1);
        KEYING.insert(connection, "SELECT 1 AS id, 'a' AS code, TO_TIMESTAMP_LTZ(1767600000000000, 6) AS served_at");
        connection.commit();
        assertThat(held()).containsExactly("1|1|MATCHED");

        snowflake.forgetStatements();
        MutationPlan plan = apply(store, "2026-01-02T00:00:00Z", 2);
        assertThat(REKEYING.apply(connection, List.of(new Rewrite(PLAN, plan)), fact -> {})
                        .total())
                .isEqualTo(1);
        assertThat(held()).containsExactly("1|2|MATCHED");
        assertThat(snowflake.statements()).noneMatch(ReceivedStatement::commitsTransaction);
        connection.rollback();
        assertThat(held()).containsExactly("1|1|MATCHED");
        assertThat(versions()).isEqualTo(1);

        plan = apply(store, "2026-01-02T00:00:00Z", 2);
        REKEYING.apply(connection, List.of(new Rewrite(PLAN, plan)), fact -> {});
        connection.commit();
        assertThat(held()).containsExactly("1|2|MATCHED");
        assertThat(versions()).isEqualTo(2);
        assertThat(REKEYING.compareAll(connection, fact -> {}).total()).isZero();
    }

    @Test
    void rekeyingIsFifteenStatementsAndOneFileHoweverManyFactsFollow() throws SQLException {
        SnowflakeStandIn snowflake = TestSnowflake.standIn();
        SnowflakeStore store = opened();
        REKEYING.prepare(connection);
        KEYING.prepare(connection);
        apply(store, "2026-01-01T00:00:00Z", 1);
        for (int facts : new int[] {1, 2_000}) {
            KEYING.insert(
                    connection,
                    "SELECT seq8() AS id, 'a' AS code, TO_TIMESTAMP_LTZ(1767600000000000, 6) AS served_at FROM"
                            + " TABLE(GENERATOR(ROWCOUNT => " + facts + "))");
            MutationPlan plan = apply(store, "2026-01-02T00:00:0" + facts % 9 + "Z", 2 + facts);
            snowflake.forgetStatements();
            REKEYING.apply(connection, List.of(new Rewrite(PLAN, plan)), fact -> {});
            assertThat(snowflake.statements())
                    .filteredOn(statement -> !statement.describeOnly())
                    .as("statements for %s facts", facts)
                    .hasSizeLessThanOrEqualTo(16)
                    .filteredOn(statement -> statement.sql().startsWith("PUT"))
                    .hasSize(1);
        }
        connection.rollback();
    }

    @Test
    void whoForgetsToPrepareIsToldTo() throws SQLException {
        SnowflakeStore store = opened();
        MutationPlan plan = apply(store, "2026-01-01T00:00:00Z", 1);
        List<Rewrite> rewrites = List.of(new Rewrite(PLAN, plan));
        assertThatThrownBy(() -> REKEYING.apply(connection, rewrites, fact -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("prepare(connection)");
        connection.rollback();
    }

    private SnowflakeStore opened() throws SQLException {
        SnowflakeStore store = SnowflakeStore.joining(connection, PLAN);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE claim (id BIGINT, code VARCHAR, served_at TIMESTAMP_LTZ(6), plan_sk BIGINT,"
                    + " plan_outcome VARCHAR)");
        }
        return store;
    }

    private static MutationPlan apply(SnowflakeStore store, String from, long tier) {
        return History.of(store)
                .apply(Batch.of(
                        Observation.of(Map.of("code", "a", "tier", tier), Instant.parse(from), Sequence.of(tier))))
                .plan();
    }

    private List<String> held() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id || '|' || plan_sk || '|' || plan_outcome FROM claim ORDER BY id")) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    private long versions() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM plan")) {
            row.next();
            return row.getLong(1);
        }
    }
}
