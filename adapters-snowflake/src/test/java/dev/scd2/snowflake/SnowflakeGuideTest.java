package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.tck.docs.GuidePage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
        GuidePage.named("snowflake").requireSamplesIn(SnowflakeGuideTest.class, 2);
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
