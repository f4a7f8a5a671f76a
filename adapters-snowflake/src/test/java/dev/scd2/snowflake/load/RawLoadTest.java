package dev.scd2.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.error.StoreException;
import dev.scd2.lake.DirectoryLocation;
import dev.scd2.lake.LakeRow;
import dev.scd2.lake.ParquetLake;
import dev.scd2.snowflake.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the lake's own writer wrote, put to a stage and copied, by the real driver on the stand-in. */
class RawLoadTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

    private final LoadLayout layout = PayerLayout.declared();
    private final RawLoad load = RawLoad.of(layout, "members", "landing", CLOCK);

    @TempDir
    Path directory;

    private Account account;

    @BeforeEach
    void start() throws SQLException {
        account = Account.start(directory);
        layout.script().run(account.connection());
    }

    @AfterEach
    void stop() throws SQLException {
        account.close();
    }

    /** Writes a file of the lake and puts it. */
    private String put(long first, long last) throws IOException, SQLException {
        List<LakeRow> rows = new ArrayList<>();
        for (long offset = first; offset <= last; offset++) {
            rows.add(LakeRow.of(
                    0,
                    offset,
                    "{\"id\":" + offset + "}",
                    "{\"op\":\"c\",\"before\":null,\"after\":{\"id\":" + offset + ",\"name\":\"m" + offset
                            + "\"},\"source\":{\"lsn\":" + (100 + offset)
                            + ",\"ts_us\":1767225600000000},\"ts_ms\":0}"));
        }
        Path lake = directory.resolve("lake-" + first + "-" + last);
        try (ParquetLake written = ParquetLake.open(new DirectoryLocation(lake), directory.resolve("cache"))) {
            written.append("members", rows);
        }
        try (Stream<Path> files = Files.walk(lake)) {
            Path file = files.filter(each -> each.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            String key = lake.relativize(file).toString();
            String place = key.substring(0, key.lastIndexOf('/') + 1);
            account.rows(
                    "PUT 'file://" + file + "' '@\"payer\".\"raw\".\"landing\"/" + place + "' AUTO_COMPRESS = FALSE");
            return key;
        }
    }

    @Test
    void eachFileIsLoadedOnceWithItsLoadAndItsPlace() throws Exception {
        String first = put(0, 2);
        assertThat(load.run(account.connection())).containsExactly(new LoadedFile(first, "LOADED", 3, 3));
        String second = put(3, 4);
        assertThat(load.run(account.connection())).containsExactly(new LoadedFile(second, "LOADED", 2, 2));
        assertThat(load.run(account.connection())).isEmpty();
        assertThat(account.rows("SELECT m.\"op\", m.\"key\", m.\"lsn\", m.\"off\", m.\"load_id\", m.\"file_row\","
                        + " TO_VARCHAR(m.\"load_time\", 'YYYY-MM-DD HH24:MI:SS.FF3'), m.\"file\" LIKE '%.parquet'"
                        + " FROM \"payer\".\"raw\".\"members\" AS m ORDER BY m.\"off\""))
                .hasSize(5)
                .startsWith("c|{\"id\":0}|100|0|1|" + firstRow() + "|2026-01-02 03:04:05.678|TRUE")
                .last()
                .asString()
                .startsWith("c|{\"id\":4}|104|4|2|");
        assertThat(account.rows("SELECT h.\"file\", h.\"rows_loaded\", h.\"load_id\" FROM"
                        + " \"payer\".\"raw\".\"_loaded_files\" AS h ORDER BY h.\"load_id\""))
                .containsExactly(first + "|3|1", second + "|2|2");
    }

    private String firstRow() throws SQLException {
        return account.rows("SELECT MIN(m.\"file_row\") FROM \"payer\".\"raw\".\"members\" AS m")
                .get(0);
    }

    @Test
    void aFileThatCompactionMadeOfLoadedOnesIsLeftOut() throws Exception {
        put(0, 2);
        put(3, 4);
        assertThat(load.run(account.connection())).hasSize(2);
        put(0, 4);
        assertThat(load.run(account.connection())).isEmpty();
        assertThat(account.rows("SELECT COUNT(*) FROM \"payer\".\"raw\".\"members\""))
                .containsExactly("5");
    }

    @Test
    void ofFilesOfTheSameOffsetsTheWideOneIsLoaded() throws Exception {
        put(0, 2);
        String wide = put(0, 4);
        assertThat(load.run(account.connection())).containsExactly(new LoadedFile(wide, "LOADED", 5, 5));
    }

    @Test
    void aFileThatIsHalfLoadedIsRefusedByNameAndNothingIsLoaded() throws Exception {
        put(0, 2);
        load.run(account.connection());
        String wide = put(0, 4);
        assertThatThrownBy(() -> load.run(account.connection()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(wide)
                .hasMessageContaining("Nothing was loaded");
        assertThat(account.rows("SELECT COUNT(*) FROM \"payer\".\"raw\".\"members\""))
                .containsExactly("3");
    }

    @Test
    void aLoadThatFailsLeavesNeitherRowsNorHistory() throws Exception {
        put(0, 2);
        account.run("ALTER TABLE \"payer\".\"raw\".\"_loaded_files\" ADD COLUMN \"more\" VARCHAR");
        account.run("ALTER TABLE \"payer\".\"raw\".\"_loaded_files\" DROP COLUMN \"status\"");
        assertThatThrownBy(() -> load.run(account.connection())).isInstanceOf(StoreException.class);
        assertThat(account.rows("SELECT COUNT(*) FROM \"payer\".\"raw\".\"members\""))
                .containsExactly("0");
        assertThat(account.connection().getAutoCommit()).isTrue();
    }

    @Test
    void filesThatOnlySnowflakeRemembersAreToldAndNothingIsLoaded() throws Exception {
        put(0, 2);
        load.run(account.connection());
        account.run("DELETE FROM \"payer\".\"raw\".\"_loaded_files\"");
        put(3, 4);
        assertThatThrownBy(() -> load.run(account.connection()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("COPY took 1 of 2 files of members");
        assertThat(account.rows("SELECT COUNT(*) FROM \"payer\".\"raw\".\"members\""))
                .containsExactly("3");
        assertThat(account.rows("SELECT COUNT(*) FROM \"payer\".\"raw\".\"_loaded_files\""))
                .containsExactly("0");
    }
}
