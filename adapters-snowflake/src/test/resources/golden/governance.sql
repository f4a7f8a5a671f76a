-- The schema governance: who may see what: policies, tags and entitlements.
CREATE SCHEMA IF NOT EXISTS "payer"."governance" WITH MANAGED ACCESS COMMENT = 'who may see what: policies, tags and entitlements';

-- The schema raw: messages as they landed.
CREATE SCHEMA IF NOT EXISTS "payer"."raw" WITH MANAGED ACCESS COMMENT = 'messages as they landed';

-- The schema staging: typed rows.
CREATE SCHEMA IF NOT EXISTS "payer"."staging" WITH MANAGED ACCESS COMMENT = 'typed rows';

-- The schema intermediate: claims put together.
CREATE SCHEMA IF NOT EXISTS "payer"."intermediate" WITH MANAGED ACCESS COMMENT = 'claims put together';

-- The schema marts: curated tables.
CREATE SCHEMA IF NOT EXISTS "payer"."marts" WITH MANAGED ACCESS COMMENT = 'curated tables';

-- The schema secure: what analysts ask.
CREATE SCHEMA IF NOT EXISTS "payer"."secure" WITH MANAGED ACCESS COMMENT = 'what analysts ask';

-- The schema audit: who read what, and who may.
CREATE SCHEMA IF NOT EXISTS "payer"."audit" WITH MANAGED ACCESS COMMENT = 'who read what, and who may';

-- The role payer_loader brings files into raw tables.
CREATE ROLE IF NOT EXISTS "payer_loader" COMMENT = 'brings files into raw tables (scd2 governance of payer)';

-- The role payer_transformer builds every layer behind the raw one.
CREATE ROLE IF NOT EXISTS "payer_transformer" COMMENT = 'builds every layer behind the raw one (scd2 governance of payer)';

-- The role payer_store keeps the histories.
CREATE ROLE IF NOT EXISTS "payer_store" COMMENT = 'keeps the histories (scd2 governance of payer)';

-- The role payer_analyst asks questions about nobody in particular.
CREATE ROLE IF NOT EXISTS "payer_analyst" COMMENT = 'asks questions about nobody in particular (scd2 governance of payer)';

-- The role payer_actuary works with a limited data set.
CREATE ROLE IF NOT EXISTS "payer_actuary" COMMENT = 'works with a limited data set (scd2 governance of payer)';

-- The role payer_broker sees the own book.
CREATE ROLE IF NOT EXISTS "payer_broker" COMMENT = 'sees the own book (scd2 governance of payer)';

-- The role payer_ops serves members, whom it has to know.
CREATE ROLE IF NOT EXISTS "payer_ops" COMMENT = 'serves members, whom it has to know (scd2 governance of payer)';

-- The role payer_auditor answers for who saw what.
CREATE ROLE IF NOT EXISTS "payer_auditor" COMMENT = 'answers for who saw what (scd2 governance of payer)';

-- Whoever holds this role reads the schema audit.
CREATE DATABASE ROLE IF NOT EXISTS "payer"."audit_read" COMMENT = 'reads the schema audit (scd2 governance of payer)';

-- Whoever holds this role builds the schema intermediate.
CREATE DATABASE ROLE IF NOT EXISTS "payer"."intermediate_build" COMMENT = 'builds the schema intermediate (scd2 governance of payer)';

-- Whoever holds this role changes rows in the schema marts.
CREATE DATABASE ROLE IF NOT EXISTS "payer"."marts_write" COMMENT = 'changes rows in the schema marts (scd2 governance of payer)';

-- Whoever holds this role builds the schema marts.
CREATE DATABASE ROLE IF NOT EXISTS "payer"."marts_build" COMMENT = 'builds the schema marts (scd2 governance of payer)';

-- Whoever holds this role reads the schema raw.
CREATE DATABASE ROLE IF NOT EXISTS "payer"."raw_read" COMMENT = 'reads the schema raw (scd2 governance of payer)';

-- Whoever holds this role adds rows to the schema raw.
CREATE DATABASE ROLE IF NOT EXISTS "payer"."raw_load" COMMENT = 'adds rows to the schema raw (scd2 governance of payer)';

-- Whoever holds this role reads the schema secure.
CREATE DATABASE ROLE IF NOT EXISTS "payer"."secure_read" COMMENT = 'reads the schema secure (scd2 governance of payer)';

