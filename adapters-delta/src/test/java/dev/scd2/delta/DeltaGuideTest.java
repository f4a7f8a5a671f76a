package dev.scd2.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeLocation;
import dev.scd2.tck.docs.GuidePage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/delta.md, run; and the page, compared with it and with what it names. */
class DeltaGuideTest {
    private final GuidePage page = GuidePage.named("delta");

    @TempDir
    Path directory;

    private final Dimension member = Members.member();
    private final Batch batch = Members.batch(0, 3, "Albany", Members.JANUARY);
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
    void everyLineOfJavaInTheGuideIsALineThatRuns() {
        page.requireSamplesIn(DeltaGuideTest.class, 1);
    }

    @Test
    void everyColumnAndTheStandardStandInTheGuide() {
        String guide = page.text();
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
}
