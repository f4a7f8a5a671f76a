package dev.scd2.examples.healthcare.generate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a plan in one benefit year. Immutable.
 *
 * @param metal  the metal tier, null outside ACA
 * @param premium  cents per month at age 21
 * @param deductible  cents per year
 * @param oopMax  cents per year
 * @param coinsurance  the member's share, of 1
 */
record PlanYear(
        String planId,
        int year,
        Lob lob,
        String state,
        String network,
        @Nullable String metal,
        long premium,
        long deductible,
        long oopMax,
        double coinsurance,
        long pcpCopay,
        long genericCopay) {

    PlanYear withTerms(int otherYear, long otherPremium, long otherDeductible) {
        return new PlanYear(
                planId,
                otherYear,
                lob,
                state,
                network,
                metal,
                otherPremium,
                otherDeductible,
                oopMax,
                coinsurance,
                pcpCopay,
                genericCopay);
    }

    /** The plan type of a policy. */
    String policyType() {
        if (lob == Lob.MEDICAID || lob == Lob.MEDICARE) {
            return lob.name();
        }
        return network.equals("HMO") || network.equals("POS") ? "HMO" : "PPO";
    }

    Map<String, @Nullable Object> columns() {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("plan_id", planId);
        columns.put("effective_year", year);
        columns.put("benefit_year_start", LocalDate.of(year, 1, 1));
        columns.put("benefit_year_end", LocalDate.of(year, 12, 31));
        columns.put("issuer_id", planId.substring(0, 5));
        columns.put("name", state + " " + (metal == null ? lob.name() : metal) + " " + network);
        columns.put("line_of_business", lob.name());
        columns.put("plan_network_access_type", network);
        columns.put("metal_tier", metal);
        columns.put("actuarial_value", actuarialValue());
        columns.put("monthly_premium", Money.of(premium));
        columns.put("deductible", Money.of(deductible));
        columns.put("oop_max", Money.of(oopMax));
        columns.put("coinsurance_rate", Money.ratio(coinsurance, 4));
        columns.put("pcp_copay", Money.of(pcpCopay));
        columns.put("specialist_copay", Money.of(pcpCopay * 2));
        columns.put("er_copay", Money.of(pcpCopay * 8));
        columns.put("generic_rx_copay", Money.of(genericCopay));
        columns.put("state", state);
        columns.put("discontinued", false);
        return columns;
    }

    private @Nullable BigDecimal actuarialValue() {
        if (metal == null) {
            return null;
        }
        return switch (metal) {
            case "Platinum" -> Money.ratio(0.9, 4);
            case "Gold" -> Money.ratio(0.8, 4);
            case "Silver" -> Money.ratio(0.7, 4);
            default -> Money.ratio(0.6, 4);
        };
    }
}