-- Whoever holds this role builds the schema staging.
CREATE DATABASE ROLE IF NOT EXISTS "payer"."staging_build" COMMENT = 'builds the schema staging (scd2 governance of payer)';

-- Which class a column is of.
CREATE TAG IF NOT EXISTS "payer"."governance"."column_class" COMMENT = 'The class that a column is of.';

-- What the roles see of a column of the class record_identifier and the type VARCHAR.
CREATE MASKING POLICY IF NOT EXISTS "payer"."governance"."record_identifier_varchar"
AS ("val" VARCHAR) RETURNS VARCHAR ->
CASE
    WHEN IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_broker')
        THEN "val"
    WHEN IS_ROLE_IN_SESSION('payer_analyst')
        THEN "payer"."governance"."token"("val")
    ELSE NULL
END
COMMENT = 'points at a person''s records';

-- What the roles see of a column of the class direct_identifier and the type VARCHAR.
CREATE MASKING POLICY IF NOT EXISTS "payer"."governance"."direct_identifier_varchar"
AS ("val" VARCHAR) RETURNS VARCHAR ->
CASE
    WHEN IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_broker')
        THEN "val"
    ELSE NULL
END
COMMENT = 'names a person';

-- What the roles see of a column of the class birth_date and the type DATE.
CREATE MASKING POLICY IF NOT EXISTS "payer"."governance"."birth_date_date"
AS ("val" DATE) RETURNS DATE ->
CASE
    WHEN IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_actuary')
        THEN "val"
    WHEN IS_ROLE_IN_SESSION('payer_analyst')
        THEN CAST(GREATEST(DATE_TRUNC('YEAR', "val"), DATE_TRUNC('YEAR', DATEADD(YEAR, -90, CURRENT_DATE()))) AS DATE)
    ELSE NULL
END
COMMENT = 'when a person was born';

-- What the roles see of a column of the class postal_code and the type VARCHAR.
CREATE MASKING POLICY IF NOT EXISTS "payer"."governance"."postal_code_varchar"
AS ("val" VARCHAR) RETURNS VARCHAR ->
CASE
    WHEN IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_actuary')
        THEN "val"
    WHEN IS_ROLE_IN_SESSION('payer_analyst') OR IS_ROLE_IN_SESSION('payer_broker')
        THEN IFF(LEFT("val", 3) IN ('036', '059', '063', '102', '203', '556', '692', '790', '821', '823', '830', '831', '878', '879', '884', '890', '893'), '000', LEFT("val", 3))
    ELSE NULL
END
COMMENT = 'where a person lives';

-- What the roles see of a column of the class income and the type NUMBER(12, 2).
CREATE MASKING POLICY IF NOT EXISTS "payer"."governance"."income_number_12_2"
AS ("val" NUMBER(12, 2)) RETURNS NUMBER(12, 2) ->
CASE
    WHEN IS_ROLE_IN_SESSION('payer_ops')
        THEN "val"
    WHEN IS_ROLE_IN_SESSION('payer_analyst')
        THEN CAST(FLOOR("val" / 10000) * 10000 AS NUMBER(12, 2))
    ELSE NULL
END
COMMENT = 'what a person earns';

-- What the roles see of a column of the class event_date and the type DATE.
CREATE MASKING POLICY IF NOT EXISTS "payer"."governance"."event_date_date"
AS ("val" DATE) RETURNS DATE ->
CASE
    WHEN IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_actuary')
        THEN "val"
    WHEN IS_ROLE_IN_SESSION('payer_analyst')
        THEN CAST(DATE_TRUNC('MONTH', "val") AS DATE)
    ELSE NULL
END
COMMENT = 'when a person was served';

-- What the roles see of a column of the class event_date and the type TIMESTAMP_NTZ(6).
CREATE MASKING POLICY IF NOT EXISTS "payer"."governance"."event_date_timestamp_ntz_6"
AS ("val" TIMESTAMP_NTZ(6)) RETURNS TIMESTAMP_NTZ(6) ->
CASE
    WHEN IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_actuary')
        THEN "val"
    WHEN IS_ROLE_IN_SESSION('payer_analyst')
        THEN CAST(DATE_TRUNC('MONTH', "val") AS TIMESTAMP_NTZ(6))
    ELSE NULL
END
COMMENT = 'when a person was served';

