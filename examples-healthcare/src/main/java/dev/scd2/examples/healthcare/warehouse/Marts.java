package dev.scd2.examples.healthcare.warehouse;

import java.util.List;

/** Summaries of the claims, made anew from the facts. Confined to one thread. */
final class Marts {
    static final List<String> NAMES = List.of("claims_by_plan_metal_month", "claims_summary_monthly");

    private final Warehouse warehouse;

    Marts(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    void rebuild() {
        warehouse.execute("create or replace table marts.claims_by_plan_metal_month as"
                + " select date_trunc('month', service_date)::date as month, plan_line_of_business as line_of_business,"
                + " plan_plan_network_access_type as plan_network_access_type, plan_metal_tier as metal_tier, "
                + sums()
                + " from marts.fact_claim_line group by all order by all");
        warehouse.execute("create or replace table marts.claims_summary_monthly as"
                + " select member_id, provider_id, enrollment_plan_id as plan_id,"
                + " date_trunc('month', service_date)::date as month, claim_type, " + sums()
                + " from marts.fact_claim_line group by all order by all");
    }

    private static String sums() {
        return "count(distinct claim_id) as claims, count(*) as lines, sum(units) as units,"
                + " sum(billed_amount) as billed, sum(allowed_amount) as allowed, sum(paid_amount) as paid,"
                + " sum(member_cost_amount) as member_cost,"
                + " count(*) filter (line_status = 'DENIED') as denied_lines";
    }
}
