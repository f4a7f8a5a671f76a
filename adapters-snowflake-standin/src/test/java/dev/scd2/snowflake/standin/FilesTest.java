package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stages, PUT, COPY, GET, LIST and REMOVE. */
class FilesTest extends StandInTest {
    private static final String CSV = " file_format=(type=csv field_optionally_enclosed_by='\"')";

    @BeforeEach
    void stage() throws SQLException {
        run("create stage landing");
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
    }

    private void put(Path file, String place) throws SQLException {
        assertThat(rows("put 'file://" + file + "' " + place)).hasSize(1);
    }

    private Path parquet(String name, String query) throws SQLException {
        Path file = directory.resolve(name);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }

    @Test
    void anEmptyFieldIsNullAndAnEnclosedEmptyOneIsAText() throws Exception {
        put(file("a.csv", "1,\n2,\"\"\n3,\"a,\"\"b\"\"\nc\"\n4,\\N\n"), "@landing");
        run("create table t (a int, b varchar)");
        rows("copy into t from @landing" + CSV);
        assertThat(rows("select a, b, length(b) from t order by a"))
                .containsExactly("1|null|null", "2||0", "3|a,\"b\"\nc|7", "4|null|null");
    }

    @Test
    void parquetIsCopiedByTheNamesOfItsColumns() throws Exception {
        put(
                parquet(
                        "p.parquet",
                        "select 7 as \"id\", 'x' as \"Name\", timestamp '2026-01-02 03:04:05.678901' as ts"),
                "@landing/p auto_compress=false");
        run("create table \"t\" (\"id\" bigint, \"Name\" varchar, \"more\" varchar, TS timestamp_ntz(6))");
        assertThat(
                        rows(
                                "copy into \"t\" from @landing/p file_format=(type=parquet) match_by_column_name=case_sensitive"))
                .containsExactly("landing/p/p.parquet|LOADED|1|1|1|0|null|null|null|null");
        assertThat(rows("select * from \"t\"")).containsExactly("7|x|null|null");
        rows(
                "copy into \"t\" from @landing/p file_format=(type=parquet) match_by_column_name=case_insensitive force=true");
        assertThat(rows("select date_part(epoch_microsecond, ts) from \"t\" where ts is not null"))
                .containsExactly("1767323045678901");
    }

    @Test
    void aQueryOverFilesPicksTheColumns() throws Exception {
        put(parquet("p.parquet", "select 7 as id, 'x' as name"), "@landing/p auto_compress=false");
        run("create table t (a int, b varchar)");
        rows("copy into t (b, a) from (select $1:name::varchar, $1:id::int + 1 from @landing/p)"
                + " file_format=(type=parquet)");
        assertThat(rows("select a, b from t")).containsExactly("8|x");
        put(file("c.csv", "1,2,3\n4,5,6\n"), "@landing/c");
        run("create file format plain type=csv");
        assertThat(rows("select $3::int, t.$1 from @landing/c (file_format => 'plain') t order by 1"))
                .containsExactly("3|1", "6|4");
        put(file("j.json", "{\"a\":{\"b\":\"x\"},\"n\":1}\n{\"n\":2}\n"), "@landing/j");
        run("create file format lines type=json");
        assertThat(rows("select $1:a.b::varchar, $1:n::int from @landing/j (file_format => 'lines') order by 2"))
                .containsExactly("x|1", "null|2");
    }

    @Test
    void aFileIsLoadedOnceUnlessItIsForced() throws Exception {
        put(file("a.csv", "1,x\n"), "@landing");
        run("create table t (a int, b varchar)");
        assertThat(run("copy into t from @landing" + CSV)).isEqualTo(1);
        assertThat(rows("copy into t from @landing" + CSV)).containsExactly("Copy executed with 0 files processed.");
        rows("copy into t from @landing" + CSV + " force=true");
        put(file("a.csv", "2,y\n"), "@landing overwrite=true");
        rows("copy into t from @landing" + CSV + " purge=true");
        assertThat(rows("select a from t order by a")).containsExactly("1", "1", "2");
        assertThat(rows("list @landing")).isEmpty();
    }