-- What the roles see of a column of the class diagnosis and the type VARCHAR.
CREATE MASKING POLICY IF NOT EXISTS "payer"."governance"."diagnosis_varchar"
AS ("val" VARCHAR) RETURNS VARCHAR ->
CASE
    WHEN IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_actuary')
        THEN "val"
    WHEN IS_ROLE_IN_SESSION('payer_analyst')
        THEN IFF(STARTSWITH("val", 'B20') OR STARTSWITH("val", 'F1') OR STARTSWITH("val", 'F3'), 'sensitive', "val")
    ELSE NULL
END
COMMENT = 'what a person suffers from';

-- What the roles see of a column of the class free_text and the type VARCHAR.
CREATE MASKING POLICY IF NOT EXISTS "payer"."governance"."free_text_varchar"
AS ("val" VARCHAR) RETURNS VARCHAR ->
CAST(NULL AS VARCHAR)
COMMENT = 'may name anybody';

-- Rows: brokers see their own book only.
CREATE ROW ACCESS POLICY IF NOT EXISTS "payer"."governance"."own_book"
AS ("val" VARCHAR) RETURNS BOOLEAN ->
IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_analyst') OR IS_ROLE_IN_SESSION('payer_transformer') OR IS_ROLE_IN_SESSION('payer_store')
OR EXISTS (
    SELECT 1
    FROM "payer"."governance"."book" AS e
    WHERE e."user_name" = CURRENT_USER() AND e."broker_name" = "val"
)
COMMENT = 'brokers see their own book only';

-- dim_member.member_id is of the class record_identifier.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "member_id" SET MASKING POLICY "payer"."governance"."record_identifier_varchar";

-- dim_member.member_id is found by its class, record_identifier.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "member_id" SET TAG "payer"."governance"."column_class" = 'record_identifier';

-- dim_member.name is of the class direct_identifier.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "name" SET MASKING POLICY "payer"."governance"."direct_identifier_varchar";

-- dim_member.name is found by its class, direct_identifier.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "name" SET TAG "payer"."governance"."column_class" = 'direct_identifier';

-- dim_member.dob is of the class birth_date.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "dob" SET MASKING POLICY "payer"."governance"."birth_date_date";

-- dim_member.dob is found by its class, birth_date.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "dob" SET TAG "payer"."governance"."column_class" = 'birth_date';

-- dim_member.zip is of the class postal_code.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "zip" SET MASKING POLICY "payer"."governance"."postal_code_varchar";

-- dim_member.zip is found by its class, postal_code.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "zip" SET TAG "payer"."governance"."column_class" = 'postal_code';

-- dim_member.income is of the class income.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "income" SET MASKING POLICY "payer"."governance"."income_number_12_2";

-- dim_member.income is found by its class, income.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "income" SET TAG "payer"."governance"."column_class" = 'income';

-- Of dim_member everybody sees their own rows.
ALTER TABLE "payer"."marts"."dim_member" ADD ROW ACCESS POLICY "payer"."governance"."own_book" ON ("broker_name");

-- fact_claim_line.member_id is of the class record_identifier.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "member_id" SET MASKING POLICY "payer"."governance"."record_identifier_varchar";

-- fact_claim_line.member_id is found by its class, record_identifier.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "member_id" SET TAG "payer"."governance"."column_class" = 'record_identifier';

-- fact_claim_line.service_date is of the class event_date.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "service_date" SET MASKING POLICY "payer"."governance"."event_date_date";

-- fact_claim_line.service_date is found by its class, event_date.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "service_date" SET TAG "payer"."governance"."column_class" = 'event_date';

-- fact_claim_line.received_at is of the class event_date.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "received_at" SET MASKING POLICY "payer"."governance"."event_date_timestamp_ntz_6";

-- fact_claim_line.received_at is found by its class, event_date.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "received_at" SET TAG "payer"."governance"."column_class" = 'event_date';

-- fact_claim_line.diagnosis_code is of the class diagnosis.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "diagnosis_code" SET MASKING POLICY "payer"."governance"."diagnosis_varchar";

-- fact_claim_line.diagnosis_code is found by its class, diagnosis.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "diagnosis_code" SET TAG "payer"."governance"."column_class" = 'diagnosis';

-- fact_claim_line.note is of the class free_text.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "note" SET MASKING POLICY "payer"."governance"."free_text_varchar";

