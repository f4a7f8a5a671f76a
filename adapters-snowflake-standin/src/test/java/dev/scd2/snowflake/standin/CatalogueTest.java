package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Roles, grants, policies, tags and secure views: kept and shown, and not enforced. */
class CatalogueTest extends StandInTest {
    @Test
    void whatIsGrantedIsShownUntilItIsRevoked() throws SQLException {
        run("create role \"analyst\" comment = 'asks'");
        run("create database role db.reader");
        run("create table t (a int)");
        run("grant select, insert on table t to database role db.reader");
        run("grant database role db.reader to role \"analyst\"");
        assertThat(rows("show grants to database role db.reader"))
                .extracting(row -> row.substring(row.indexOf('|')))
                .containsExactly(
                        "|SELECT|TABLE|DB.PUBLIC.T|DATABASE_ROLE|READER|false|",
                        "|INSERT|TABLE|DB.PUBLIC.T|DATABASE_ROLE|READER|false|");
        assertThat(rows("show grants of database role reader"))
                .extracting(row -> row.substring(row.indexOf('|')))
                .containsExactly("|READER|ROLE|\"analyst\"|");
        run("revoke insert on table t from database role db.reader");
        assertThat(rows("show grants to database role db.reader")).hasSize(1);
        run("drop database role db.reader");
        assertThat(rows("show grants to role \"analyst\"")).isEmpty();
    }

    @Test
    void aPolicyIsKeptWithItsTextAndMasksNothing() throws SQLException {
        run("create table t (a varchar)");
        run("insert into t values ('x')");
        run(
                "create masking policy p as (val varchar) returns varchar ->\n  case when true then null end comment = 'hides'");
        run("alter table t modify column a set masking policy p");
        assertThat(rows("describe masking policy p"))
                .containsExactly("P|(val varchar)|varchar|case when true then null end");
        assertThat(rows("select r.* from table(db.information_schema.policy_references(ref_entity_name => 'T',"
                        + " ref_entity_domain => 'TABLE')) as r"))
                .containsExactly("DB|PUBLIC|P|MASKING_POLICY|DB|PUBLIC|T|TABLE|A|null|ACTIVE");
        assertThat(rows("select a from t")).containsExactly("x");
        assertThatThrownBy(() -> run("drop masking policy p")).hasMessageContaining("cannot be dropped");
        assertThatThrownBy(() -> run("alter table t modify column b set masking policy p"))
                .hasMessageContaining("invalid identifier");
        assertThatThrownBy(() -> run("alter table t modify column a set masking policy p"))
                .hasMessageContaining("already attached");
    }

    @Test
    void aSecureViewIsAViewAndShownWithItsText() throws SQLException {
        run("create table t (a varchar)");
        run("insert into t values ('x')");
        run("create or replace secure view v copy grants comment = 'c' as select a from t");
        assertThat(rows("select * from v")).containsExactly("x");
        assertThat(rows("show views in schema db.public"))
                .singleElement()
                .asString()
                .contains("as select a from t|true|");
    }

    @Test
    void whoeverIsNotThereIsMissing() throws SQLException {
        assertThatThrownBy(() -> run("grant role nobody to role public"))
                .hasMessageContaining("'NOBODY' does not exist");
        run("create role r");
        assertThatThrownBy(() -> run("grant select on table nothing to role r")).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> rows("show grants to role s")).hasMessageContaining("'S' does not exist");
    }
}
