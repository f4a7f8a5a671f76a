package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.rekey.FactKey;
import dev.scd2.sql.rekey.FactTable;
import dev.scd2.sql.rekey.Rekeying;
import dev.scd2.sql.rekey.Rewrite;
import dev.scd2.store.BatchResult;
import dev.scd2.tck.docs.GuidePage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The program of docs/snowflake.md, run; and the page, compared with it. */
class SnowflakeGuideTest {
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("city", ColumnType.TEXT)
            .build();

    @Test
    void theProgramOfTheGuideRuns() {
        Observation albany = Observation.of(
                Map.of("member_id", "M1", "city", "Albany"), Instant.parse("2026-01-01T00:00:00Z"), Sequence.of(1));
        try (SnowflakeStore store = minimal(TestSnowflake.sessions(), MEMBER, albany)) {
            assertThat(store.history(MEMBER.key(Map.of("member_id", "M1"))).versions())
                    .hasSize(1);
        }
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() {
        GuidePage.named("snowflake").requireSamplesIn(SnowflakeGuideTest.class, 3);
    }

    @Test
    void factsFollowAsInTheGuide() throws SQLException {
        try (Connection connection = TestSnowflake.emptyDatabase();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE claim (id BIGINT, member VARCHAR, served_at TIMESTAMP_LTZ(6), member_sk BIGINT)");
            statement.execute("INSERT INTO claim SELECT 1, 'M1', TO_TIMESTAMP_LTZ(1769904000000000, 6), NULL");
            Observation albany = Observation.of(
                    Map.of("member_id", "M1", "city", "Albany"), Instant.parse("2026-01-01T00:00:00Z"), Sequence.of(1));
            FactTable claims = FactTable.named("claim", "id")
                    .keyed(FactKey.in(MEMBER, StoreOptions.standard())
                            .by("member")
                            .at("served_at")
                            .surrogate("member_sk"));
            String database = connection.getCatalog();
            follow(TestSnowflake.sessionsIn(database), MEMBER, claims, List.of(Batch.of(albany)));
            try (ResultSet row = statement.executeQuery("SELECT member_sk FROM claim")) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(1);
            }
        }
    }

    private static void follow(DataSource sessions, Dimension member, FactTable claims, List<Batch> batches)
            throws SQLException {
        try (Connection connection = sessions.getConnection()) {
            connection.setAutoCommit(false);
            SnowflakeStore members = SnowflakeStore.joining(connection, member);
            Rekeying rekeying = Rekeying.of(claims, SnowflakeDialect.INSTANCE);
            rekeying.prepare(connection);
            for (Batch batch : batches) {
                BatchResult result = History.of(members).apply(batch);
                rekeying.apply(connection, List.of(new Rewrite(member, result.plan())), fact -> {});
                connection.commit();
            }
        }
    }

    @Test
    void thePoolOfTheGuideTellsNoSecret() throws Exception {
        String told = pool("open sesame").getDataSource().toString();
        assertThat(told)
                .contains("acme-prod.snowflakecomputing.com", "key pair")
                .doesNotContain("sesame");
    }

    private static HikariConfig pool(String passphrase) {
        SnowflakeLogin login = SnowflakeLogin.at("jdbc:snowflake://acme-prod.snowflakecomputing.com/")
                .user("SCD2_LOADER")
                .keyFile(Path.of("rsa_key.p8"), passphrase)
                .role("LOADER")
                .warehouse("LOAD_WH")
                .database("MART")
                .schema("PUBLIC");
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(SnowflakeSessions.of(login).lockTimeout(Duration.ofMinutes(5)));
        return pool;
    }

    private static SnowflakeStore minimal(DataSource sessions, Dimension member, Observation changes) {
        SnowflakeStore store = SnowflakeStore.open(sessions, member);
        History.of(store).apply(Batch.of(changes));
        return store;
    }
}