-- fact_claim_line.note is found by its class, free_text.
ALTER TABLE "payer"."marts"."fact_claim_line" MODIFY COLUMN "note" SET TAG "payer"."governance"."column_class" = 'free_text';

-- Members, as much of them as the asking role may see.
CREATE OR REPLACE SECURE VIEW "payer"."secure"."member"
COPY GRANTS
COMMENT = 'Members, as much of them as the asking role may see.'
AS SELECT
    t."member_sk",
    t."member_id",
    t."name",
    t."dob",
    t."zip",
    t."income"
FROM "payer"."marts"."dim_member" AS t;

-- Lines of claims, without notes.
CREATE OR REPLACE SECURE VIEW "payer"."secure"."claim_line"
COPY GRANTS
COMMENT = 'Lines of claims, without notes.'
AS SELECT
    t."claim_id",
    t."member_id",
    t."service_date",
    t."diagnosis_code",
    t."paid_amount"
FROM "payer"."marts"."fact_claim_line" AS t;

-- Who read which columns, and when.
CREATE OR REPLACE SECURE VIEW "payer"."audit"."read_columns"
COPY GRANTS
COMMENT = 'Who read which columns, and when.'
AS SELECT
    h."QUERY_START_TIME" AS "read_at",
    h."USER_NAME" AS "user_name",
    h."QUERY_ID" AS "query_id",
    o.value:"objectName"::VARCHAR AS "object_name",
    c.value:"columnName"::VARCHAR AS "column_name"
FROM "SNOWFLAKE"."ACCOUNT_USAGE"."ACCESS_HISTORY" AS h,
    LATERAL FLATTEN(INPUT => h."BASE_OBJECTS_ACCESSED") AS o,
    LATERAL FLATTEN(INPUT => o.value:"columns") AS c
WHERE STARTSWITH(REPLACE(o.value:"objectName"::VARCHAR, '"'), 'payer.');

-- Who logged in, from where and how, and who failed to.
CREATE OR REPLACE SECURE VIEW "payer"."audit"."logins"
COPY GRANTS
COMMENT = 'Who logged in, from where and how, and who failed to.'
AS SELECT
    h."EVENT_TIMESTAMP" AS "at",
    h."USER_NAME" AS "user_name",
    h."CLIENT_IP" AS "client_ip",
    h."REPORTED_CLIENT_TYPE" AS "client_type",
    h."FIRST_AUTHENTICATION_FACTOR" AS "first_factor",
    h."SECOND_AUTHENTICATION_FACTOR" AS "second_factor",
    h."IS_SUCCESS" AS "is_success",
    h."ERROR_CODE" AS "error_code"
FROM "SNOWFLAKE"."ACCOUNT_USAGE"."LOGIN_HISTORY" AS h;

-- Who was granted which privilege by whom, and until when.
CREATE OR REPLACE SECURE VIEW "payer"."audit"."role_grants"
COPY GRANTS
COMMENT = 'Who was granted which privilege by whom, and until when.'
AS SELECT
    g."CREATED_ON" AS "granted_at",
    g."DELETED_ON" AS "revoked_at",
    g."PRIVILEGE" AS "privilege",
    g."GRANTED_ON" AS "granted_on",
    g."TABLE_SCHEMA" AS "schema_name",
    g."NAME" AS "object_name",
    g."GRANTEE_NAME" AS "role_name",
    g."GRANTED_BY" AS "granted_by"
FROM "SNOWFLAKE"."ACCOUNT_USAGE"."GRANTS_TO_ROLES" AS g
WHERE g."TABLE_CATALOG" = 'payer' OR g."GRANTEE_NAME" IN ('payer_loader', 'payer_transformer', 'payer_store', 'payer_analyst', 'payer_actuary', 'payer_broker', 'payer_ops', 'payer_auditor');

-- Who holds which role, since when and until when.
CREATE OR REPLACE SECURE VIEW "payer"."audit"."role_members"
COPY GRANTS
COMMENT = 'Who holds which role, since when and until when.'
AS SELECT
    g."CREATED_ON" AS "granted_at",
    g."DELETED_ON" AS "revoked_at",
    g."ROLE" AS "role_name",
    g."GRANTEE_NAME" AS "user_name",
    g."GRANTED_BY" AS "granted_by"