    @Test
    void aFieldThatIsNoValueAbortsOrIsLeftOut() throws Exception {
        put(file("a.csv", "1,2026-01-01\nx,2026-01-01\n3,never\n"), "@landing");
        run("create table t (a int, d date)");
        assertThatThrownBy(() -> run("copy into t from @landing" + CSV))
                .isInstanceOfSatisfying(SQLException.class, error -> {
                    assertThat(error.getErrorCode()).isEqualTo(100038);
                    assertThat(error.getMessage()).contains("line 2", "\"A\"");
                });
        assertThat(rows("select count(*) from t")).containsExactly("0");
        assertThat(rows("copy into t from @landing" + CSV + " on_error=skip_file")
                        .get(0))
                .startsWith("landing/a.csv.gz|LOAD_FAILED|3|0|1|2|Numeric value");
        assertThat(rows("copy into t from @landing" + CSV + " on_error=continue")
                        .get(0))
                .startsWith("landing/a.csv.gz|PARTIALLY_LOADED|3|1|3|2|Numeric value");
        assertThat(rows("select a, d from t")).containsExactly("1|2026-01-01");
    }

    @Test
    void optionsAreHonouredOrRefusedByName() throws Exception {
        put(file("a.csv", "h1;h2;h3\n'it''s';0aFF;2026-02-03T04:05:06.000007+02:00\n-;;\n"), "@~/in");
        run("create table t (a varchar, b binary, ts timestamp_tz(6))");
        rows("copy into t from @~/in files=('a.csv.gz') file_format=(type=csv skip_header=1 field_delimiter=';'"
                + " field_optionally_enclosed_by='''' null_if=('-') binary_format=hex"
                + " timestamp_format='YYYY-MM-DD\"T\"HH24:MI:SS.FF6TZH:TZM')");
        assertThat(rows("select a, b, date_part(epoch_microsecond, ts) from t order by a"))
                .containsExactly("it's|0AFF|1770084306000007", "null|null|null");
        assertThatThrownBy(() -> run("copy into t from @~ file_format=(type=csv multi_line=true)"))
                .hasMessageContaining("MULTI_LINE");
        assertThatThrownBy(() -> run("copy into t from @~ file_format=(type=csv compression=zstd)"))
                .hasMessageContaining("COMPRESSION = ZSTD");
        assertThatThrownBy(() -> run("copy into t from @~ size_limit=10")).hasMessageContaining("SIZE_LIMIT");
        assertThatThrownBy(() -> run("copy into t from @~ validation_mode=return_errors"))
                .hasMessageContaining("VALIDATION_MODE");
        assertThatThrownBy(() -> run("copy into t from @nowhere")).hasMessageContaining("NOWHERE");
    }

    @Test
    void filesAreListedFetchedAndRemoved() throws Exception {
        put(file("a.csv", "1\n"), "@%t auto_compress=false");
        put(file("b.txt", "2\n"), "@%t/deep auto_compress=false");
        assertThat(rows("ls @%t"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("a.csv|2|b026324c6904b2a9cb4b88d6d61c81d1|");
        assertThat(rows("list @%t pattern='.*txt'")).hasSize(1);
        Path there = Files.createDirectory(directory.resolve("there"));
        assertThat(rows("get @%t/deep 'file://" + there + "'")).hasSize(1);
        assertThat(there.resolve("b.txt")).hasContent("2");
        assertThat(rows("rm @%t/deep")).containsExactly("deep/b.txt|removed");
        assertThat(rows("ls @%t")).hasSize(1);
    }

    @Test
    void rowsAreUnloadedAndLoadedAgain() throws Exception {
        run("create table t (a int, b varchar)");
        run("insert into t values (1, 'x'), (2, null)");
        assertThat(rows("copy into @landing/out from t file_format=(type=parquet)"))
                .hasSize(1);
        assertThat(rows("copy into @landing/csv/ from (select a, b from t) file_format=(type=csv)"))
                .hasSize(1);
        run("create table u like t");
        rows("copy into u from @landing/out file_format=(type=parquet) match_by_column_name=case_insensitive");
        rows("copy into u from @landing/csv/" + CSV);
        assertThat(rows("select a, b, count(*) from u group by a, b order by a"))
                .isEqualTo(List.of("1|x|2", "2|null|2"));
    }

    @Test
    void aPutIsRecordedWithItsSize() throws Exception {
        put(file("a.csv", "12345"), "@landing");
        assertThat(snowflake.statements()).last().satisfies(put -> {
            assertThat(put.kind()).isEqualTo("PUT");
            assertThat(put.bytes()).isEqualTo(5);
        });
        snowflake.forgetStatements();
        assertThat(snowflake.statements()).isEmpty();
    }
}
