package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** INSERT, UPDATE, DELETE, MERGE, and what is refused of them. */
class ChangesTest extends StandInTest {
    @BeforeEach
    void table() throws SQLException {
        run("create table t (k int not null, v varchar(5), n number(4, 1))");
        run("insert into t values (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
    }

    @Test
    void aMergeTakesTheFirstBranchThatHolds() throws SQLException {
        String sql =
                "merge into DB.PUBLIC.t as v using (select column1 as k, column2 as v from (values (1, 'x'), (2, null),"
                        + " (3, 'c'), (4, 'd'), (5, null))) as s on v.k = case when s.k > 0 then s.k end"
                        + " when matched and s.v is null then delete"
                        + " when matched and case when v.v <> s.v then true else false end then update set v.v = s.v, n = v.n + 1"
                        + " when not matched and s.v is not null then insert (k, v) values (s.k, s.v)";
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql.replace("column1", "col0").replace("column2", "col1")))
                    .isEqualTo(3);
        }
        assertThat(rows("select * from t order by k")).containsExactly("1|x|2.0", "3|c|3.0", "4|d|null");
    }

    @Test
    void aMergeThatHitsARowTwiceIsRefused() throws SQLException {
        String twice =
                "merge into t using (select 1 as k, 'x' as v union all select 1, 'y') s on t.k = s.k when matched";
        assertThatThrownBy(() -> run(twice + " then update set v = s.v"))
                .isInstanceOfSatisfying(SQLException.class, error -> {
                    assertThat(error.getErrorCode()).isEqualTo(100090);
                    assertThat(error.getSQLState()).isEqualTo("42P18");
                });
        assertThat(rows("select v from t where k = 1")).containsExactly("a");
        assertThatThrownBy(() -> run(twice + " and s.v = 'x' then delete when matched then update set v = s.v"))
                .hasMessageContaining("Duplicate row");
    }

    @Test
    void aRowThatIsHitTwiceAndTakenOnceIsMerged() throws SQLException {
        String twice =
                "merge into t using (select 1 as k, 'x' as v union all select 1, 'y') s on t.k = s.k when matched";
        assertThat(run(twice + " and s.v = 'y' then update set v = s.v")).isEqualTo(1);
        assertThat(rows("select v from t where k = 1")).containsExactly("y");
    }

    @Test
    void parametersOfAMergeAreBound() throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(
                "merge into t using (select ?::int as k, ?::varchar as v) s on t.k = s.k"
                        + " when matched then update set t.v = s.v when not matched then insert (k, v, n) values (s.k, s.v, ?)")) {
            merge.setInt(1, 1);
            merge.setString(2, "one");
            merge.setInt(3, 9);
            assertThat(merge.executeUpdate()).isEqualTo(1);
            merge.setInt(1, 7);
            assertThat(merge.executeUpdate()).isEqualTo(1);
        }
        assertThat(rows("select * from t where v = 'one' order by k")).containsExactly("1|one|1.0", "7|one|9.0");
    }

    @Test
    void rowsAreOverwrittenUpdatedAndDeletedByOtherTables() throws SQLException {
        assertThat(run("update t set t.n = s.n, v = 'u' from (select 2 as k, 8 as n) as s where t.k = s.k"))
                .isEqualTo(1);
        assertThat(run("delete from t using (select 3 as k) s where t.k = s.k")).isEqualTo(1);
        assertThat(rows("select * from t order by k")).containsExactly("1|a|1.0", "2|u|8.0");
        assertThat(run("insert overwrite into t select 9, 'z', 0")).isEqualTo(1);
        assertThat(rows("select * from t")).containsExactly("9|z|0.0");
    }

    @Test
    void manyRowsAreBoundInOneStatement() throws SQLException {
        snowflake.forgetStatements();
        try (PreparedStatement insert = connection.prepareStatement("insert into t (k, v) values (?, ?)")) {
            for (int i = 0; i < 5_000; i++) {
                insert.setInt(1, 100 + i);
                insert.setString(2, "r");
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(5_000).containsOnly(1);
        }
        assertThat(snowflake.statements().stream().filter(one -> !one.describeOnly()))
                .hasSize(1);
        assertThat(rows("select count(*), sum(k) from t where k >= 100")).containsExactly("5000|12997500");
    }

    @Test
    void aLargeResultIsStreamed() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select seq4() as n from table(generator(rowcount => 300000))")) {
            long sum = 0;
            while (rows.next()) {
                sum += rows.getLong(1);
            }
            assertThat(sum).isEqualTo(300_000L * 299_999 / 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "selec 1|1003|42000",
                "select nope from t|904|42000",
                "select t.nope from t|904|42000",
                "select * from missing|2003|42S02",
                "select * from nowhere.missing|2003|02000",
                "create table t (a int)|2002|42710",
                "select 1 / 0|100051|22012",
                "select n / 0 from t|100051|22012",
                "select v::int from t|100038|22018",
                "select 'never'::date|100040|22007",
                "select 'never'::timestamp_ntz|100035|22007",
                "select 'maybe'::boolean|100037|22018",
                "insert into t values (4, 'x', 12345)|100046|22003",
                "insert into t values (null, 'x', 1)|100072|22000",
                "insert into t values (4, 'longer', 1)|100078|22000",
                "insert into t values (4)|2020|21S01",
                "select nosuch(1)|2140|42601",
                "list @nowhere|2003|02000",
                "grant usage on function f to role r|2|0A000",
            })
    void errorsHaveTheirCodesAndTellNoValues(String sql, int code, String state) {
        assertThatThrownBy(() -> rows(sql)).isInstanceOfSatisfying(SQLException.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo(code);
            assertThat(error.getSQLState()).isEqualTo(state);
            assertThat(error.getMessage()).doesNotContain("12345", "longer", "never", "maybe");
        });
    }
}