FROM "SNOWFLAKE"."ACCOUNT_USAGE"."GRANTS_TO_USERS" AS g
WHERE g."ROLE" IN ('payer_loader', 'payer_transformer', 'payer_store', 'payer_analyst', 'payer_actuary', 'payer_broker', 'payer_ops', 'payer_auditor');

-- audit_read reads the schema audit: it finds the database.
GRANT USAGE ON DATABASE "payer" TO DATABASE ROLE "payer"."audit_read";

-- audit_read reads the schema audit: it finds the schema.
GRANT USAGE ON SCHEMA "payer"."audit" TO DATABASE ROLE "payer"."audit_read";

-- audit_read reads the schema audit: a view in it.
GRANT SELECT ON VIEW "payer"."audit"."read_columns" TO DATABASE ROLE "payer"."audit_read";

-- audit_read reads the schema audit: a view in it.
GRANT SELECT ON VIEW "payer"."audit"."logins" TO DATABASE ROLE "payer"."audit_read";

-- audit_read reads the schema audit: a view in it.
GRANT SELECT ON VIEW "payer"."audit"."role_grants" TO DATABASE ROLE "payer"."audit_read";

-- audit_read reads the schema audit: a view in it.
GRANT SELECT ON VIEW "payer"."audit"."role_members" TO DATABASE ROLE "payer"."audit_read";

-- audit_read reads the schema audit: tables to come.
GRANT SELECT ON FUTURE TABLES IN SCHEMA "payer"."audit" TO DATABASE ROLE "payer"."audit_read";

-- audit_read reads the schema audit: views to come.
GRANT SELECT ON FUTURE VIEWS IN SCHEMA "payer"."audit" TO DATABASE ROLE "payer"."audit_read";

-- audit_read reads the schema audit: dynamic tables to come.
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA "payer"."audit" TO DATABASE ROLE "payer"."audit_read";

-- intermediate_build builds the schema intermediate: it finds the database.
GRANT USAGE ON DATABASE "payer" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: it finds the schema.
GRANT USAGE ON SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: it makes objects in it.
GRANT CREATE TABLE ON SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: it makes objects in it.
GRANT CREATE VIEW ON SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: it makes objects in it.
GRANT CREATE DYNAMIC TABLE ON SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: it makes objects in it.
GRANT CREATE STAGE ON SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: it makes objects in it.
GRANT CREATE FILE FORMAT ON SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: it makes objects in it.
GRANT CREATE STREAM ON SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: it makes objects in it.
GRANT CREATE TASK ON SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: tables to come.
GRANT SELECT ON FUTURE TABLES IN SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: tables to come.
GRANT INSERT ON FUTURE TABLES IN SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: tables to come.
GRANT UPDATE ON FUTURE TABLES IN SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: tables to come.
GRANT DELETE ON FUTURE TABLES IN SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: tables to come.
GRANT TRUNCATE ON FUTURE TABLES IN SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: views to come.
GRANT SELECT ON FUTURE VIEWS IN SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: dynamic tables to come.
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- intermediate_build builds the schema intermediate: file formats to come.
GRANT USAGE ON FUTURE FILE FORMATS IN SCHEMA "payer"."intermediate" TO DATABASE ROLE "payer"."intermediate_build";

-- marts_write changes rows in the schema marts: it finds the database.
GRANT USAGE ON DATABASE "payer" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: it finds the schema.
GRANT USAGE ON SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table dim_member.
GRANT SELECT ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table dim_member.
GRANT INSERT ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table dim_member.
GRANT UPDATE ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table dim_member.
GRANT DELETE ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table dim_member.
GRANT TRUNCATE ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table fact_claim_line.
GRANT SELECT ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table fact_claim_line.
GRANT INSERT ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table fact_claim_line.
GRANT UPDATE ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table fact_claim_line.
GRANT DELETE ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: the table fact_claim_line.
GRANT TRUNCATE ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: tables to come.
GRANT SELECT ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: tables to come.
GRANT INSERT ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: tables to come.
GRANT UPDATE ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: tables to come.
GRANT DELETE ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: tables to come.
GRANT TRUNCATE ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: views to come.
GRANT SELECT ON FUTURE VIEWS IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_write";

-- marts_write changes rows in the schema marts: dynamic tables to come.
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_write";

