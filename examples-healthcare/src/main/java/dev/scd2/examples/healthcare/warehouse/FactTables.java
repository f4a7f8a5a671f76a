package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Claim lines joined to the versions in force at the beginning of the day of service, UTC. No line disappears: a miss keeps
 * the line and names why. Made anew from staging, all at once. Confined to one thread.
 */
final class FactTables {
    private final Warehouse warehouse;

    FactTables(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    void rebuild() throws SQLException {
        warehouse.connection().setAutoCommit(false);
        try (Statement statement = warehouse.connection().createStatement()) {
            statement.execute(LINES);
            statement.execute(joined());
            statement.execute(quarantine());
            warehouse.connection().commit();
        } finally {
            warehouse.connection().rollback();
            warehouse.connection().setAutoCommit(true);
        }
    }

    /** Header and line in one row, with the one claim date that every join and report uses. */
    private static final String LINES = "create or replace table intermediate.int_claim_line as"
            + " select l.claim_id, l.line_number, c.claim_type, c.record_type, c.status, c.carc, c.member_id,"
            + " c.rendering_provider_id as provider_id, c.billing_provider_id, c.plan_id as claimed_plan_id,"
            + " 'MED' as coverage_type, c.service_from_date as service_date, 'service_from_date' as claim_date_source,"
            + " c.service_from_date::timestamp at time zone 'UTC' as service_at,"
            + " year(c.service_from_date)::bigint as plan_year, c.received_date, c.adjudicated_at, c.paid_date,"
            + " l.procedure_code, l.line_status, l.units, l.billed_amount, l.allowed_amount, l.paid_amount,"
            + " l.deductible_amount, l.coinsurance_amount, l.copay_amount, l.other_payer_amount, l.member_cost_amount"
            + " from staging.claim_lines l join staging.claims c using (claim_id)";

    /** What cannot be a fact, each with a reason; the payloads of what could not be read stay in the raw tables. */
    private static String quarantine() {
        StringBuilder sql = new StringBuilder("create or replace table dq.quarantine as"
                + " select 'claim_lines' as entity, claim_id || '/' || line_number as key, 'NO_HEADER' as reason,"
                + " null::integer as part, null::bigint as off from staging.claim_lines anti join staging.claims"
                + " using (claim_id)");
        for (OltpTable table : OltpSchema.entities()) {
            sql.append(" union all select '")
                    .append(table.tableName())
                    .append("', null, upper(op), part, off from raw.\"")
                    .append(table.tableName())
                    .append("\" where problem is not null");
        }
        return sql.toString();
    }

    private static String joined() {
        return "create or replace table marts.fact_claim_line as with first_join as (select f.*"
                + version("member", "f.member_id is null", "state", "zip", "fpl_ratio")
                + version("provider", "f.provider_id is null", "specialty", "city", "state")
                + version("enrollment", "f.member_id is null", "enrollment_id", "plan_id", "csr_variant")
                + " from intermediate.int_claim_line f"
                + join("member", "member_id")
                + join("provider", "provider_id")
                + join("enrollment", "member_id", "coverage_type")
                + ") select f.*"
                + version(
                        "plan",
                        "f.plan_id is null",
                        "line_of_business",
                        "plan_network_access_type",
                        "metal_tier",
                        "deductible",
                        "monthly_premium")
                + " from (select *, enrollment_plan_id as plan_id, plan_year as effective_year from first_join) f"
                + join("plan", "plan_id", "effective_year");
    }

    private static String version(String alias, String nulls, String... attributes) {
        StringBuilder sql =
                new StringBuilder(", @." + alias + "_sk, case when @." + alias + "_sk is not null then 'MATCHED'"
                        + " when @_key.since is not null and f.service_at < @_key.since then 'BEFORE_FIRST'"
                        + " when @_key.since is not null then 'GAP'"
                        + " when " + nulls + " then 'NULL_KEY' else 'UNKNOWN_KEY' end as @_outcome");
        for (String attribute : attributes) {
            sql.append(", @.").append(attribute).append(" as @_").append(attribute);
        }
        return sql.toString().replace("@", alias);
    }

    private static String join(String alias, String... key) {
        String keys = String.join(", ", key);
        String same = Arrays.stream(key).map(k -> "@." + k + " = f." + k).collect(Collectors.joining(" and "));
        return (" left join marts.dim_@ @ on " + same + " and f.service_at >= @.validity_start_ts"
                        + " and f.service_at < @.validity_end_ts and not @.deleted_flag"
                        + " left join (select " + keys + ", min(validity_start_ts) as since from marts.dim_@"
                        + " where not deleted_flag group by " + keys + ") @_key on "
                        + same.replace("@.", "@_key."))
                .replace("@", alias);
    }
}
