package dev.scd2.lake.landing;

import static dev.scd2.dimension.ColumnType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.ChangeSource;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.landing.LandingDirectory.Manifests;
import dev.scd2.sql.cases.InterruptedIntake;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.docs.GuidePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/extracting.md that reads files, run; and the page, compared with it. */
class LandingExampleTest {
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    @Test
    void theProgramReadsEachFileOnceAlsoWhenItIsStartedAgain() throws IOException {
        Dimension member = Dimension.named("member")
                .key("member_id", TEXT)
                .track("plan", TEXT)
                .build();
        Path landing = Files.createDirectory(directory.resolve("landing"));
        Drops drops = new Drops(landing);
        drops.drop("a.csv", DAY_1, "member_id,plan,effective_date\nM1,gold,2026-01-01\nM2,gold,2026-01-01\n");
        drops.drop("b.csv", DAY_1, "member_id,plan,effective_date\nM3,gold,2026-01-01\n");
        drops.manifest("a.csv", "rows", 2, "loadId", "night 7");
        Path file = directory.resolve("members.duckdb");
        try (DuckDbStore store = DuckDbStore.open(file, member)) {
            assertThat(landing(landing, member, store).accepted()).isEqualTo(2);
        }
        drops.manifest("b.csv", "rows", 1);
        try (DuckDbStore store = DuckDbStore.open(file, member)) {
            assertThat(landing(landing, member, store)).isEqualTo(new IntakeResult(1, 1, 0, 0, 0));
            assertThat(InterruptedIntake.current(store)).containsExactly("[M1] [gold]", "[M2] [gold]", "[M3] [gold]");
        }
    }

    @Test
    void everyLineOfJavaOfThePageIsALineThatRuns() {
        GuidePage.named("extracting").requireSamplesIn(LandingExampleTest.class, "landing");
    }

    private static IntakeResult landing(Path directory, Dimension member, DimensionStore store) {
        ChangeSource source = LandingDirectory.at(directory, member)
                .named("members of the plan")
                .files("*.csv")
                .manifests(Manifests.REQUIRED)
                .column("effective_date", ColumnType.DATE)
                .to(TableMapping.of(member).validFrom("effective_date", ZoneOffset.UTC));
        return Intake.of(source, History.of(store)).catchUp();
    }
}
