package dev.scd2.delta.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark reads every version of the tables that the tests of adapters-delta left, and finds the rows that they expect. */
class SparkReadsTest {
    private static final Path PUBLISHED = Path.of("../adapters-delta/target/published");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> ROW = new TypeReference<>() {};

    @TempDir
    static Path directory;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.adaptive.enabled", false)
                .config("spark.databricks.delta.snapshotPartitions", 1)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", true)
                .config("spark.sql.warehouse.dir", directory.toUri().toString())
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void everyVersionOfEveryTableHasTheRowsThatWerePublished() throws IOException {
        int versions = 0;
        for (Path table : tables()) {
            for (int version = 0; Files.exists(expected(table, version)); version++) {
                Dataset<Row> read = spark.read()
                        .format("delta")
                        .option("versionAsOf", version)
                        .load(table.toString());
                assertThat(texts(read))
                        .as("%s, version %d", table.getFileName(), version)
                        .containsExactlyInAnyOrderElementsOf(rows(expected(table, version)));
                versions++;
            }
        }
        assertThat(versions).isGreaterThan(20);
    }

    private static List<Path> tables() throws IOException {
        try (Stream<Path> files = Files.list(PUBLISHED)) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static Path expected(Path table, int version) {
        return table.resolveSibling(table.getFileName() + "." + version + ".json");
    }

    private static List<Map<String, String>> rows(Path file) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(JSON.readValue(line, ROW));
        }
        return rows;
    }

    private static List<Map<String, String>> texts(Dataset<Row> read) {
        List<Map<String, String>> rows = new ArrayList<>();
        String[] columns = read.columns();
        for (Row row : read.collectAsList()) {
            Map<String, String> texts = new TreeMap<>();
            for (int i = 0; i < columns.length; i++) {
                texts.put(columns[i], text(row.get(i)));
            }
            rows.add(texts);
        }
        return rows;
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value == null ? null : value.toString();
    }

    /** The bounds in the log are of milliseconds; no row between two of them may be passed over. */
    @Test
    void filtersOnMicrosecondsPassNoRowOver() throws IOException {
        Path table = PUBLISHED.resolve("moments");
        Dataset<Row> read = spark.read().format("delta").load(table.toString());
        List<Map<String, String>> rows = rows(expected(table, 0));
        for (Map<String, String> row : List.of(rows.get(0), rows.get(7), rows.get(39))) {
            Instant from = Instant.parse(row.get("valid_from"));
            String at = "timestamp '" + from + "'";
            assertThat(read.where("valid_from = " + at).count()).isEqualTo(1);
            assertThat(read.where("valid_from >= " + at + " and valid_from <= " + at).count())
                    .isEqualTo(1);
        }
        assertThat(read.where("valid_to > timestamp '2030-01-01T00:00:00Z'").count())
                .isEqualTo(40);
    }

    @Test
    void commitsStandInTheHistoryOfTheTable() {
        Dataset<Row> history = spark.sql("DESCRIBE HISTORY delta.`"
                + PUBLISHED.resolve("facts").toAbsolutePath() + "`");
        assertThat(history.count()).isEqualTo(13);
        assertThat(history.where("engineInfo like '%scd2%'").count()).isEqualTo(13);
    }
}
