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
    private final LakeUpload upload = LakeUpload.of(layout, "members", "landing");

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
            upload.put(account.connection(), lake);
            return lake.relativize(file).toString();
        }
    }

    @Test
    void whatIsLoadedNeedNotBePutAgainAndLeavesTheStage() throws Exception {
        String first = put(0, 2);
        assertThat(upload.loaded(account.connection())).isEmpty();
        load.run(account.connection());
        upload.remove(account.connection());
        assertThat(upload.loaded(account.connection())).containsExactly(first);
        assertThat(account.rows("LIST @PAYER.RAW.LANDING")).isEmpty();
        assertThat(account.rows("SELECT COUNT(*) FROM payer.raw.members")).containsExactly("3");
        upload.put(account.connection(), directory.resolve("no-lake"));
        assertThat(load.run(account.connection())).isEmpty();
    }

    @Test
    void eachFileIsLoadedOnceWithItsLoadAndItsPlace() throws Exception {
        String first = put(0, 2);
        assertThat(load.run(account.connection())).containsExactly(new LoadedFile(first, "LOADED", 3, 3));
        String second = put(3, 4);
        assertThat(load.run(account.connection())).containsExactly(new LoadedFile(second, "LOADED", 2, 2));
        assertThat(load.run(account.connection())).isEmpty();
        assertThat(account.rows("SELECT m.\"OP\", m.\"KEY\", m.\"LSN\", m.\"OFF\", m.\"LOAD_ID\", m.\"FILE_ROW\","
                        + " TO_VARCHAR(m.\"LOAD_TIME\", 'YYYY-MM-DD HH24:MI:SS.FF3'), m.\"FILE\" LIKE '%.parquet'"
                        + " FROM \"PAYER\".\"RAW\".\"MEMBERS\" AS m ORDER BY m.\"OFF\""))
                .hasSize(5)
                .startsWith("c|{\"id\":0}|100|0|1|" + firstRow() + "|2026-01-02 03:04:05.678|TRUE")
                .last()
                .asString()
                .startsWith("c|{\"id\":4}|104|4|2|");
        assertThat(account.rows("SELECT h.\"FILE\", h.\"ROWS_LOADED\", h.\"LOAD_ID\" FROM"
                        + " \"PAYER\".\"RAW\".\"_LOADED_FILES\" AS h ORDER BY h.\"LOAD_ID\""))
                .containsExactly(first + "|3|1", second + "|2|2");
    }

    private String firstRow() throws SQLException {
        return account.rows("SELECT MIN(m.\"FILE_ROW\") FROM \"PAYER\".\"RAW\".\"MEMBERS\" AS m")
                .get(0);
    }

    @Test
    void aFileThatCompactionMadeOfLoadedOnesIsLeftOut() throws Exception {
        put(0, 2);
        put(3, 4);
        assertThat(load.run(account.connection())).hasSize(2);
        put(0, 4);
        assertThat(load.run(account.connection())).isEmpty();
        assertThat(account.rows("SELECT COUNT(*) FROM \"PAYER\".\"RAW\".\"MEMBERS\""))
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
        assertThat(account.rows("SELECT COUNT(*) FROM \"PAYER\".\"RAW\".\"MEMBERS\""))
                .containsExactly("3");
    }

    @Test
    void aLoadThatFailsLeavesNeitherRowsNorHistory() throws Exception {
        put(0, 2);
        account.run("ALTER TABLE \"PAYER\".\"RAW\".\"_LOADED_FILES\" ADD COLUMN \"MORE\" VARCHAR");
        account.run("ALTER TABLE \"PAYER\".\"RAW\".\"_LOADED_FILES\" DROP COLUMN \"STATUS\"");
        assertThatThrownBy(() -> load.run(account.connection())).isInstanceOf(StoreException.class);
        assertThat(account.rows("SELECT COUNT(*) FROM \"PAYER\".\"RAW\".\"MEMBERS\""))
                .containsExactly("0");
        assertThat(account.connection().getAutoCommit()).isTrue();
    }

    @Test
    void filesThatOnlySnowflakeRemembersAreToldAndNothingIsLoaded() throws Exception {
        put(0, 2);
        load.run(account.connection());
        account.run("DELETE FROM \"PAYER\".\"RAW\".\"_LOADED_FILES\"");
        put(3, 4);
        assertThatThrownBy(() -> load.run(account.connection()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("COPY took 1 of 2 files of members");
        assertThat(account.rows("SELECT COUNT(*) FROM \"PAYER\".\"RAW\".\"MEMBERS\""))
                .containsExactly("3");
        assertThat(account.rows("SELECT COUNT(*) FROM \"PAYER\".\"RAW\".\"_LOADED_FILES\""))
                .containsExactly("0");
    }
}
