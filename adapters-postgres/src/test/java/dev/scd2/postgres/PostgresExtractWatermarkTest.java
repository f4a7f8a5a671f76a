package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.sql.cases.InterruptedIntake;
import dev.scd2.sql.cases.SourceDatabase;
import dev.scd2.sql.cases.WatermarkContract;
import dev.scd2.sql.extract.SourceDialect;
import dev.scd2.sql.extract.WatermarkSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL, and a transaction that is open while others are read. */
class PostgresExtractWatermarkTest extends WatermarkContract {
    private static final SourceDatabase DATABASE = new SourceDatabase(
            TestPostgres.database().dataSource()::getConnection,
            SourceDialect.POSTGRES,
            "text",
            "bigint",
            "timestamptz",
            "timestamp");

    @Override
    protected SourceDatabase database() {
        return DATABASE;
    }

    @Test
    void aTransactionThatWasOpenWhenLaterOnesWereReadIsFoundWithinTheOverlap() throws SQLException {
        Dimension member = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .build();
        InMemoryStore store = InMemoryStore.of(member);
        WatermarkSource source = WatermarkSource.from(DATABASE.table("member"), "updated_at", Clock.systemUTC())
                .key("member_id")
                .overlap(Duration.ofMinutes(15))
                .to(TableMapping.of(member));
        try (Connection open = DATABASE.connections().connect();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO member VALUES ('M1', 'begun first', now())");
            DATABASE.execute("INSERT INTO member VALUES ('M2', 'gold', now())");
            Intake.of(source, History.of(store)).catchUp();
            assertThat(InterruptedIntake.current(store)).containsExactly("[M2] [gold]");
            open.commit();
            open.setAutoCommit(true);
        }
        Intake.of(source, History.of(store)).catchUp();
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [begun first]", "[M2] [gold]");
    }
}
