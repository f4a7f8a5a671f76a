package dev.scd2.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeLocation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/delta.md, run; and the page, compared with it and with what it names. */
class DeltaGuideTest {
    private static final Path GUIDE = Path.of("../docs/delta.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/scd2/delta/DeltaGuideTest.java");
    private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    private final Dimension member = DeltaTableContract.member();
    private final Batch batch = DeltaTableContract.batch(0, 3, "Albany", DeltaTableContract.JANUARY);
    private final List<Map<String, Object>> rows = List.of(Map.of("claim_id", "C1", "paid", new BigDecimal("9.50")));

    @Test
    void theProgramOfTheGuidePublishesOnce() throws IOException {
        program();
        program();
        try (TableReader members = reader("member");
                TableReader claims = reader("claims")) {
            assertThat(members.latest().getVersion()).isZero();
            assertThat(members.rows(0)).hasSize(3);
            assertThat(claims.latest().getVersion()).isZero();
            assertThat(claims.rows(0)).containsExactlyElementsOf(rows);
        }
    }

    private TableReader reader(String table) throws IOException {
        return new TableReader(LakeLocation.parse(directory + "/tables/" + table), directory.resolve("cache"));
    }

    private void program() {
        String tables = directory.resolve("tables").toString();
        Path database = directory.resolve("warehouse.duckdb");
        Path cache = directory.resolve("cache");
        LakeLocation place = LakeLocation.parse(tables + "/member"); // a directory, or s3://bucket/prefix
        try (DuckDbStore store = DuckDbStore.open(database, member);
                DeltaTable table = DeltaTable.open(place, cache)) {
            History.of(store).apply(batch);
            Publication published = table.publish(store); // one commit, or none where nothing changed
            System.out.println("version " + published.version() + ", files " + published.filesAdded());
        }
        try (DeltaTable claims = DeltaTable.open(LakeLocation.parse(tables + "/claims"), cache)) {
            Map<String, ColumnType> columns = Map.of("claim_id", ColumnType.TEXT, "paid", ColumnType.decimal(12, 2));
            claims.append("claims topic", 41, columns, rows); // rows up to offset 41, once
        }
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() throws IOException {
        List<String> source = trimmed(Files.readString(SOURCE));
        Matcher sample = SAMPLE.matcher(Files.readString(GUIDE));
        int samples = 0;
        while (sample.find()) {
            assertThat(source).containsSubsequence(trimmed(sample.group(1)));
            samples++;
        }
        assertThat(samples).isEqualTo(1);
    }

    @Test
    void everyColumnAndTheStandardStandInTheGuide() throws IOException {
        String guide = Files.readString(GUIDE);
        Dimension bitemporal = Dimension.named("d")
                .key("k", ColumnType.TEXT)
                .systemTime(SystemTime.LOAD)
                .build();
        for (Field field :
                DimensionRows.of(bitemporal, TableOptions.standard().names()).fields()) {
            assertThat(guide).contains(field.name().equals("k") ? "the natural key" : "`" + field.name() + "`");
        }
        assertThat(guide).contains("| " + TableOptions.standard().buckets() + " |");
    }

    private static List<String> trimmed(String text) {
        return text.lines()
                .map(String::trim)
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .toList();
    }
}
