package dev.scd2.postgres;

import static dev.scd2.dimension.ColumnType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.ChangeSource;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.sql.cases.InterruptedIntake;
import dev.scd2.sql.extract.ChangeLogSource;
import dev.scd2.sql.extract.Relation;
import dev.scd2.sql.extract.SnapshotSource;
import dev.scd2.sql.extract.SourceDialect;
import dev.scd2.sql.extract.WatermarkSource;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.docs.GuidePage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The programs of docs/extracting.md that read a database, run; and the page, compared with them. */
class ExtractingExampleTest {
    private static final DataSource DATABASE = TestPostgres.database().dataSource();
    private static final Dimension MEMBER =
            Dimension.named("member").key("member_id", TEXT).track("plan", TEXT).build();

    private final InMemoryStore store = InMemoryStore.of(MEMBER);

    @BeforeAll
    static void fill() throws SQLException {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE member (member_id text PRIMARY KEY, plan text, deleted_at timestamptz,"
                    + " updated_at timestamptz NOT NULL, photo point)");
            statement.execute("INSERT INTO member VALUES ('M1', 'gold', NULL, '2026-01-01', NULL),"
                    + " ('M2', 'gold', '2026-01-01', '2026-01-02', NULL)");
            statement.execute("CREATE TABLE member_audit (change_id bigint PRIMARY KEY, op text, member_id text,"
                    + " plan text, effective_date date, changed_at timestamptz)");
            statement.execute("INSERT INTO member_audit VALUES (1, 'I', 'M1', 'gold', '2026-01-01', '2026-01-03'),"
                    + " (2, 'D', 'M1', NULL, NULL, '2026-02-01'), (3, 'I', 'M3', 'gold', '2026-01-01', '2026-01-03')");
        }
    }

    @Test
    void theWatermarkProgramReadsWhatChanged() {
        assertThat(watermark(DATABASE, MEMBER, store).accepted()).isEqualTo(2);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [gold]");
    }

    @Test
    void theSnapshotProgramReadsAll() {
        assertThat(snapshot(DATABASE, MEMBER, store).batches()).isEqualTo(1);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [gold]", "[M2] [gold]");
    }

    @Test
    void theChangeLogProgramReadsChanges() {
        assertThat(changeLog(DATABASE, MEMBER, store).accepted()).isEqualTo(3);
        assertThat(InterruptedIntake.current(store)).containsExactly("[M3] [gold]");
    }

    @Test
    void everyLineOfJavaOfThePageIsALineThatRuns() {
        GuidePage.named("extracting")
                .requireSamplesIn(ExtractingExampleTest.class, "watermark", "snapshot", "change log");
    }

    private static IntakeResult watermark(DataSource dataSource, Dimension member, DimensionStore store) {
        Relation members = Relation.table(dataSource::getConnection, SourceDialect.POSTGRES, "public", "member")
                .columnsOf(member);
        ChangeSource source = WatermarkSource.from(members, "updated_at", Clock.systemUTC())
                .key("member_id")
                .overlap(Duration.ofMinutes(15))
                .deletedWhen("deleted_at")
                .to(TableMapping.of(member).deletedFrom("deleted_at"));
        return Intake.of(source, History.of(store)).catchUp();
    }

    private static IntakeResult snapshot(DataSource dataSource, Dimension member, DimensionStore store) {
        Relation members = Relation.table(dataSource::getConnection, SourceDialect.POSTGRES, "public", "member")
                .columnsOf(member);
        ChangeSource source = SnapshotSource.at(Clock.systemUTC(), members).build();
        return Intake.of(source, History.of(store)).catchUp();
    }

    private static IntakeResult changeLog(DataSource dataSource, Dimension member, DimensionStore store) {
        Relation audit = Relation.table(dataSource::getConnection, SourceDialect.POSTGRES, "public", "member_audit");
        ChangeSource source = ChangeLogSource.from(audit, "change_id")
                .operation("op", Map.of("I", Operation.INSERT, "U", Operation.UPDATE, "D", Operation.DELETE))
                .committedAt("changed_at")
                .overlap(1_000)
                .to(TableMapping.of(member).validFrom("effective_date", ZoneOffset.UTC));
        return Intake.of(source, History.of(store)).catchUp();
    }
}
