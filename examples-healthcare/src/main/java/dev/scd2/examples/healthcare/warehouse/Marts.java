package dev.scd2.examples.healthcare.warehouse;

import java.util.List;

/** Summaries of the claims, made anew from the facts. Confined to one thread. */
final class Marts {
    static final List<String> NAMES =
            List.of("claims_by_plan_metal_month", "claims_summary_monthly", "retro_impact", "overpayment_candidates");

    /**
     * One row per claim whose coverage on the day of service is another now than it was known to be when the claim was paid:
     * LOST, GAINED, or CHANGED where another coverage answers; of denied claims those that GAINED. A period that only became
     * shorter or longer elsewhere changes nothing. It was learned when the last other answer stopped being believed.
     */
    private static final String RETRO_IMPACT = "create or replace table marts.retro_impact as"
            + " with changed as (select claim_id, member_id, coverage_type, claim_type, status, service_date, service_at,"
            + " paid_date, known_at, as_paid_outcome, as_paid_plan_id, as_paid_csr_variant, enrollment_outcome,"
            + " enrollment_plan_id, enrollment_csr_variant, enrollment_attr_hash,"
            + " case when enrollment_attr_hash is null then 'LOST' when as_paid_attr_hash is null then 'GAINED'"
            + " else 'CHANGED' end as change, sum(billed_amount) as billed_amount, sum(paid_amount) as paid_amount"
            + " from marts.fact_claim_line where (is_final or (status = 'DENIED' and as_paid_attr_hash is null))"
            + " and as_paid_attr_hash is distinct from enrollment_attr_hash group by all),"
            // all that was ever believed of the coverage on the day of service
            + " learned as (select c.claim_id,"
            + " min(case when e.known_from_ts > c.known_at then e.known_from_ts end) as gained_at,"
            + " max(case when e.attr_hash is distinct from c.enrollment_attr_hash then e.known_to_ts end) as lost_at"
            + " from changed c join marts.dim_enrollment e on e.member_id = c.member_id"
            + " and e.coverage_type = c.coverage_type and e.validity_start_ts <= c.service_at"
            + " and c.service_at < e.validity_end_ts group by c.claim_id)"
            + " select c.* exclude (coverage_type, service_at, known_at, enrollment_attr_hash),"
            + " case c.change when 'GAINED' then l.gained_at else l.lost_at end as learned_at"
            + " from changed c left join learned l on l.claim_id = c.claim_id";

    private final Warehouse warehouse;

    Marts(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    void rebuild() {
        warehouse.define(definitions());
    }

    static List<String> definitions() {
        return List.of(
                "create or replace table marts.claims_by_plan_metal_month as"
                        + " select date_trunc('month', service_date)::date as month,"
                        + " plan_line_of_business as line_of_business,"
                        + " plan_plan_network_access_type as plan_network_access_type, plan_metal_tier as metal_tier, "
                        + sums() + " from marts.fact_claim_line group by all order by 1, 2, 3, 4",
                "create or replace table marts.claims_summary_monthly as"
                        + " select member_id, provider_id, enrollment_plan_id as plan_id,"
                        + " date_trunc('month', service_date)::date as month, claim_type, " + sums()
                        + " from marts.fact_claim_line group by all order by 1, 2, 3, 4, 5",
                RETRO_IMPACT,
                "create or replace table marts.overpayment_candidates as select * from marts.retro_impact"
                        + " where change = 'LOST' and paid_amount > 0");
    }

    private static String sums() {
        return "count(distinct claim_id) as claims, count(*) as lines, sum(units) as units,"
                + " sum(billed_amount) as billed, sum(allowed_amount) as allowed, sum(paid_amount) as paid,"
                + " sum(member_cost_amount) as member_cost,"
                + " count(case when line_status = 'DENIED' then 1 end) as denied_lines";
    }
}
