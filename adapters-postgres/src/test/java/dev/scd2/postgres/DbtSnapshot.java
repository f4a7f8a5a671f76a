package dev.scd2.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Keeps a snapshot as dbt does: its own statements, strategy timestamp, hard deletes invalidated. */
final class DbtSnapshot {
    private static final String SCD_ID =
            "md5(coalesce(cast(member_id as varchar ), '') || '|' || coalesce(cast(updated_at as varchar ), ''))";

    private final Statement statement;
    private boolean built;

    DbtSnapshot(Connection connection) throws SQLException {
        statement = connection.createStatement();
        statement.execute("create table source_member (member_id text, plan text, updated_at timestamp)");
    }

    /** Runs {@code dbt snapshot} at {@code clock} over these rows of the source. */
    void run(String clock, String... rows) throws SQLException {
        statement.execute("delete from source_member");
        for (String row : rows) {
            statement.execute("insert into source_member values (" + row + ")");
        }
        if (built) {
            stage(clock);
            merge();
        } else {
            build();
        }
    }

    private void build() throws SQLException {
        built = true;
        statement.execute("create table member_snapshot as select *, " + SCD_ID + " as dbt_scd_id,"
                + " updated_at as dbt_updated_at, updated_at as dbt_valid_from,"
                + " coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to"
                + " from (select * from source_member) sbq");
    }

    private void stage(String clock) throws SQLException {
        statement.execute("drop table if exists member_snapshot__dbt_tmp");
        statement.execute(
                "create temporary table member_snapshot__dbt_tmp as with snapshot_query as (select * from source_member),"
                        + " snapshotted_data as (select *, member_id as dbt_unique_key from member_snapshot"
                        + " where dbt_valid_to is null),"
                        + " insertions_source_data as (select *, member_id as dbt_unique_key,"
                        + " updated_at as dbt_updated_at, updated_at as dbt_valid_from,"
                        + " coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to, " + SCD_ID
                        + " as dbt_scd_id from snapshot_query),"
                        + " updates_source_data as (select *, member_id as dbt_unique_key,"
                        + " updated_at as dbt_updated_at, updated_at as dbt_valid_from, updated_at as dbt_valid_to"
                        + " from snapshot_query),"
                        + " deletes_source_data as (select *, member_id as dbt_unique_key from snapshot_query),"
                        + " insertions as (select 'insert' as dbt_change_type, source_data.member_id, source_data.plan,"
                        + " source_data.updated_at, source_data.dbt_updated_at, source_data.dbt_valid_from,"
                        + " source_data.dbt_valid_to, source_data.dbt_scd_id from insertions_source_data as source_data"
                        + " left outer join snapshotted_data"
                        + " on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key"
                        + " where snapshotted_data.dbt_unique_key is null"
                        + " or (snapshotted_data.dbt_unique_key is not null"
                        + " and (snapshotted_data.dbt_valid_from < source_data.updated_at))),"
                        + " updates as (select 'update' as dbt_change_type, source_data.member_id, source_data.plan,"
                        + " source_data.updated_at, source_data.dbt_updated_at, source_data.dbt_valid_from,"
                        + " source_data.dbt_valid_to, snapshotted_data.dbt_scd_id from updates_source_data as source_data"
                        + " join snapshotted_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key"
                        + " where (snapshotted_data.dbt_valid_from < source_data.updated_at)),"
                        + " deletes as (select 'delete' as dbt_change_type, snapshotted_data.member_id,"
                        + " snapshotted_data.plan, snapshotted_data.updated_at, timestamp '" + clock
                        + "' as dbt_updated_at, timestamp '" + clock + "' as dbt_valid_from, timestamp '" + clock
                        + "' as dbt_valid_to, snapshotted_data.dbt_scd_id from snapshotted_data"
                        + " left join deletes_source_data as source_data"
                        + " on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key"
                        + " where source_data.dbt_unique_key is null and snapshotted_data.dbt_unique_key is not null)"
                        + " select * from insertions union all select * from updates union all select * from deletes");
    }

    private void merge() throws SQLException {
        statement.execute("update member_snapshot set dbt_valid_to = dbt_internal_source.dbt_valid_to"
                + " from member_snapshot__dbt_tmp as dbt_internal_source"
                + " where dbt_internal_source.dbt_scd_id::text = member_snapshot.dbt_scd_id::text"
                + " and dbt_internal_source.dbt_change_type::text in ('update'::text, 'delete'::text)"
                + " and member_snapshot.dbt_valid_to is null");
        String columns = "member_id, plan, updated_at, dbt_updated_at, dbt_valid_from, dbt_valid_to, dbt_scd_id";
        statement.execute("insert into member_snapshot (" + columns + ") select " + columns
                + " from member_snapshot__dbt_tmp as dbt_internal_source"
                + " where dbt_internal_source.dbt_change_type::text = 'insert'::text");
    }
}
