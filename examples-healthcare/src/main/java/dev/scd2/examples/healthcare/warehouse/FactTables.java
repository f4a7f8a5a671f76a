package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.sql.join.AsOfJoin;
import dev.scd2.sql.join.JoinDialect;
import java.util.List;

/**
 * Claim lines joined to the versions in force at the beginning of the day of service, UTC: as they are known now, and for
 * coverage also as it was known when the claim was paid, or else decided. The day of payment counts to its end. No line
 * disappears: a miss keeps the line and names why. Made anew from staging. Confined to one thread.
 */
final class FactTables {
    private final Warehouse warehouse;

    FactTables(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    void rebuild() {
        warehouse.define(definitions(warehouse.kind()));
    }

    static List<String> definitions(WarehouseKind kind) {
        return List.of(lines(kind), joined(kind.joins()), quarantine(kind));
    }

    /** Header and line in one row, with the one claim date that every join and report uses. */
    private static String lines(WarehouseKind kind) {
        return "create or replace table intermediate.int_claim_line as"
                + " select l.claim_id, l.line_number, c.claim_type, c.record_type, c.status, c.carc, c.member_id,"
                + " c.rendering_provider_id as provider_id, c.billing_provider_id, c.plan_id as claimed_plan_id,"
                + " 'MED' as coverage_type, c.service_from_date as service_date, 'service_from_date' as claim_date_source,"
                + " " + kind.startOfDay("c.service_from_date") + " as service_at,"
                + " year(c.service_from_date)::bigint as plan_year, c.received_date, c.adjudicated_at, c.paid_date,"
                + " c.status = 'PAID' and c.record_type <> 'REVERSAL' as is_final,"
                + " coalesce(" + kind.endOfDay("c.paid_date") + ", c.adjudicated_at) as known_at,"
                + " l.procedure_code, l.line_status, l.units, l.billed_amount, l.allowed_amount, l.paid_amount,"
                + " l.deductible_amount, l.coinsurance_amount, l.copay_amount, l.other_payer_amount, l.member_cost_amount"
                + " from staging.claim_lines l join staging.claims c using (claim_id)";
    }

    /** What cannot be a fact, each with a reason; the payloads of what could not be read stay in the raw tables. */
    private static String quarantine(WarehouseKind kind) {
        StringBuilder sql = new StringBuilder("create or replace table dq.quarantine as"
                + " select 'claim_lines' as entity, claim_id || '/' || line_number as key, 'NO_HEADER' as reason,"
                + " null::integer as part, null::bigint as off from staging.claim_lines l"
                + " where not exists (select 1 from staging.claims c where c.claim_id = l.claim_id)");
        for (OltpTable table : OltpSchema.entities()) {
            sql.append(" union all select '")
                    .append(table.tableName())
                    .append("', null, upper(op), part, off from raw.")
                    .append(kind.dialect().quote(table.tableName()))
                    .append(" where problem is not null");
        }
        return sql.toString();
    }

    private static String joined(JoinDialect dialect) {
        String first = AsOfJoin.of("select * from intermediate.int_claim_line", dialect)
                .lookup(PayerDimension.MEMBER.lookup("member_id").columns("state", "zip", "fpl_ratio"))
                .lookup(PayerDimension.PROVIDER.lookup("provider_id").columns("specialty", "city", "state"))
                .lookup(PayerDimension.ENROLLMENT
                        .lookup("member_id", "coverage_type")
                        .columns("enrollment_id", "plan_id", "csr_variant", "attr_hash"))
                .lookup(PayerDimension.ENROLLMENT
                        .lookup("member_id", "coverage_type")
                        .as("as_paid")
                        .knownAt("known_at")
                        .columns("enrollment_id", "plan_id", "csr_variant", "attr_hash"))
                .sql();
        String second = AsOfJoin.of("select *, enrollment_plan_id as plan_id from (" + first + ")", dialect)
                .lookup(PayerDimension.PLAN
                        .lookup("plan_id", "plan_year")
                        .columns(
                                "line_of_business",
                                "plan_network_access_type",
                                "metal_tier",
                                "deductible",
                                "monthly_premium"))
                .sql();
        return "create or replace table marts.fact_claim_line as " + second;
    }
}