-- marts_build builds the schema marts: it finds the database.
GRANT USAGE ON DATABASE "payer" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: it finds the schema.
GRANT USAGE ON SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: it makes objects in it.
GRANT CREATE TABLE ON SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: it makes objects in it.
GRANT CREATE VIEW ON SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: it makes objects in it.
GRANT CREATE DYNAMIC TABLE ON SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: it makes objects in it.
GRANT CREATE STAGE ON SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: it makes objects in it.
GRANT CREATE FILE FORMAT ON SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: it makes objects in it.
GRANT CREATE STREAM ON SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: it makes objects in it.
GRANT CREATE TASK ON SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table dim_member.
GRANT SELECT ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table dim_member.
GRANT INSERT ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table dim_member.
GRANT UPDATE ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table dim_member.
GRANT DELETE ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table dim_member.
GRANT TRUNCATE ON TABLE "payer"."marts"."dim_member" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table fact_claim_line.
GRANT SELECT ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table fact_claim_line.
GRANT INSERT ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table fact_claim_line.
GRANT UPDATE ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table fact_claim_line.
GRANT DELETE ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: the table fact_claim_line.
GRANT TRUNCATE ON TABLE "payer"."marts"."fact_claim_line" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: tables to come.
GRANT SELECT ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: tables to come.
GRANT INSERT ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: tables to come.
GRANT UPDATE ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: tables to come.
GRANT DELETE ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: tables to come.
GRANT TRUNCATE ON FUTURE TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: views to come.
GRANT SELECT ON FUTURE VIEWS IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: dynamic tables to come.
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- marts_build builds the schema marts: file formats to come.
GRANT USAGE ON FUTURE FILE FORMATS IN SCHEMA "payer"."marts" TO DATABASE ROLE "payer"."marts_build";

-- raw_read reads the schema raw: it finds the database.
GRANT USAGE ON DATABASE "payer" TO DATABASE ROLE "payer"."raw_read";

-- raw_read reads the schema raw: it finds the schema.
GRANT USAGE ON SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_read";

-- raw_read reads the schema raw: tables to come.
GRANT SELECT ON FUTURE TABLES IN SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_read";

-- raw_read reads the schema raw: views to come.
GRANT SELECT ON FUTURE VIEWS IN SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_read";

-- raw_read reads the schema raw: dynamic tables to come.
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_read";

-- raw_load adds rows to the schema raw: it finds the database.
GRANT USAGE ON DATABASE "payer" TO DATABASE ROLE "payer"."raw_load";

-- raw_load adds rows to the schema raw: it finds the schema.
GRANT USAGE ON SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_load";

-- raw_load adds rows to the schema raw: from the stage lake.
GRANT USAGE ON STAGE "payer"."raw"."lake" TO DATABASE ROLE "payer"."raw_load";

-- raw_load adds rows to the schema raw: from the stage landing.
GRANT READ ON STAGE "payer"."raw"."landing" TO DATABASE ROLE "payer"."raw_load";

-- raw_load adds rows to the schema raw: from the stage landing.
GRANT WRITE ON STAGE "payer"."raw"."landing" TO DATABASE ROLE "payer"."raw_load";

-- raw_load adds rows to the schema raw: tables to come.
GRANT SELECT ON FUTURE TABLES IN SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_load";

-- raw_load adds rows to the schema raw: tables to come.
GRANT INSERT ON FUTURE TABLES IN SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_load";

-- raw_load adds rows to the schema raw: views to come.
GRANT SELECT ON FUTURE VIEWS IN SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_load";

-- raw_load adds rows to the schema raw: dynamic tables to come.
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_load";

-- raw_load adds rows to the schema raw: file formats to come.
GRANT USAGE ON FUTURE FILE FORMATS IN SCHEMA "payer"."raw" TO DATABASE ROLE "payer"."raw_load";

-- secure_read reads the schema secure: it finds the database.
GRANT USAGE ON DATABASE "payer" TO DATABASE ROLE "payer"."secure_read";

-- secure_read reads the schema secure: it finds the schema.
GRANT USAGE ON SCHEMA "payer"."secure" TO DATABASE ROLE "payer"."secure_read";

-- secure_read reads the schema secure: a view in it.
GRANT SELECT ON VIEW "payer"."secure"."member" TO DATABASE ROLE "payer"."secure_read";

-- secure_read reads the schema secure: a view in it.
GRANT SELECT ON VIEW "payer"."secure"."claim_line" TO DATABASE ROLE "payer"."secure_read";

