package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions and the forms of a query, each with what Snowflake answers. */
class QueriesTest extends StandInTest {
    @Test
    void functionsAnswerAsTheirPageSays() throws SQLException {
        String[][] cases = {
            {"iff(1 = 2, 'a', 'b')", "b"},
            {"nvl(null, 3)", "3"},
            {"nvl2(null, 1, 2)", "2"},
            {"zeroifnull(null::int)", "0"},
            {"equal_null(null, null)", "TRUE"},
            {"1 is distinct from null", "TRUE"},
            {"sha2('a')", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
            {"md5('a')", "0cc175b9c0f1b6a831c399e269772661"},
            {"greatest(1, null)", "null"},
            {"least(2, 1)", "1"},
            {"substr('abc', 2::number)", "bc"},
            {"left('abc', 2)", "ab"},
            {"dateadd(day, 1, '2026-01-31'::date)::date", "2026-02-01"},
            {"dateadd('month', 1, '2026-01-31'::timestamp_ntz)::date", "2026-02-28"},
            {"datediff(day, '2026-01-01'::date, '2026-03-01'::date)", "59"},
            {"date_part(epoch_microsecond, '1969-12-31 23:59:59.999999'::timestamp_ntz)", "-1"},
            {"date_part(epoch_second, '1969-12-31 23:59:59.999999'::timestamp_ntz)", "-1"},
            {"extract(year from '2026-05-06'::date)", "2026"},
            {"date_trunc('month', '2026-05-06'::date)::date", "2026-05-01"},
            {"last_day('2026-02-06'::date)", "2026-02-28"},
            {"date_from_parts(2026, 2, 30)", "2026-03-02"},
            {"to_date('06.05.2026', 'DD.MM.YYYY')", "2026-05-06"},
            {"try_to_date('never')", "null"},
            {"try_cast('x' as int)", "null"},
            {"try_to_number('12.7')", "13"},
            {"to_number('12.75', 10, 2)", "12.75"},
            {"date_part(epoch_microsecond, to_timestamp_ntz(1767323045678901, 6))", "1767323045678901"},
            {"date_part(epoch_microsecond, to_timestamp_tz('2026-01-02 03:04:05.678901 +01:00'))", "1767319445678901"},
            {"date_part(epoch_second, to_timestamp_ltz('1767323045'))", "1767323045"},
            {"to_varchar('2026-05-06 07:08:09'::timestamp_ntz, 'YYYY-MM-DD\"T\"HH24:MI:SS')", "2026-05-06T07:08:09"},
            {"trim(to_varchar(300, 'XXXXXXXX'))", "12C"},
            {"length(to_varchar(300, 'XXXXXXXX'))", "9"},
            {"octet_length('\u00e9\u2744')", "5"},
            {"octet_length(to_binary('00ff', 'HEX'))", "2"},
            {"hex_encode(to_binary('00ff', 'HEX'))", "00FF"},
            {"sha2(to_binary('ff', 'HEX'), 256)", "a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89"},
            {"date_part(hour, timestamp_tz_from_parts(2026, 1, 2, 3, 4, 5, 0, 'UTC'))", "3"},
            {
                "convert_timezone('America/New_York', 'UTC', '2026-01-02 03:04:05'::timestamp_ntz)::varchar",
                "2026-01-02 08:04:05"
            },
            {"current_database() || current_schema() || current_role() || current_user()", "DBPUBLICSYSADMINTESTER"},
            {"object_construct('b', 1, 'n', null)::varchar", "{\"b\":1}"},
            {"hash(1, 'a') = hash(1, 'a')", "TRUE"},
            {"'a' collate 'utf8' = 'A'", "FALSE"},
            {"case when 1 = 1 then 'it''s -- no comment' end", "it's -- no comment"},
            {"5 / 2", "2.5"},
        };
        for (String[] one : cases) {
            assertThat(rows("select " + one[0] + " as x")).as(one[0]).containsExactly(one[1]);
        }
    }

    @Test
    void aggregatesAndWindows() throws SQLException {
        run("create table t (k varchar, n int)");
        run("insert into t values ('a', 1), ('a', 2), ('b', null), ('b', 4)");
        assertThat(rows("select k, listagg(n, '+') within group (order by n desc), count_if(n > 1), max_by(k, n) from t"
                        + " group by k order by k"))
                .containsExactly("a|2+1|1|a", "b|4|1|b");
        assertThat(rows("select listagg(k) from t where 1 = 0")).containsExactly("");
        assertThat(rows("select array_agg(n) within group (order by n) from t")).containsExactly("[1, 2, 4]");
        assertThat(rows("select k, n from t qualify row_number() over (partition by k order by n desc nulls last) = 1"
                        + " order by k"))
                .containsExactly("a|2", "b|4");
        assertThat(rows("with c (x) as (select n from t) select x from c order by x desc"))
                .containsExactly("null", "4", "2", "1");
        assertThat(rows("select seq4() from table(generator(rowcount => 3)) order by 1"))
                .containsExactly("0", "1", "2");
        assertThat(rows("select $1, $2 from values (1, 'x')")).containsExactly("1|x");
    }

    @Test
    void anAsOfJoinKeepsEveryRowOfItsLeftSide() throws SQLException {
        run("create table fact (k int, ts timestamp_ntz)");
        run("create table version (k int, valid_from timestamp_ntz, name varchar)");
        run("insert into fact values (1, '2026-01-02'), (1, '2025-01-01'), (2, '2026-01-01')");
        run("insert into version values (1, '2026-01-01', 'a'), (1, '2026-01-03', 'b')");
        String[] expected = {"1|null", "1|a", "2|null"};
        assertThat(rows("select f.k, v.name from fact f asof join version v match_condition (f.ts >= v.valid_from)"
                        + " on f.k = v.k order by f.k, f.ts"))
                .containsExactly(expected);
        assertThat(rows("select f.k, v.name from fact f asof join version v match_condition (f.ts >= v.valid_from)"
                        + " using (k) order by f.k, f.ts"))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select strftime(1, 2)|Unknown function STRFTIME",
                "select 1 from t at (timestamp => '2026-01-01'::timestamp)|time travel",
                "select distinct on (a) a from t|unexpected 'ON'",
                "insert into t values (1) returning a|unexpected 'RETURNING'",
                "select count(*) filter (where a > 1) from t|unexpected 'FILTER'",
                "select sum(a) over w from t window w as (order by a)|unexpected 'WINDOW'",
                "select current_timestamp() at time zone 'UTC'|unexpected 'TIME'",
                "select timestamp with time zone '2026-01-01'|unexpected 'WITH'",
                "select row_number() over (partition by a) from t|unexpected ')'",
                "select lag(a) over () from t|unexpected ')'",
                "select 1 from t asof join t s match_condition (abs(t.a) >= s.a)|MATCH_CONDITION",
                "select * from t semi join t using (a)|unexpected 'SEMI'",
                "select * from table(result_scan(last_query_id()))|RESULT_SCAN",
                "select * from t pivot (sum(a) for a in (1))|PIVOT",
                "frobnicate t|unexpected 'FROBNICATE'",
                "grant select on t to role r|GRANT",
                "select 1; select 2|statement count",
                "select 'a' collate 'de-ci'|de-ci",
                "merge into t using t s on t.a = s.a when not matched by source then delete|BY SOURCE",
            })
    void whatIsNotUnderstoodIsRefusedByName(String sql, String name) throws SQLException {
        run("create table t (a int)");
        assertThatThrownBy(() -> rows(sql)).isInstanceOf(SQLException.class).hasMessageContaining(name);
    }
}
