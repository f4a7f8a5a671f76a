-- The table staging.members.
create or replace table staging."MEMBERS" as
select image:"member_id"::varchar as "MEMBER_ID",
    image:"person_id"::varchar as "PERSON_ID",
    image:"subscriber_id"::varchar as "SUBSCRIBER_ID",
    image:"relationship_code"::varchar as "RELATIONSHIP_CODE",
    image:"first_name"::varchar as "FIRST_NAME",
    image:"middle_name"::varchar as "MIDDLE_NAME",
    image:"last_name"::varchar as "LAST_NAME",
    dateadd(day, image:"dob"::integer, '1970-01-01'::date)::date as "DOB",
    image:"gender"::varchar as "GENDER",
    dateadd(day, image:"death_date"::integer, '1970-01-01'::date)::date as "DEATH_DATE",
    image:"email"::varchar as "EMAIL",
    image:"phone"::varchar as "PHONE",
    image:"street"::varchar as "STREET",
    image:"city"::varchar as "CITY",
    image:"county_fips"::varchar as "COUNTY_FIPS",
    image:"zip"::varchar as "ZIP",
    image:"state"::varchar as "STATE",
    image:"rating_area"::varchar as "RATING_AREA",
    image:"region"::varchar as "REGION",
    image:"household_size"::number(19, 0) as "HOUSEHOLD_SIZE",
    image:"household_income"::varchar::number(18, 4) as "HOUSEHOLD_INCOME",
    image:"fpl_ratio"::varchar::number(18, 4) as "FPL_RATIO",
    image:"clinical_segment"::varchar as "CLINICAL_SEGMENT",
    image:"broker_id"::varchar as "BROKER_ID",
    image:"status"::varchar as "STATUS",
    dateadd(day, image:"effective_date"::integer, '1970-01-01'::date)::date as "EFFECTIVE_DATE",
    image:"is_correction"::boolean as "IS_CORRECTION",
    replace(image:"recorded_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "RECORDED_AT",
    image:"row_version"::number(19, 0) as "ROW_VERSION",
    image:"source_system"::varchar as "SOURCE_SYSTEM",
    lsn, total_order
from (select parse_json(after) as image, op, lsn, total_order
from raw."MEMBERS" where problem is null qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1) where op <> 'd';

-- The table staging.plans.
create or replace table staging."PLANS" as
select image:"plan_id"::varchar as "PLAN_ID",
    image:"effective_year"::number(19, 0) as "EFFECTIVE_YEAR",
    dateadd(day, image:"benefit_year_start"::integer, '1970-01-01'::date)::date as "BENEFIT_YEAR_START",
    dateadd(day, image:"benefit_year_end"::integer, '1970-01-01'::date)::date as "BENEFIT_YEAR_END",
    image:"issuer_id"::varchar as "ISSUER_ID",
    image:"name"::varchar as "NAME",
    image:"line_of_business"::varchar as "LINE_OF_BUSINESS",
    image:"plan_network_access_type"::varchar as "PLAN_NETWORK_ACCESS_TYPE",
    image:"metal_tier"::varchar as "METAL_TIER",
    image:"actuarial_value"::varchar::number(18, 4) as "ACTUARIAL_VALUE",
    image:"monthly_premium"::varchar::number(18, 4) as "MONTHLY_PREMIUM",
    image:"deductible"::varchar::number(18, 4) as "DEDUCTIBLE",
    image:"oop_max"::varchar::number(18, 4) as "OOP_MAX",
    image:"coinsurance_rate"::varchar::number(18, 4) as "COINSURANCE_RATE",
    image:"pcp_copay"::varchar::number(18, 4) as "PCP_COPAY",
    image:"specialist_copay"::varchar::number(18, 4) as "SPECIALIST_COPAY",
    image:"er_copay"::varchar::number(18, 4) as "ER_COPAY",
    image:"generic_rx_copay"::varchar::number(18, 4) as "GENERIC_RX_COPAY",
    image:"state"::varchar as "STATE",
    image:"discontinued"::boolean as "DISCONTINUED",
    image:"successor_plan_id"::varchar as "SUCCESSOR_PLAN_ID",
    dateadd(day, image:"effective_date"::integer, '1970-01-01'::date)::date as "EFFECTIVE_DATE",
    image:"is_correction"::boolean as "IS_CORRECTION",
    replace(image:"recorded_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "RECORDED_AT",
    image:"row_version"::number(19, 0) as "ROW_VERSION",
    image:"source_system"::varchar as "SOURCE_SYSTEM",
    lsn, total_order
from (select parse_json(after) as image, op, lsn, total_order
from raw."PLANS" where problem is null qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1) where op <> 'd';

-- The table staging.policies.
create or replace table staging."POLICIES" as
select image:"policy_id"::varchar as "POLICY_ID",
    image:"subscriber_member_id"::varchar as "SUBSCRIBER_MEMBER_ID",
    image:"plan_id"::varchar as "PLAN_ID",
    image:"effective_year"::number(19, 0) as "EFFECTIVE_YEAR",
    image:"plan_type"::varchar as "PLAN_TYPE",
    image:"group_id"::varchar as "GROUP_ID",
    image:"status"::varchar as "STATUS",
    dateadd(day, image:"policy_start_date"::integer, '1970-01-01'::date)::date as "POLICY_START_DATE",
    dateadd(day, image:"termination_date"::integer, '1970-01-01'::date)::date as "TERMINATION_DATE",
    image:"term_reason"::varchar as "TERM_REASON",
    image:"monthly_premium"::varchar::number(18, 4) as "MONTHLY_PREMIUM",
    image:"aptc_amount"::varchar::number(18, 4) as "APTC_AMOUNT",
    image:"csr_variant"::varchar as "CSR_VARIANT",
    dateadd(day, image:"paid_through_date"::integer, '1970-01-01'::date)::date as "PAID_THROUGH_DATE",
    dateadd(day, image:"grace_start_date"::integer, '1970-01-01'::date)::date as "GRACE_START_DATE",
    image:"broker_id"::varchar as "BROKER_ID",
    image:"enrollment_channel"::varchar as "ENROLLMENT_CHANNEL",
    dateadd(day, image:"effective_date"::integer, '1970-01-01'::date)::date as "EFFECTIVE_DATE",
    image:"is_correction"::boolean as "IS_CORRECTION",
    replace(image:"recorded_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "RECORDED_AT",
    image:"row_version"::number(19, 0) as "ROW_VERSION",
    image:"source_system"::varchar as "SOURCE_SYSTEM",
    lsn, total_order
from (select parse_json(after) as image, op, lsn, total_order
from raw."POLICIES" where problem is null qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1) where op <> 'd';

-- The table staging.enrollments.
create or replace table staging."ENROLLMENTS" as
select image:"enrollment_id"::varchar as "ENROLLMENT_ID",
    image:"member_id"::varchar as "MEMBER_ID",
    image:"policy_id"::varchar as "POLICY_ID",
    image:"plan_id"::varchar as "PLAN_ID",
    image:"coverage_type"::varchar as "COVERAGE_TYPE",
    image:"coverage_order"::number(19, 0) as "COVERAGE_ORDER",
    dateadd(day, image:"start_date"::integer, '1970-01-01'::date)::date as "START_DATE",
    dateadd(day, image:"end_date"::integer, '1970-01-01'::date)::date as "END_DATE",
    image:"status"::varchar as "STATUS",
    image:"maintenance_type_code"::varchar as "MAINTENANCE_TYPE_CODE",
    image:"maintenance_reason_code"::varchar as "MAINTENANCE_REASON_CODE",
    image:"csr_variant"::varchar as "CSR_VARIANT",
    image:"file_kind"::varchar as "FILE_KIND",
    replace(image:"recorded_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "RECORDED_AT",
    image:"row_version"::number(19, 0) as "ROW_VERSION",
    image:"source_system"::varchar as "SOURCE_SYSTEM",
    lsn, total_order
from (select parse_json(after) as image, op, lsn, total_order
from raw."ENROLLMENTS" where problem is null qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1) where op <> 'd';

-- The table staging.providers.
create or replace table staging."PROVIDERS" as
select image:"provider_id"::varchar as "PROVIDER_ID",
    image:"npi"::varchar as "NPI",
    image:"entity_type"::number(19, 0) as "ENTITY_TYPE",
    image:"name"::varchar as "NAME",
    image:"specialty"::varchar as "SPECIALTY",
    image:"taxonomy_code"::varchar as "TAXONOMY_CODE",
    image:"street"::varchar as "STREET",
    image:"city"::varchar as "CITY",
    image:"state"::varchar as "STATE",
    image:"zip"::varchar as "ZIP",
    image:"phone"::varchar as "PHONE",
    image:"group_tin"::varchar as "GROUP_TIN",
    image:"npi_status"::varchar as "NPI_STATUS",
    dateadd(day, image:"enumeration_date"::integer, '1970-01-01'::date)::date as "ENUMERATION_DATE",
    dateadd(day, image:"deactivation_date"::integer, '1970-01-01'::date)::date as "DEACTIVATION_DATE",
    dateadd(day, image:"effective_date"::integer, '1970-01-01'::date)::date as "EFFECTIVE_DATE",
    image:"is_correction"::boolean as "IS_CORRECTION",
    replace(image:"recorded_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "RECORDED_AT",
    image:"row_version"::number(19, 0) as "ROW_VERSION",
    image:"source_system"::varchar as "SOURCE_SYSTEM",
    lsn, total_order
from (select parse_json(after) as image, op, lsn, total_order
from raw."PROVIDERS" where problem is null qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1) where op <> 'd';

-- The table staging.claims.
create or replace table staging."CLAIMS" as
select image:"claim_id"::varchar as "CLAIM_ID",
    image:"claim_version"::number(19, 0) as "CLAIM_VERSION",
    image:"original_claim_id"::varchar as "ORIGINAL_CLAIM_ID",
    image:"prior_claim_id"::varchar as "PRIOR_CLAIM_ID",
    image:"claim_frequency_code"::varchar as "CLAIM_FREQUENCY_CODE",
    image:"record_type"::varchar as "RECORD_TYPE",
    image:"claim_type"::varchar as "CLAIM_TYPE",
    image:"member_id"::varchar as "MEMBER_ID",
    image:"subscriber_id"::varchar as "SUBSCRIBER_ID",
    image:"policy_id"::varchar as "POLICY_ID",
    image:"plan_id"::varchar as "PLAN_ID",
    image:"billing_provider_id"::varchar as "BILLING_PROVIDER_ID",
    image:"rendering_provider_id"::varchar as "RENDERING_PROVIDER_ID",
    dateadd(day, image:"service_from_date"::integer, '1970-01-01'::date)::date as "SERVICE_FROM_DATE",
    dateadd(day, image:"service_to_date"::integer, '1970-01-01'::date)::date as "SERVICE_TO_DATE",
    dateadd(day, image:"admission_date"::integer, '1970-01-01'::date)::date as "ADMISSION_DATE",
    dateadd(day, image:"discharge_date"::integer, '1970-01-01'::date)::date as "DISCHARGE_DATE",
    dateadd(day, image:"received_date"::integer, '1970-01-01'::date)::date as "RECEIVED_DATE",
    replace(image:"adjudicated_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "ADJUDICATED_AT",
    dateadd(day, image:"paid_date"::integer, '1970-01-01'::date)::date as "PAID_DATE",
    image:"status"::varchar as "STATUS",
    image:"carc"::varchar as "CARC",
    image:"group_code"::varchar as "GROUP_CODE",
    image:"bill_type_code"::varchar as "BILL_TYPE_CODE",
    image:"place_of_service"::varchar as "PLACE_OF_SERVICE",
    image:"drg_code"::varchar as "DRG_CODE",
    image:"diagnosis_code"::varchar as "DIAGNOSIS_CODE",
    image:"in_network"::boolean as "IN_NETWORK",
    image:"clean_claim"::boolean as "CLEAN_CLAIM",
    image:"channel"::varchar as "CHANNEL",
    image:"total_billed"::varchar::number(18, 4) as "TOTAL_BILLED",
    image:"total_allowed"::varchar::number(18, 4) as "TOTAL_ALLOWED",
    image:"total_paid"::varchar::number(18, 4) as "TOTAL_PAID",
    image:"total_deductible"::varchar::number(18, 4) as "TOTAL_DEDUCTIBLE",
    image:"total_coinsurance"::varchar::number(18, 4) as "TOTAL_COINSURANCE",
    image:"total_copay"::varchar::number(18, 4) as "TOTAL_COPAY",
    image:"total_other_payer"::varchar::number(18, 4) as "TOTAL_OTHER_PAYER",
    image:"total_member_cost"::varchar::number(18, 4) as "TOTAL_MEMBER_COST",
    replace(image:"recorded_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "RECORDED_AT",
    image:"row_version"::number(19, 0) as "ROW_VERSION",
    image:"source_system"::varchar as "SOURCE_SYSTEM",
    lsn, total_order
from (select parse_json(after) as image, op, lsn, total_order
from raw."CLAIMS" where problem is null qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1) where op <> 'd';

-- The table staging.claim_lines.
create or replace table staging."CLAIM_LINES" as
select image:"claim_id"::varchar as "CLAIM_ID",
    image:"line_number"::number(19, 0) as "LINE_NUMBER",
    dateadd(day, image:"service_from_date"::integer, '1970-01-01'::date)::date as "SERVICE_FROM_DATE",
    dateadd(day, image:"service_to_date"::integer, '1970-01-01'::date)::date as "SERVICE_TO_DATE",
    image:"procedure_code"::varchar as "PROCEDURE_CODE",
    image:"code_system"::varchar as "CODE_SYSTEM",
    image:"revenue_code"::varchar as "REVENUE_CODE",
    image:"ndc_code"::varchar as "NDC_CODE",
    image:"days_supply"::number(19, 0) as "DAYS_SUPPLY",
    image:"units"::varchar::number(18, 4) as "UNITS",
    image:"line_status"::varchar as "LINE_STATUS",
    image:"carc"::varchar as "CARC",
    image:"billed_amount"::varchar::number(18, 4) as "BILLED_AMOUNT",
    image:"allowed_amount"::varchar::number(18, 4) as "ALLOWED_AMOUNT",
    image:"paid_amount"::varchar::number(18, 4) as "PAID_AMOUNT",
    image:"deductible_amount"::varchar::number(18, 4) as "DEDUCTIBLE_AMOUNT",
    image:"coinsurance_amount"::varchar::number(18, 4) as "COINSURANCE_AMOUNT",
    image:"copay_amount"::varchar::number(18, 4) as "COPAY_AMOUNT",
    image:"other_payer_amount"::varchar::number(18, 4) as "OTHER_PAYER_AMOUNT",
    image:"member_cost_amount"::varchar::number(18, 4) as "MEMBER_COST_AMOUNT",
    replace(image:"recorded_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "RECORDED_AT",
    image:"row_version"::number(19, 0) as "ROW_VERSION",
    image:"source_system"::varchar as "SOURCE_SYSTEM",
    lsn, total_order
from (select parse_json(after) as image, op, lsn, total_order
from raw."CLAIM_LINES" where problem is null qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1) where op <> 'd';

-- The table staging.claim_status_history.
create or replace table staging."CLAIM_STATUS_HISTORY" as
select image:"claim_id"::varchar as "CLAIM_ID",
    image:"seq"::number(19, 0) as "SEQ",
    image:"status"::varchar as "STATUS",
    replace(image:"status_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "STATUS_AT",
    image:"reason_code"::varchar as "REASON_CODE",
    image:"actor"::varchar as "ACTOR",
    replace(image:"recorded_at"::varchar, 'Z', '+00:00')::timestamp_ltz(6) as "RECORDED_AT",
    image:"row_version"::number(19, 0) as "ROW_VERSION",
    image:"source_system"::varchar as "SOURCE_SYSTEM",
    lsn, total_order
from (select parse_json(after) as image, op, lsn, total_order
from raw."CLAIM_STATUS_HISTORY" where problem is null qualify row_number() over (partition by key order by lsn desc, total_order desc) = 1) where op <> 'd';

-- The table intermediate.int_claim_line.
create or replace table intermediate.int_claim_line as
select l.claim_id, l.line_number, c.claim_type, c.record_type, c.status, c.carc, c.member_id, c.rendering_provider_id as provider_id, c.billing_provider_id, c.plan_id as claimed_plan_id, 'MED' as coverage_type, c.service_from_date as service_date, 'service_from_date' as claim_date_source, timestamp_tz_from_parts(year(c.service_from_date), month(c.service_from_date), day(c.service_from_date), 0, 0, 0, 0, 'UTC')::timestamp_ltz(6) as service_at, year(c.service_from_date)::bigint as plan_year, c.received_date, c.adjudicated_at, c.paid_date, c.status = 'PAID' and c.record_type <> 'REVERSAL' as is_final, coalesce(dateadd(microsecond, -1, dateadd(day, 1, timestamp_tz_from_parts(year(c.paid_date), month(c.paid_date), day(c.paid_date), 0, 0, 0, 0, 'UTC')))::timestamp_ltz(6), c.adjudicated_at) as known_at, l.procedure_code, l.line_status, l.units, l.billed_amount, l.allowed_amount, l.paid_amount, l.deductible_amount, l.coinsurance_amount, l.copay_amount, l.other_payer_amount, l.member_cost_amount
from staging.claim_lines l join staging.claims c using (claim_id);

-- The table marts.fact_claim_line.
create or replace table marts.fact_claim_line as SELECT f.*,
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."PLAN_SK" END AS "PLAN_SK",
  CASE
    WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN 'MATCHED'
    WHEN f."PLAN_ID" IS NULL OR f."PLAN_YEAR" IS NULL THEN 'NULL_KEY'
    WHEN f."SERVICE_AT" IS NULL THEN 'NULL_TIME'
    WHEN v0."VALIDITY_START_TS" IS NOT NULL THEN 'GAP'
    WHEN k0."PLAN_ID" IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "PLAN_OUTCOME",
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."LINE_OF_BUSINESS" END AS "PLAN_LINE_OF_BUSINESS",
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."PLAN_NETWORK_ACCESS_TYPE" END AS "PLAN_PLAN_NETWORK_ACCESS_TYPE",
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."METAL_TIER" END AS "PLAN_METAL_TIER",
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."DEDUCTIBLE" END AS "PLAN_DEDUCTIBLE",
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."MONTHLY_PREMIUM" END AS "PLAN_MONTHLY_PREMIUM"
FROM (select *, enrollment_plan_id as plan_id from (SELECT f.*,
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."MEMBER_SK" END AS "MEMBER_SK",
  CASE
    WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN 'MATCHED'
    WHEN f."MEMBER_ID" IS NULL THEN 'NULL_KEY'
    WHEN f."SERVICE_AT" IS NULL THEN 'NULL_TIME'
    WHEN v0."VALIDITY_START_TS" IS NOT NULL THEN 'GAP'
    WHEN k0."MEMBER_ID" IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "MEMBER_OUTCOME",
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."STATE" END AS "MEMBER_STATE",
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."ZIP" END AS "MEMBER_ZIP",
  CASE WHEN f."SERVICE_AT" < v0."VALIDITY_END_TS" THEN v0."FPL_RATIO" END AS "MEMBER_FPL_RATIO",
  CASE WHEN f."SERVICE_AT" < v1."VALIDITY_END_TS" THEN v1."PROVIDER_SK" END AS "PROVIDER_SK",
  CASE
    WHEN f."SERVICE_AT" < v1."VALIDITY_END_TS" THEN 'MATCHED'
    WHEN f."PROVIDER_ID" IS NULL THEN 'NULL_KEY'
    WHEN f."SERVICE_AT" IS NULL THEN 'NULL_TIME'
    WHEN v1."VALIDITY_START_TS" IS NOT NULL THEN 'GAP'
    WHEN k1."PROVIDER_ID" IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "PROVIDER_OUTCOME",
  CASE WHEN f."SERVICE_AT" < v1."VALIDITY_END_TS" THEN v1."SPECIALTY" END AS "PROVIDER_SPECIALTY",
  CASE WHEN f."SERVICE_AT" < v1."VALIDITY_END_TS" THEN v1."CITY" END AS "PROVIDER_CITY",
  CASE WHEN f."SERVICE_AT" < v1."VALIDITY_END_TS" THEN v1."STATE" END AS "PROVIDER_STATE",
  CASE WHEN f."SERVICE_AT" < v2."VALIDITY_END_TS" THEN v2."ENROLLMENT_SK" END AS "ENROLLMENT_SK",
  CASE
    WHEN f."SERVICE_AT" < v2."VALIDITY_END_TS" THEN 'MATCHED'
    WHEN f."MEMBER_ID" IS NULL OR f."COVERAGE_TYPE" IS NULL THEN 'NULL_KEY'
    WHEN f."SERVICE_AT" IS NULL THEN 'NULL_TIME'
    WHEN v2."VALIDITY_START_TS" IS NOT NULL THEN 'GAP'
    WHEN k2."MEMBER_ID" IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "ENROLLMENT_OUTCOME",
  CASE WHEN f."SERVICE_AT" < v2."VALIDITY_END_TS" THEN v2."ENROLLMENT_ID" END AS "ENROLLMENT_ENROLLMENT_ID",
  CASE WHEN f."SERVICE_AT" < v2."VALIDITY_END_TS" THEN v2."PLAN_ID" END AS "ENROLLMENT_PLAN_ID",
  CASE WHEN f."SERVICE_AT" < v2."VALIDITY_END_TS" THEN v2."CSR_VARIANT" END AS "ENROLLMENT_CSR_VARIANT",
  CASE WHEN f."SERVICE_AT" < v2."VALIDITY_END_TS" THEN v2."ATTR_HASH" END AS "ENROLLMENT_ATTR_HASH",
  CASE WHEN r3.hit = 1 AND r3.ties = 1 THEN r3.c0 END AS "AS_PAID_SK",
  CASE
    WHEN r3.hit = 1 AND r3.ties = 1 THEN 'MATCHED'
    WHEN f."MEMBER_ID" IS NULL OR f."COVERAGE_TYPE" IS NULL THEN 'NULL_KEY'
    WHEN f."SERVICE_AT" IS NULL THEN 'NULL_TIME'
    WHEN r3.hit = 1 THEN 'AMBIGUOUS'
    WHEN f."SERVICE_AT" >= r3.first_start THEN 'GAP'
    WHEN r3.hit = 0 THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "AS_PAID_OUTCOME",
  CASE WHEN r3.hit = 1 AND r3.ties = 1 THEN r3.c1 END AS "AS_PAID_ENROLLMENT_ID",
  CASE WHEN r3.hit = 1 AND r3.ties = 1 THEN r3.c2 END AS "AS_PAID_PLAN_ID",
  CASE WHEN r3.hit = 1 AND r3.ties = 1 THEN r3.c3 END AS "AS_PAID_CSR_VARIANT",
  CASE WHEN r3.hit = 1 AND r3.ties = 1 THEN r3.c4 END AS "AS_PAID_ATTR_HASH"
FROM (select * from intermediate.int_claim_line) AS f
ASOF JOIN (SELECT x.* FROM "MARTS"."DIM_MEMBER" AS x WHERE NOT x."DELETED_FLAG") AS v0
  MATCH_CONDITION (f."SERVICE_AT" >= v0."VALIDITY_START_TS") ON f."MEMBER_ID" = v0."MEMBER_ID"
LEFT JOIN (SELECT DISTINCT x."MEMBER_ID" FROM (SELECT x.* FROM "MARTS"."DIM_MEMBER" AS x WHERE NOT x."DELETED_FLAG") AS x) AS k0
  ON CASE WHEN v0."VALIDITY_START_TS" IS NULL THEN f."MEMBER_ID" END = k0."MEMBER_ID"
ASOF JOIN (SELECT x.* FROM "MARTS"."DIM_PROVIDER" AS x WHERE NOT x."DELETED_FLAG") AS v1
  MATCH_CONDITION (f."SERVICE_AT" >= v1."VALIDITY_START_TS") ON f."PROVIDER_ID" = v1."PROVIDER_ID"
LEFT JOIN (SELECT DISTINCT x."PROVIDER_ID" FROM (SELECT x.* FROM "MARTS"."DIM_PROVIDER" AS x WHERE NOT x."DELETED_FLAG") AS x) AS k1
  ON CASE WHEN v1."VALIDITY_START_TS" IS NULL THEN f."PROVIDER_ID" END = k1."PROVIDER_ID"
ASOF JOIN (SELECT x.* FROM "MARTS"."DIM_ENROLLMENT" AS x WHERE x."KNOWN_TO_TS" >= TO_TIMESTAMP_LTZ(253402214400000000, 6) AND NOT x."DELETED_FLAG") AS v2
  MATCH_CONDITION (f."SERVICE_AT" >= v2."VALIDITY_START_TS") ON f."MEMBER_ID" = v2."MEMBER_ID" AND f."COVERAGE_TYPE" = v2."COVERAGE_TYPE"
LEFT JOIN (SELECT DISTINCT x."MEMBER_ID", x."COVERAGE_TYPE" FROM (SELECT x.* FROM "MARTS"."DIM_ENROLLMENT" AS x WHERE x."KNOWN_TO_TS" >= TO_TIMESTAMP_LTZ(253402214400000000, 6) AND NOT x."DELETED_FLAG") AS x) AS k2
  ON CASE WHEN v2."VALIDITY_START_TS" IS NULL THEN f."MEMBER_ID" END = k2."MEMBER_ID" AND f."COVERAGE_TYPE" = k2."COVERAGE_TYPE"
LEFT JOIN (SELECT z.* FROM (SELECT y.*,
    count(*) OVER (PARTITION BY y.k0, y.k1, y.t, y.s, y.hit) AS ties,
    row_number() OVER (PARTITION BY y.k0, y.k1, y.t, y.s ORDER BY y.hit DESC) AS place,
    min(y.starts) OVER (PARTITION BY y.k0, y.k1, y.t, y.s) AS first_start,
    max(y.in_force) OVER (PARTITION BY y.k0, y.k1, y.t, y.s) AS any_in_force
  FROM (SELECT q.*, x."VALIDITY_START_TS" AS starts,
      CASE WHEN x."VALIDITY_START_TS" <= q.t AND q.t < x."VALIDITY_END_TS" THEN 1 ELSE 0 END AS hit,
      CASE WHEN x."VALIDITY_START_TS" <= q.t AND q.t < x."VALIDITY_END_TS" THEN 1 ELSE 0 END AS in_force, x."ENROLLMENT_SK" AS c0, x."ENROLLMENT_ID" AS c1, x."PLAN_ID" AS c2, x."CSR_VARIANT" AS c3, x."ATTR_HASH" AS c4
    FROM (SELECT DISTINCT f."MEMBER_ID" AS k0, f."COVERAGE_TYPE" AS k1, f."SERVICE_AT" AS t, coalesce(f."KNOWN_AT", TO_TIMESTAMP_LTZ(253402214399999999, 6)) AS s FROM (select * from intermediate.int_claim_line) AS f WHERE NOT (f."MEMBER_ID" IS NULL OR f."COVERAGE_TYPE" IS NULL OR f."SERVICE_AT" IS NULL)) AS q JOIN "MARTS"."DIM_ENROLLMENT" AS x ON q.k0 = x."MEMBER_ID" AND q.k1 = x."COVERAGE_TYPE" AND x."KNOWN_FROM_TS" <= q.s AND q.s < x."KNOWN_TO_TS" AND NOT x."DELETED_FLAG") AS y) AS z WHERE z.place = 1) AS r3
  ON r3.k0 = f."MEMBER_ID" AND r3.k1 = f."COVERAGE_TYPE" AND r3.t = f."SERVICE_AT" AND r3.s = coalesce(f."KNOWN_AT", TO_TIMESTAMP_LTZ(253402214399999999, 6)))) AS f
ASOF JOIN (SELECT x.* FROM "MARTS"."DIM_PLAN" AS x WHERE NOT x."DELETED_FLAG") AS v0
  MATCH_CONDITION (f."SERVICE_AT" >= v0."VALIDITY_START_TS") ON f."PLAN_ID" = v0."PLAN_ID" AND f."PLAN_YEAR" = v0."EFFECTIVE_YEAR"
LEFT JOIN (SELECT DISTINCT x."PLAN_ID", x."EFFECTIVE_YEAR" FROM (SELECT x.* FROM "MARTS"."DIM_PLAN" AS x WHERE NOT x."DELETED_FLAG") AS x) AS k0
  ON CASE WHEN v0."VALIDITY_START_TS" IS NULL THEN f."PLAN_ID" END = k0."PLAN_ID" AND f."PLAN_YEAR" = k0."EFFECTIVE_YEAR";

-- The table dq.quarantine.
create or replace table dq.quarantine as
select 'claim_lines' as entity, claim_id || '/' || line_number as key, 'NO_HEADER' as reason, null::integer as part, null::bigint as off
from staging.claim_lines l where not exists (select 1
from staging.claims c where c.claim_id = l.claim_id)
union all
select 'members', null, upper(op), part, off
from raw."MEMBERS" where problem is not null
union all
select 'plans', null, upper(op), part, off
from raw."PLANS" where problem is not null
union all
select 'policies', null, upper(op), part, off
from raw."POLICIES" where problem is not null
union all
select 'enrollments', null, upper(op), part, off
from raw."ENROLLMENTS" where problem is not null
union all
select 'providers', null, upper(op), part, off
from raw."PROVIDERS" where problem is not null
union all
select 'claims', null, upper(op), part, off
from raw."CLAIMS" where problem is not null
union all
select 'claim_lines', null, upper(op), part, off
from raw."CLAIM_LINES" where problem is not null
union all
select 'claim_status_history', null, upper(op), part, off
from raw."CLAIM_STATUS_HISTORY" where problem is not null;

-- The table marts.claims_by_plan_metal_month.
create or replace table marts.claims_by_plan_metal_month as
select date_trunc('month', service_date)::date as month, plan_line_of_business as line_of_business, plan_plan_network_access_type as plan_network_access_type, plan_metal_tier as metal_tier, count(distinct claim_id) as claims, count(*) as lines, sum(units) as units, sum(billed_amount) as billed, sum(allowed_amount) as allowed, sum(paid_amount) as paid, sum(member_cost_amount) as member_cost, count(case when line_status = 'DENIED' then 1 end) as denied_lines
from marts.fact_claim_line group by all order by 1, 2, 3, 4;

-- The table marts.claims_summary_monthly.
create or replace table marts.claims_summary_monthly as
select member_id, provider_id, enrollment_plan_id as plan_id, date_trunc('month', service_date)::date as month, claim_type, count(distinct claim_id) as claims, count(*) as lines, sum(units) as units, sum(billed_amount) as billed, sum(allowed_amount) as allowed, sum(paid_amount) as paid, sum(member_cost_amount) as member_cost, count(case when line_status = 'DENIED' then 1 end) as denied_lines
from marts.fact_claim_line group by all order by 1, 2, 3, 4, 5;

-- The table marts.retro_impact.
create or replace table marts.retro_impact as with changed as (select claim_id, member_id, coverage_type, claim_type, status, service_date, service_at, paid_date, known_at, as_paid_outcome, as_paid_plan_id, as_paid_csr_variant, enrollment_outcome, enrollment_plan_id, enrollment_csr_variant, enrollment_attr_hash, case when enrollment_attr_hash is null then 'LOST' when as_paid_attr_hash is null then 'GAINED' else 'CHANGED' end as change, sum(billed_amount) as billed_amount, sum(paid_amount) as paid_amount
from marts.fact_claim_line where (is_final or (status = 'DENIED' and as_paid_attr_hash is null)) and as_paid_attr_hash is distinct from enrollment_attr_hash group by all), learned as (select c.claim_id, min(case when e.known_from_ts > c.known_at then e.known_from_ts end) as gained_at, max(case when e.attr_hash is distinct from c.enrollment_attr_hash then e.known_to_ts end) as lost_at from changed c join marts.dim_enrollment e on e.member_id = c.member_id and e.coverage_type = c.coverage_type and e.validity_start_ts <= c.service_at and c.service_at < e.validity_end_ts group by c.claim_id) select c.* exclude (coverage_type, service_at, known_at, enrollment_attr_hash), case c.change when 'GAINED' then l.gained_at else l.lost_at end as learned_at from changed c left join learned l on l.claim_id = c.claim_id;

-- The table marts.overpayment_candidates.
create or replace table marts.overpayment_candidates as
select *
from marts.retro_impact where change = 'LOST' and paid_amount > 0;
