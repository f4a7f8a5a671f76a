package dev.scd2.examples.healthcare.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeSizesTest {
    @TempDir
    Path directory;

    @Test
    void countedBytesAreThoseOfTheFilesThatDuckDbWrites() throws Exception {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement sql = duck.createStatement()) {
            sql.execute("create table t (op varchar, key json, before json, after json, lsn bigint, total_order bigint,"
                    + " tx_id bigint, ts_us bigint, part integer, off bigint, problem varchar, payload varchar)");
            sql.execute(
                    "insert into t values"
                            + " ('c', '{\"id\":1}', null, '{\"id\":1,\"name\":\"Zoë \\\"Z\\\", 𝄞\"}', 17, 1, 7, 1700000000000000, 0, 0,"
                            + " null, null),"
                            + " ('malformed', null, null, null, null, null, null, null, 1, 12, 'not JSON', '{ü,\"' || chr(10) || '')");
            Path csv = directory.resolve("t.csv");
            Path json = directory.resolve("t.json");
            sql.execute("copy t to '" + csv + "' (format csv, header)");
            sql.execute("copy t to '" + json + "' (format json)");

            assertThat(LakeSizes.csv(duck, "t")).isEqualTo(Files.size(csv));
            assertThat(LakeSizes.json(duck, "t")).isEqualTo(Files.size(json));
        }
    }

    @Test
    void savedIsTheShareThatParquetDoesNotTake() {
        LakeSizes.Line line = new LakeSizes.Line("members", 10, 1, 250, 1_000, 200);
        assertThat(line.saved(line.csv())).isEqualTo(0.75);
        assertThat(line.saved(line.json())).isEqualTo(-0.25);
    }
}
