package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** CREATE, ALTER, DROP, names, settings, logins. */
class DefinitionsTest extends StandInTest {
    @Test
    void aTableIsCreatedInEveryForm() throws SQLException {
        run(
                "create or replace transient table a (id number(10, 0) not null autoincrement start 5 increment 2 primary key,"
                        + " name varchar(10) default 'n' collate 'utf8' comment 'who', at timestamp_ltz(6) default current_timestamp(),"
                        + " constraint u unique (name)) cluster by (id) data_retention_time_in_days = 0 comment = 'c'");
        run("insert into a (name) values ('x'), ('y')");
        assertThat(rows("select id, name, at is not null from a order by id")).containsExactly("5|x|TRUE", "7|y|TRUE");
        run("create table if not exists a (other int)");
        run("create table b as select id, name from a where name = 'x'");
        run("create table c (k int, v varchar) as select id, name from a");
        run("create table d like a");
        assertThat(rows("select count(*) from d")).containsExactly("0");
        run("alter table b add column more varchar");
        run("alter table b alter column id set data type number(20, 0)");
        assertThatThrownBy(() -> run("alter table b alter column id set data type number(22, 2)"))
                .hasMessageContaining("scale");
        run("alter table b rename column more to less");
        run("alter table b rename to e");
        run("alter table c swap with d");
        assertThat(rows("select count(*) from d")).containsExactly("2");
        run("create or replace secure view w as select id from e");
        assertThat(rows("select * from w")).containsExactly("5");
        run("create sequence s start 10 increment 5");
        assertThat(rows("select s.nextval")).containsExactly("10");
        run("truncate table a");
        run("drop table a");
        run("drop table if exists a");
        assertThatThrownBy(() -> run("drop table a")).isInstanceOfSatisfying(SQLException.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo(2003);
            assertThat(error.getSQLState()).isEqualTo("42S02");
        });
    }

    @Test
    void namesWithAndWithoutQuotesAreNamesOfTheirOwn() throws SQLException {
        run("create table \"member\" (\"id\" int, ID varchar)");
        run("create table MEMBER (a int)");
        run("insert into \"member\" (\"id\", id) values (1, 'upper')");
        assertThat(rows("select \"id\", id from \"DB\".\"PUBLIC\".\"member\"")).containsExactly("1|upper");
        assertThat(rows("select count(*) from member")).containsExactly("0");
        assertThatThrownBy(() -> rows("select * from \"Member\"")).hasMessageContaining("'Member' does not exist");
        assertThat(rows("select table_name from information_schema.tables order by 1"))
                .containsExactly("MEMBER", "member");
        assertThat(rows("select column_name, data_type, is_nullable from db.information_schema.columns as c"
                        + " where table_schema = 'PUBLIC' and table_name = 'member' order by ordinal_position"))
                .containsExactly("id|NUMBER|YES", "ID|TEXT|YES");
    }

    @Test
    void theCatalogNamesTypesAsSnowflakeDoes() throws SQLException {
        run(
                "create table t (n number(12, 3), f double, x varbinary, b boolean, d date, ntz datetime, ltz timestamp_ltz,"
                        + " tz timestamp_tz(6), s string not null)");
        assertThat(rows("select data_type, numeric_precision, numeric_scale from information_schema.columns"
                        + " where table_name = 'T' order by ordinal_position"))
                .containsExactly(
                        "NUMBER|12|3",
                        "FLOAT|null|null",
                        "BINARY|null|null",
                        "BOOLEAN|null|null",
                        "DATE|null|null",
                        "TIMESTAMP_NTZ|null|null",
                        "TIMESTAMP_LTZ|null|null",
                        "TIMESTAMP_TZ|null|null",
                        "TEXT|null|null");
    }

    @Test
    void schemasAndDatabasesAreCreatedAndUsed() throws SQLException {
        run("create schema if not exists \"Sales\"");
        run("create table t (a int)");
        assertThat(rows("select table_schema from information_schema.tables where table_name = 'T'"))
                .containsExactly("Sales");
        run("use schema public");
        assertThatThrownBy(() -> rows("select * from t")).isInstanceOf(SQLException.class);
        assertThat(rows("select count(*) from \"Sales\".t")).containsExactly("0");
        run("create database if not exists other");
        run("create table other.public.u (a int)");
        run("insert into other.public.u values (1)");
        run("use other.public");
        assertThat(rows("select a from u")).containsExactly("1");
        assertThat(rows("select current_database(), current_schema()")).containsExactly("OTHER|PUBLIC");
        assertThatThrownBy(() -> run("use schema nowhere"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(2043));
    }

    @Test
    void parametersOfTheSessionAreKnownOrRefused() throws SQLException {
        run("alter session set query_tag = 'nightly'");
        run("alter session set timezone = 'America/New_York'");
        assertThat(rows("select '2026-01-01 00:00:00+00:00'::timestamp_ltz::date"))
                .containsExactly("2025-12-31");
        run("alter session set timestamp_type_mapping = TIMESTAMP_LTZ");
        run("create table t (a timestamp)");
        assertThat(rows("select data_type from information_schema.columns where table_name = 'T'"))
                .containsExactly("TIMESTAMP_LTZ");
        assertThatThrownBy(() -> run("alter session set frobnicate = 1")).hasMessageContaining("FROBNICATE");
        assertThatThrownBy(() -> run("alter session set lock_timeout = soon")).hasMessageContaining("LOCK_TIMEOUT");
        run("alter session set error_on_nondeterministic_merge = true");
        assertThatThrownBy(() -> run("alter session set error_on_nondeterministic_merge = false"))
                .hasMessageContaining("ERROR_ON_NONDETERMINISTIC_MERGE");
        run("use role someone");
        run("use warehouse big");
        assertThat(rows("select current_role(), current_warehouse()")).containsExactly("SOMEONE|BIG");
    }

    @Test
    void onlyTheKnownUserOfTheKnownAccountComesIn() {
        for (String name : new String[] {"password", "user", "account"}) {
            Properties wrong = snowflake.properties();
            wrong.setProperty(name, "wrong");
            assertThatThrownBy(() -> DriverManager.getConnection(snowflake.url(), wrong))
                    .isInstanceOfSatisfying(SQLException.class, error -> {
                        assertThat(error.getErrorCode()).isEqualTo(390100);
                        assertThat(error.getSQLState()).isEqualTo("08001");
                    });
        }
    }

    @Test
    void aStageAtAUrlIsADirectory() throws Exception {
        Path bucket = Files.createDirectory(directory.resolve("bucket"));
        Files.writeString(Files.createDirectory(bucket.resolve("in")).resolve("a.csv"), "1\n");
        try (SnowflakeStandIn other = SnowflakeStandIn.start(directory, Map.of("s3://b/p/", bucket));
                Connection line = DriverManager.getConnection(other.url(), other.properties())) {
            line.createStatement().execute("create stage ext url = 's3://b/p/in/'");
            line.createStatement().execute("create table t (a int)");
            line.createStatement().execute("copy into t from @ext");
            assertThat(rows(line, "select a from t")).containsExactly("1");
            assertThatThrownBy(() -> line.createStatement().execute("create stage no url = 's3://elsewhere/'"))
                    .hasMessageContaining("no directory");
        }
    }
}