-- secure_read reads the schema secure: tables to come.
GRANT SELECT ON FUTURE TABLES IN SCHEMA "payer"."secure" TO DATABASE ROLE "payer"."secure_read";

-- secure_read reads the schema secure: views to come.
GRANT SELECT ON FUTURE VIEWS IN SCHEMA "payer"."secure" TO DATABASE ROLE "payer"."secure_read";

-- secure_read reads the schema secure: dynamic tables to come.
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA "payer"."secure" TO DATABASE ROLE "payer"."secure_read";

-- staging_build builds the schema staging: it finds the database.
GRANT USAGE ON DATABASE "payer" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: it finds the schema.
GRANT USAGE ON SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: it makes objects in it.
GRANT CREATE TABLE ON SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: it makes objects in it.
GRANT CREATE VIEW ON SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: it makes objects in it.
GRANT CREATE DYNAMIC TABLE ON SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: it makes objects in it.
GRANT CREATE STAGE ON SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: it makes objects in it.
GRANT CREATE FILE FORMAT ON SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: it makes objects in it.
GRANT CREATE STREAM ON SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: it makes objects in it.
GRANT CREATE TASK ON SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: tables to come.
GRANT SELECT ON FUTURE TABLES IN SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: tables to come.
GRANT INSERT ON FUTURE TABLES IN SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: tables to come.
GRANT UPDATE ON FUTURE TABLES IN SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: tables to come.
GRANT DELETE ON FUTURE TABLES IN SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: tables to come.
GRANT TRUNCATE ON FUTURE TABLES IN SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: views to come.
GRANT SELECT ON FUTURE VIEWS IN SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: dynamic tables to come.
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- staging_build builds the schema staging: file formats to come.
GRANT USAGE ON FUTURE FILE FORMATS IN SCHEMA "payer"."staging" TO DATABASE ROLE "payer"."staging_build";

-- payer_loader adds rows to the schema raw.
GRANT DATABASE ROLE "payer"."raw_load" TO ROLE "payer_loader";

-- payer_loader runs its statements in the warehouse load_wh.
GRANT USAGE ON WAREHOUSE "load_wh" TO ROLE "payer_loader";

-- payer_transformer reads the schema raw.
GRANT DATABASE ROLE "payer"."raw_read" TO ROLE "payer_transformer";

-- payer_transformer builds the schema staging.
GRANT DATABASE ROLE "payer"."staging_build" TO ROLE "payer_transformer";

-- payer_transformer builds the schema intermediate.
GRANT DATABASE ROLE "payer"."intermediate_build" TO ROLE "payer_transformer";

-- payer_transformer builds the schema marts.
GRANT DATABASE ROLE "payer"."marts_build" TO ROLE "payer_transformer";

-- payer_transformer runs its statements in the warehouse transform_wh.
GRANT USAGE ON WAREHOUSE "transform_wh" TO ROLE "payer_transformer";

-- payer_store changes rows in the schema marts.
GRANT DATABASE ROLE "payer"."marts_write" TO ROLE "payer_store";

-- payer_store runs its statements in the warehouse transform_wh.
GRANT USAGE ON WAREHOUSE "transform_wh" TO ROLE "payer_store";

-- payer_analyst reads the schema secure.
GRANT DATABASE ROLE "payer"."secure_read" TO ROLE "payer_analyst";

-- payer_analyst runs its statements in the warehouse report_wh.
GRANT USAGE ON WAREHOUSE "report_wh" TO ROLE "payer_analyst";

-- payer_actuary may do what payer_analyst may.
GRANT ROLE "payer_analyst" TO ROLE "payer_actuary";

-- payer_broker reads the schema secure.
GRANT DATABASE ROLE "payer"."secure_read" TO ROLE "payer_broker";

-- payer_broker runs its statements in the warehouse report_wh.
GRANT USAGE ON WAREHOUSE "report_wh" TO ROLE "payer_broker";

-- payer_ops may do what payer_analyst may.
GRANT ROLE "payer_analyst" TO ROLE "payer_ops";

-- payer_auditor reads the schema audit.
GRANT DATABASE ROLE "payer"."audit_read" TO ROLE "payer_auditor";

-- payer_auditor may do what payer_ops may.
GRANT ROLE "payer_ops" TO ROLE "payer_auditor";
