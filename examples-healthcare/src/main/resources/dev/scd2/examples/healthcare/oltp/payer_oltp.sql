-- The payer's system of record. Money is numeric, days are dates without a zone, stamps are UTC.
-- No foreign keys: claims may come before their member, their provider or their plan year.
create schema if not exists payer_oltp;
create schema if not exists payer_generator;

-- One row: what is written here, and how far.
create table if not exists payer_generator.progress (
    only_row boolean primary key default true check (only_row),
    source text not null,
    last_index bigint not null
);

-- People, one row each, stable over years.
create table if not exists payer_oltp.members (
    member_id text not null,
    person_id text,
    subscriber_id text,
    relationship_code text,
    first_name text,
    middle_name text,
    last_name text,
    dob date,
    gender text,
    death_date date,
    email text,
    phone text,
    street text,
    city text,
    county_fips text,
    zip text,
    state text,
    rating_area text,
    region text,
    household_size integer,
    household_income numeric(12,2),
    fpl_ratio numeric(5,2),
    clinical_segment text,
    broker_id text,
    status text not null,
    effective_date date not null,
    is_correction boolean not null,
    recorded_at timestamptz not null,
    row_version integer not null,
    source_system text not null,
    primary key (member_id)
);
alter table payer_oltp.members replica identity full;

-- Plans, one row per benefit year.
create table if not exists payer_oltp.plans (
    plan_id text not null,
    effective_year integer not null,
    benefit_year_start date,
    benefit_year_end date,
    issuer_id text,
    name text,
    line_of_business text,
    plan_network_access_type text,
    metal_tier text,
    actuarial_value numeric(5,4),
    monthly_premium numeric(12,2),
    deductible numeric(12,2),
    oop_max numeric(12,2),
    coinsurance_rate numeric(5,4),
    pcp_copay numeric(12,2),
    specialist_copay numeric(12,2),
    er_copay numeric(12,2),
    generic_rx_copay numeric(12,2),
    state text,
    discontinued boolean,
    successor_plan_id text,
    effective_date date not null,
    is_correction boolean not null,
    recorded_at timestamptz not null,
    row_version integer not null,
    source_system text not null,
    primary key (plan_id, effective_year)
);
alter table payer_oltp.plans replica identity full;

-- Contracts: subscriber, plan and benefit year.
create table if not exists payer_oltp.policies (
    policy_id text not null,
    subscriber_member_id text,
    plan_id text,
    effective_year integer,
    plan_type text,
    group_id text,
    status text not null,
    policy_start_date date,
    termination_date date,
    term_reason text,
    monthly_premium numeric(12,2),
    aptc_amount numeric(12,2),
    csr_variant text,
    paid_through_date date,
    grace_start_date date,
    broker_id text,
    enrollment_channel text,
    effective_date date not null,
    is_correction boolean not null,
    recorded_at timestamptz not null,
    row_version integer not null,
    source_system text not null,
    primary key (policy_id)
);
alter table payer_oltp.policies replica identity full;

-- Coverage spans: a member, a policy and a coverage type.
create table if not exists payer_oltp.enrollments (
    enrollment_id text not null,
    member_id text,
    policy_id text,
    plan_id text,
    coverage_type text not null,
    coverage_order integer,
    start_date date not null,
    end_date date,
    status text not null,
    maintenance_type_code text,
    maintenance_reason_code text,
    csr_variant text,
    file_kind text,
    recorded_at timestamptz not null,
    row_version integer not null,
    source_system text not null,
    primary key (enrollment_id)
);
alter table payer_oltp.enrollments replica identity full;

-- People and organisations who treat members.
create table if not exists payer_oltp.providers (
    provider_id text not null,
    npi text,
    entity_type integer,
    name text,
    specialty text,
    taxonomy_code text,
    street text,
    city text,
    state text,
    zip text,
    phone text,
    group_tin text,
    npi_status text,
    enumeration_date date,
    deactivation_date date,
    effective_date date not null,
    is_correction boolean not null,
    recorded_at timestamptz not null,
    row_version integer not null,
    source_system text not null,
    primary key (provider_id)
);
alter table payer_oltp.providers replica identity full;

-- Claim headers.
create table if not exists payer_oltp.claims (
    claim_id text not null,
    claim_version integer,
    original_claim_id text,
    prior_claim_id text,
    claim_frequency_code text,
    record_type text not null,
    claim_type text not null,
    member_id text,
    subscriber_id text,
    policy_id text,
    plan_id text,
    billing_provider_id text,
    rendering_provider_id text,
    service_from_date date not null,
    service_to_date date,
    admission_date date,
    discharge_date date,
    received_date date,
    adjudicated_at timestamptz,
    paid_date date,
    status text not null,
    carc text,
    group_code text,
    bill_type_code text,
    place_of_service text,
    drg_code text,
    diagnosis_code text,
    in_network boolean,
    clean_claim boolean,
    channel text,
    total_billed numeric(12,2) not null,
    total_allowed numeric(12,2) not null,
    total_paid numeric(12,2) not null,
    total_deductible numeric(12,2) not null,
    total_coinsurance numeric(12,2) not null,
    total_copay numeric(12,2) not null,
    total_other_payer numeric(12,2) not null,
    total_member_cost numeric(12,2) not null,
    recorded_at timestamptz not null,
    row_version integer not null,
    source_system text not null,
    primary key (claim_id)
);
alter table payer_oltp.claims replica identity full;

-- Lines of claims.
create table if not exists payer_oltp.claim_lines (
    claim_id text not null,
    line_number integer not null,
    service_from_date date not null,
    service_to_date date,
    procedure_code text,
    code_system text,
    revenue_code text,
    ndc_code text,
    days_supply integer,
    units numeric(10,2) not null,
    line_status text not null,
    carc text,
    billed_amount numeric(12,2) not null,
    allowed_amount numeric(12,2) not null,
    paid_amount numeric(12,2) not null,
    deductible_amount numeric(12,2) not null,
    coinsurance_amount numeric(12,2) not null,
    copay_amount numeric(12,2) not null,
    other_payer_amount numeric(12,2) not null,
    member_cost_amount numeric(12,2) not null,
    recorded_at timestamptz not null,
    row_version integer not null,
    source_system text not null,
    primary key (claim_id, line_number)
);
alter table payer_oltp.claim_lines replica identity full;

-- Every status that a claim ever had.
create table if not exists payer_oltp.claim_status_history (
    claim_id text not null,
    seq integer not null,
    status text not null,
    status_at timestamptz,
    reason_code text,
    actor text,
    recorded_at timestamptz not null,
    row_version integer not null,
    source_system text not null,
    primary key (claim_id, seq)
);
alter table payer_oltp.claim_status_history replica identity full;
