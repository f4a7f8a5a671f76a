package dev.scd2.lake;

import static dev.scd2.dimension.ColumnType.LONG;
import static dev.scd2.dimension.ColumnType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.tck.docs.GuidePage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/lake.md, run; and the page, compared with it and with what it names. */
class LakeGuideTest {
    private final GuidePage page = GuidePage.named("lake");

    @TempDir
    Path directory;

    @Test
    void theProgramOfTheGuideGoesOnWhereTheLakeEnds() throws SQLException {
        assertThat(program().rows()).isEqualTo(5);
        assertThat(program().rows()).as("the second time").isEqualTo(5);
        assertThat(program().loadId()).isEqualTo(3);
    }

    private LoadResult program() throws SQLException {
        String place = directory.resolve("lake").toString();
        Path cache = directory.resolve("cache");
        Path database = directory.resolve("warehouse.duckdb");
        LakeLocation location = LakeLocation.parse(place); // a directory, or s3://bucket/prefix
        try (ParquetLake lake = ParquetLake.open(location, cache);
                LakeWriter writer = LakeWriter.to(lake, 64 << 20, Duration.ofMinutes(5), Clock.systemUTC())) {
            for (LakeRow row : messagesFrom(writer.nextOffset("members", 0))) {
                writer.write("members", row);
                writer.roll();
            }
        }
        try (LakeLoader loader = LakeLoader.open(location, cache, Clock.systemUTC());
                Connection duck = DuckDbStore.connect(database)) {
            LoadResult loaded = loader.load(duck); // into raw.members
            return loaded;
        }
    }

    @Test
    void theFeedOfTheGuideKeepsRawAndTypedTablesFresh() throws SQLException {
        Path cache = directory.resolve("cache");
        Path database = directory.resolve("warehouse.duckdb");
        LakeLocation location = new DirectoryLocation(directory.resolve("lake"));
        try (ParquetLake lake = ParquetLake.open(location, cache);
                Connection duck = DuckDbStore.connect(database);
                WarehouseFeed feed = WarehouseFeed.into(duck, lake)
                        .typed(TypedTable.of("members").column("id", LONG).column("name", TEXT))
                        .files(16 << 20, Duration.ofMillis(100))
                        .open()) {
            for (LakeRow row : messagesFrom(feed.nextOffset("members", 0))) {
                feed.take("members", row);
                feed.roll();
            }
        }
        try (Connection duck = DuckDbStore.connect(database)) {
            assertThat(LakeFixture.ask(duck, "select count(*) || ' ' || sum(id) from typed.members"))
                    .isEqualTo("5 10");
        }
    }

    @Test
    void theTypedFilesOfTheGuideAreReadTogether() throws SQLException {
        Path cache = directory.resolve("cache");
        LakeLocation location = new DirectoryLocation(directory.resolve("lake"));
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            lake.append("members", messagesFrom(0));
        }
        try (Connection duck = DuckDbStore.connect(directory.resolve("warehouse.duckdb"))) {
            TypedColumns columns =
                    TypedColumns.of("members").column(1, "id", LONG).column(2, "name", TEXT);
            try (TypedFiles files = TypedFiles.open(location, cache)) {
                files.write(columns); // what the lake has more than the typed files
                files.read(columns, duck, "members_typed"); // all of them as one table
            }
            assertThat(LakeFixture.ask(duck, "select count(*) || ' ' || sum(id) from members_typed"))
                    .isEqualTo("5 10");
        }
    }

    private static List<LakeRow> messagesFrom(long offset) {
        return LakeFixture.rows(0, offset, offset + 5);
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() {
        page.requireSamplesIn(LakeGuideTest.class, 3);
    }

    @Test
    void everyFindingAndEveryPlaceStandsInTheGuide() {
        String guide = page.text();
        for (LakeFinding.Kind kind : LakeFinding.Kind.values()) {
            assertThat(guide).contains("| `" + kind.name().toLowerCase(Locale.ROOT) + "` |");
        }
        assertThat(guide)
                .contains(
                        "`" + LakeFile.ROOT, "`" + LakeManifest.ROOT, "`" + CompactionPlan.ROOT, "`" + TypedFiles.ROOT);
        assertThat(guide).contains("`" + DirectoryBucket.WRITING + "/`");
    }
}
