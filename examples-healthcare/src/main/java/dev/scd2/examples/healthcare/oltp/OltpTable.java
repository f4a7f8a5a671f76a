package dev.scd2.examples.healthcare.oltp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tables of schema {@code payer_oltp}, with their keys and columns in the order of the DDL. The name of a table is
 * also the name of its entity. Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // the collections are never changed after construction
public enum OltpTable {
    /** People, one row each, stable over years. */
    MEMBERS(
            "member_id",
            "person_id t, subscriber_id t, relationship_code t, first_name t, middle_name t, last_name t, dob d,"
                    + " gender t, death_date d, email t, phone t, street t, city t, county_fips t, zip t, state t,"
                    + " rating_area t, region t, household_size i, household_income n, fpl_ratio n,"
                    + " clinical_segment t, broker_id t, status t",
            Kind.VERSIONED),
    /** Plans, one row per benefit year. */
    PLANS(
            "plan_id, effective_year i",
            "benefit_year_start d, benefit_year_end d, issuer_id t, name t, line_of_business t,"
                    + " plan_network_access_type t, metal_tier t, actuarial_value n, monthly_premium n, deductible n,"
                    + " oop_max n, coinsurance_rate n, pcp_copay n, specialist_copay n, er_copay n,"
                    + " generic_rx_copay n, state t, discontinued b, successor_plan_id t",
            Kind.VERSIONED),
    /** Contracts: subscriber, plan and benefit year. */
    POLICIES(
            "policy_id",
            "subscriber_member_id t, plan_id t, effective_year i, plan_type t, group_id t, status t,"
                    + " policy_start_date d, termination_date d, term_reason t, monthly_premium n, aptc_amount n,"
                    + " csr_variant t, paid_through_date d, grace_start_date d, broker_id t, enrollment_channel t",
            Kind.VERSIONED),
    /** Coverage spans: a member, a policy and a coverage type. */
    ENROLLMENTS(
            "enrollment_id",
            "member_id t, policy_id t, plan_id t, coverage_type t, coverage_order i, start_date d, end_date d,"
                    + " status t, maintenance_type_code t, maintenance_reason_code t, csr_variant t, file_kind t",
            Kind.PLAIN),
    /** People and organisations who treat members. */
    PROVIDERS(
            "provider_id",
            "npi t, entity_type i, name t, specialty t, taxonomy_code t, street t, city t, state t, zip t, phone t,"
                    + " group_tin t, npi_status t, enumeration_date d, deactivation_date d",
            Kind.VERSIONED),
    /** Claim headers. */
    CLAIMS(
            "claim_id",
            "claim_version i, original_claim_id t, prior_claim_id t, claim_frequency_code t, record_type t,"
                    + " claim_type t, member_id t, subscriber_id t, policy_id t, plan_id t, billing_provider_id t,"
                    + " rendering_provider_id t, service_from_date d, service_to_date d, admission_date d,"
                    + " discharge_date d, received_date d, adjudicated_at ts, paid_date d, status t, carc t,"
                    + " group_code t, bill_type_code t, place_of_service t, drg_code t, diagnosis_code t,"
                    + " in_network b, clean_claim b, channel t, total_billed n, total_allowed n, total_paid n,"
                    + " total_deductible n, total_coinsurance n, total_copay n, total_other_payer n,"
                    + " total_member_cost n",
            Kind.PLAIN),
    /** Lines of claims. */
    CLAIM_LINES(
            "claim_id, line_number i",
            "service_from_date d, service_to_date d, procedure_code t, code_system t, revenue_code t, ndc_code t,"
                    + " days_supply i, units n, line_status t, carc t, billed_amount n, allowed_amount n,"
                    + " paid_amount n, deductible_amount n, coinsurance_amount n, copay_amount n,"
                    + " other_payer_amount n, member_cost_amount n",
            Kind.PLAIN),
    /** Every status that a claim ever had. */
    CLAIM_STATUS_HISTORY("claim_id, seq i", "status t, status_at ts, reason_code t, actor t", Kind.PLAIN);

    private enum Kind {
        VERSIONED,
        PLAIN
    }

    private final String tableName;
    private final List<String> key;
    private final List<OltpColumn> columns;
    private final Map<String, Integer> positions = new HashMap<>();
    private final boolean versioned;

    OltpTable(String key, String columns, Kind kind) {
        this.tableName = name().toLowerCase(Locale.ROOT);
        this.versioned = kind == Kind.VERSIONED;
        List<OltpColumn> all = new ArrayList<>(parsed(key));
        this.key = all.stream().map(OltpColumn::name).toList();
        all.addAll(parsed(columns));
        if (versioned) {
            all.addAll(parsed("effective_date d, is_correction b"));
        }
        all.addAll(parsed("recorded_at ts, row_version i, source_system t"));
        this.columns = List.copyOf(all);
        for (int i = 0; i < all.size(); i++) {
            positions.put(all.get(i).name(), i);
        }
    }

    private static List<OltpColumn> parsed(String spec) {
        return Arrays.stream(spec.split(",", -1))
                .map(part -> part.strip().split(" ", -1))
                .map(part -> new OltpColumn(part[0], type(part.length == 1 ? "t" : part[1])))
                .toList();
    }

    private static OltpColumn.Type type(String code) {
        return switch (code) {
            case "t" -> OltpColumn.Type.TEXT;
            case "i" -> OltpColumn.Type.INTEGER;
            case "b" -> OltpColumn.Type.BOOLEAN;
            case "n" -> OltpColumn.Type.DECIMAL;
            case "d" -> OltpColumn.Type.DATE;
            case "ts" -> OltpColumn.Type.TIMESTAMP;
            default -> throw new IllegalArgumentException("Unknown type code " + code);
        };
    }

    /** Returns the name of the table in the schema, which is also the name of the entity. */
    public String tableName() {
        return tableName;
    }

    /** Returns the names of the key columns, in order; they are the first columns of the table. */
    public List<String> key() {
        return key;
    }

    /** Returns all columns, in the order of the DDL. */
    public List<OltpColumn> columns() {
        return columns;
    }

    /**
     * Says whether the rows of this table carry {@code effective_date} and {@code is_correction}: an update says that
     * from the effective date on the columns that differ from the image before have the new value, and nothing else.
     */
    public boolean isVersioned() {
        return versioned;
    }

    /**
     * Returns the place of a column in {@link #columns()}.
     *
     * @throws IllegalArgumentException if the table has no such column
     */
    public int position(String column) {
        Integer position = positions.get(column);
        if (position == null) {
            throw new IllegalArgumentException("Table " + tableName + " has no column " + column);
        }
        return position;
    }
}
