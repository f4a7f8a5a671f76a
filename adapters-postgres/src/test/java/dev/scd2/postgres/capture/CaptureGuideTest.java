package dev.scd2.postgres.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.docs.GuidePage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/capture.md, run; and the page, compared with it and with what it names. */
class CaptureGuideTest {
    private final GuidePage page = GuidePage.named("capture");

    @TempDir
    Path directory;

    @Test
    void theProgramsOfTheGuideReadATable() throws Exception {
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.in(directory.resolve("postgres")).start();
                Connection connection = postgres.dataSource().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("create schema shop");
            sql.execute("create table shop.member (id bigint primary key, name text, city text, born date)");
            sql.execute("alter table shop.member replica identity full");
            sql.execute(
                    "insert into shop.member values (1, 'Ann', 'Albany', '1980-01-31'), (2, 'Bob', 'Buffalo', null)");
            DimensionStore store = InMemoryStore.of(member());
            PostgresCapture capture = capture(postgres.jdbcUrl());
            assertThat(minimal(capture, connection, store).accepted()).isEqualTo(2);
            // The server sees some time later that nobody reads any more.
            assertThat(lag(capture, connection).unconfirmedBytes()).isNotNegative();
            sql.execute("update shop.member set city = 'Boston', born = 'infinity'");
            sql.execute("update shop.member set born = '1990-01-01'");
            DimensionStore dated = InMemoryStore.of(member());
            BooleanSupplier stop = () -> dated.reached("shop.member of 2026", 0).isPresent()
                    && Told.now(dated).size() == 2;
            assertThat(whole(capture, dated, stop).accepted()).isPositive();
            assertThat(Told.now(dated)).contains("[1] [Ann, Boston]");
        }
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() {
        page.requireSamplesIn(CaptureGuideTest.class, 4);
    }

    @Test
    void everySettingStandsInTheTableOfTheGuide() {
        page.requireSettingsOf(CaptureSource.Builder.class, PostgresCapture.Builder.class);
        for (var component : SlotLag.class.getRecordComponents()) {
            assertThat(page.text()).contains("`" + component.getName() + "`");
        }
    }

    private static Dimension member() {
        Dimension member = Dimension.named("member")
                .key("id", ColumnType.LONG)
                .track("name", ColumnType.TEXT)
                .track("city", ColumnType.TEXT)
                .build();
        return member;
    }

    private static PostgresCapture capture(String jdbcUrl) {
        PostgresCapture capture = PostgresCapture.from(jdbcUrl)
                .tables(List.of("shop.member"))
                .slot("member_history")
                .publication("member_history")
                .initialSnapshot()
                .build();
        return capture;
    }

    private static IntakeResult minimal(PostgresCapture capture, Connection connection, DimensionStore store) {
        Dimension member = store.dimension();
        capture.prepare(connection);
        CaptureSource source = CaptureSource.of(capture, member).build();
        IntakeResult result = Intake.of(source, History.of(store)).catchUp();
        return result;
    }

    private static IntakeResult whole(PostgresCapture capture, DimensionStore store, BooleanSupplier stop) {
        Dimension member = store.dimension();
        CaptureSource source = CaptureSource.of(capture, member)
                .name("shop.member of 2026")
                .column("born", ColumnType.DATE)
                .mapping(TableMapping.of(member).validFrom("born", ZoneOffset.UTC))
                .infinityAsNull()
                .maxChanges(2_000)
                .build();
        IntakeResult result = Intake.of(source, History.of(store))
                .retries(20, Duration.ofSeconds(1))
                .run(stop);
        return result;
    }

    private static SlotLag lag(PostgresCapture capture, Connection connection) {
        SlotLag lag = capture.lag(connection);
        return lag;
    }
}
