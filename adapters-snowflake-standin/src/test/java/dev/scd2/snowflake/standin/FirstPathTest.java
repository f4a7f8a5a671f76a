package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short way through everything: definitions, changes, transactions, files. */
class FirstPathTest extends StandInTest {
    @Test
    void rowsAreWrittenAndRead() throws SQLException {
        run(
                "create or replace table member (id bigint not null, name varchar, joined timestamp_tz(6), primary key (id))");
        try (PreparedStatement insert = connection.prepareStatement("insert into member (id, name) values (?, ?)")) {
            for (int i = 0; i < 3; i++) {
                insert.setLong(1, i);
                insert.setString(2, i == 0 ? null : "m" + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
        }
        assertThat(run("update member m set m.name = s.n from (select 1 as i, 'x' as n) s where m.id = s.i"))
                .isEqualTo(1);
        assertThat(run("delete from member where id = 2")).isEqualTo(1);
        assertThat(rows("select id, name from member order by id")).containsExactly("0|null", "1|x");
        assertThat(run("merge into member as v using (select 1 as i, 'one' as n union all select 7, 'seven') as s"
                        + " on v.id = s.i when matched then update set v.name = s.n"
                        + " when not matched then insert (id, name) values (s.i, s.n)"))
                .isEqualTo(2);
        assertThat(rows("select id, name from member order by id")).containsExactly("0|null", "1|one", "7|seven");
    }

    @Test
    void aTransactionIsTakenBack() throws SQLException {
        run("create table t (a int)");
        connection.setAutoCommit(false);
        run("insert into t values (1)");
        try (Connection other = connect()) {
            assertThat(rows(other, "select count(*) from t")).isEqualTo(List.of("0"));
        }
        connection.rollback();
        run("insert into t values (2)");
        connection.commit();
        assertThat(rows("select * from t")).containsExactly("2");
    }

    @Test
    void aFileIsPutAndCopied() throws Exception {
        Path file = directory.resolve("some rows.csv");
        Files.writeString(file, "1,alpha\n2,\"\"\n3,\n");
        run("create stage landing");
        assertThat(rows("put 'file://" + file + "' @landing/batch1 overwrite=true"))
                .hasSize(1);
        run("create table t (a int, b varchar)");
        assertThat(rows("copy into t from @landing/batch1 file_format=(type=csv field_optionally_enclosed_by='\"')"))
                .containsExactly("landing/batch1/some rows.csv.gz|LOADED|3|3|1|0|null|null|null|null");
        assertThat(rows("select a, b from t order by a")).containsExactly("1|alpha", "2|", "3|null");
        assertThat(rows("copy into t from @landing/batch1 file_format=(type=csv field_optionally_enclosed_by='\"')"))
                .containsExactly("Copy executed with 0 files processed.");
    }

    @Test
    void whatIsNotKnownIsRefusedByName() {
        assertThatThrownBy(() -> run("create warehouse w")).hasMessageContaining("CREATE WAREHOUSE");
        assertThatThrownBy(() -> rows("select strftime(1)")).hasMessageContaining("Unknown function STRFTIME");
        assertThatThrownBy(() -> rows("select nope from missing")).hasMessageContaining("'MISSING' does not exist");
    }
}
