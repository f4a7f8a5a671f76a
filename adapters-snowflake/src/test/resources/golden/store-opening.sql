-- A schema without any dimension.
-- Opening: whether the schema has a register of dimensions.
SELECT 1
FROM information_schema.tables
WHERE table_catalog = current_database() AND table_schema = ? AND table_name = ?;

-- Opening: whether there is the schema.
SELECT 1 FROM information_schema.schemata WHERE catalog_name = current_database() AND schema_name = ?;

-- Opening: the schema, which the session is in from then on.
CREATE SCHEMA IF NOT EXISTS "WAREHOUSE";

-- Opening: the register, with a row for each dimension; who writes one locks its row.
CREATE TABLE IF NOT EXISTS "WAREHOUSE"."SCD2_DIMENSION" (
    name TEXT NOT NULL PRIMARY KEY, definition TEXT NOT NULL, next_surrogate BIGINT NOT NULL,
    batches BIGINT NOT NULL, schema_version BIGINT NOT NULL, hash_algorithm TEXT NOT NULL,
    "GENERATION" NUMBER(19, 0), "HORIZON" TIMESTAMP_LTZ(6), "LAST_SYSTEM_TIME" TIMESTAMP_LTZ(6),
    "ERASURE_SECRET" VARCHAR, "LAST_BATCHES" VARCHAR
);

-- Opening: the dimension as it is stored.
SELECT definition, schema_version, hash_algorithm FROM "WAREHOUSE"."SCD2_DIMENSION" WHERE name = ?;

-- Opening: the versions.
CREATE TABLE IF NOT EXISTS "WAREHOUSE"."MEMBER" (
    "SURROGATE_KEY" NUMBER(19, 0), "MEMBER_ID" VARCHAR, "PLAN" VARCHAR, "PHONE" VARCHAR,
    "VALID_FROM" TIMESTAMP_LTZ(6), "VALID_TO" TIMESTAMP_LTZ(6), "IS_CURRENT" BOOLEAN, "IS_DELETED" BOOLEAN,
    "ATTRIBUTE_HASH" VARCHAR, "LOAD_ID" VARCHAR, "CREATED_AT" TIMESTAMP_LTZ(6) DEFAULT current_timestamp
);

-- Opening: the evidence: every change that was accepted.
CREATE TABLE IF NOT EXISTS "WAREHOUSE"."MEMBER_EVIDENCE" (
    "MEMBER_ID" VARCHAR, "_KIND" VARCHAR, "_SPAN_ID" VARCHAR, "_VALID_FROM" TIMESTAMP_LTZ(6),
    "_VALID_TO" TIMESTAMP_LTZ(6), "_SEQUENCE" VARCHAR, "_IS_COMPLETE" BOOLEAN, "_SAID" VARCHAR, "_ERASED" VARCHAR,
    "_SYSTEM_TIME" TIMESTAMP_LTZ(6), "PLAN" VARCHAR, "PHONE" VARCHAR, "_SOURCE" VARCHAR, "_PARTITION" NUMBER(19, 0),
    "_OFFSET" NUMBER(19, 0)
);

-- Opening: the listings and truncates that are remembered.
CREATE TABLE IF NOT EXISTS "WAREHOUSE"."MEMBER_SNAPSHOT" (
    "KIND" VARCHAR, "TAKEN_AT" TIMESTAMP_LTZ(6), "SEQUENCE" VARCHAR, "SAID" VARCHAR, "SCOPE" VARCHAR,
    "SYSTEM_TIME" TIMESTAMP_LTZ(6)
);

-- Opening: the quarantine.
CREATE TABLE IF NOT EXISTS "WAREHOUSE"."MEMBER_QUARANTINE" (
    "NUMBER" NUMBER(19, 0), "IDENTITY" VARCHAR, "REASON" VARCHAR, "MESSAGE" VARCHAR, "SOURCE" VARCHAR,
    "PARTITION" NUMBER(19, 0), "OFFSET" NUMBER(19, 0), "PAYLOAD" VARCHAR, "NATURAL_KEY" VARCHAR,
    created_at TIMESTAMP_LTZ(6) DEFAULT current_timestamp
);

-- Opening: how far each source was read.
CREATE TABLE IF NOT EXISTS "WAREHOUSE"."MEMBER_POSITION" (
    "SOURCE" VARCHAR, "PARTITION" NUMBER(19, 0), "OFFSET" NUMBER(19, 0)
);

-- Opening: the audit.
CREATE TABLE IF NOT EXISTS "WAREHOUSE"."MEMBER_AUDIT" (
    "NUMBER" NUMBER(19, 0), "EVENT" VARCHAR, "SUBJECT" VARCHAR, "DETAIL" VARCHAR, "HAPPENED_AT" TIMESTAMP_LTZ(6)
);

-- Opening: the versions of a key lie together, by time.
ALTER TABLE "WAREHOUSE"."MEMBER" CLUSTER BY ("MEMBER_ID", "VALID_FROM");

-- Opening: the evidence of a key lies together.
ALTER TABLE "WAREHOUSE"."MEMBER_EVIDENCE" CLUSTER BY ("MEMBER_ID");

-- Opening: the dimension is entered, unless somebody else has entered it meanwhile.
MERGE INTO "WAREHOUSE"."SCD2_DIMENSION" AS x
USING (
    SELECT ? AS name, ? AS definition, ? AS next_surrogate, ? AS batches, ? AS generation, ? AS erasure_secret,
        ? AS schema_version, ? AS hash_algorithm
) AS s
ON x.name = s.name
WHEN NOT MATCHED THEN INSERT (
    name, definition, next_surrogate, batches, generation, erasure_secret, schema_version, hash_algorithm
)
VALUES (
    s.name, s.definition, s.next_surrogate, s.batches, s.generation, s.erasure_secret, s.schema_version,
    s.hash_algorithm
);

-- One that has some.
-- Opening: the register, with a row for each dimension; who writes one locks its row.
CREATE TABLE IF NOT EXISTS "PUBLIC"."SCD2_DIMENSION" (
    name TEXT NOT NULL PRIMARY KEY, definition TEXT NOT NULL, next_surrogate BIGINT NOT NULL,
    batches BIGINT NOT NULL, schema_version BIGINT NOT NULL, hash_algorithm TEXT NOT NULL,
    "GENERATION" NUMBER(19, 0), "HORIZON" TIMESTAMP_LTZ(6), "LAST_SYSTEM_TIME" TIMESTAMP_LTZ(6),
    "ERASURE_SECRET" VARCHAR, "LAST_BATCHES" VARCHAR
);

-- Opening: the dimension as it is stored.
SELECT definition, schema_version, hash_algorithm FROM "PUBLIC"."SCD2_DIMENSION" WHERE name = ?;

-- Opening: the versions.
CREATE TABLE IF NOT EXISTS "PUBLIC"."MEMBER" (
    "SURROGATE_KEY" NUMBER(19, 0), "MEMBER_ID" VARCHAR, "PLAN" VARCHAR, "PHONE" VARCHAR,
    "VALID_FROM" TIMESTAMP_LTZ(6), "VALID_TO" TIMESTAMP_LTZ(6), "IS_CURRENT" BOOLEAN, "IS_DELETED" BOOLEAN,
    "ATTRIBUTE_HASH" VARCHAR, "LOAD_ID" VARCHAR, "CREATED_AT" TIMESTAMP_LTZ(6) DEFAULT current_timestamp
);

-- Opening: the evidence: every change that was accepted.
CREATE TABLE IF NOT EXISTS "PUBLIC"."MEMBER_EVIDENCE" (
    "MEMBER_ID" VARCHAR, "_KIND" VARCHAR, "_SPAN_ID" VARCHAR, "_VALID_FROM" TIMESTAMP_LTZ(6),
    "_VALID_TO" TIMESTAMP_LTZ(6), "_SEQUENCE" VARCHAR, "_IS_COMPLETE" BOOLEAN, "_SAID" VARCHAR, "_ERASED" VARCHAR,
    "_SYSTEM_TIME" TIMESTAMP_LTZ(6), "PLAN" VARCHAR, "PHONE" VARCHAR, "_SOURCE" VARCHAR, "_PARTITION" NUMBER(19, 0),
    "_OFFSET" NUMBER(19, 0)
);

-- Opening: the listings and truncates that are remembered.
CREATE TABLE IF NOT EXISTS "PUBLIC"."MEMBER_SNAPSHOT" (
    "KIND" VARCHAR, "TAKEN_AT" TIMESTAMP_LTZ(6), "SEQUENCE" VARCHAR, "SAID" VARCHAR, "SCOPE" VARCHAR,
    "SYSTEM_TIME" TIMESTAMP_LTZ(6)
);

-- Opening: the quarantine.
CREATE TABLE IF NOT EXISTS "PUBLIC"."MEMBER_QUARANTINE" (
    "NUMBER" NUMBER(19, 0), "IDENTITY" VARCHAR, "REASON" VARCHAR, "MESSAGE" VARCHAR, "SOURCE" VARCHAR,
    "PARTITION" NUMBER(19, 0), "OFFSET" NUMBER(19, 0), "PAYLOAD" VARCHAR, "NATURAL_KEY" VARCHAR,
    created_at TIMESTAMP_LTZ(6) DEFAULT current_timestamp
);

-- Opening: how far each source was read.
CREATE TABLE IF NOT EXISTS "PUBLIC"."MEMBER_POSITION" (
    "SOURCE" VARCHAR, "PARTITION" NUMBER(19, 0), "OFFSET" NUMBER(19, 0)
);

-- Opening: the audit.
CREATE TABLE IF NOT EXISTS "PUBLIC"."MEMBER_AUDIT" (
    "NUMBER" NUMBER(19, 0), "EVENT" VARCHAR, "SUBJECT" VARCHAR, "DETAIL" VARCHAR, "HAPPENED_AT" TIMESTAMP_LTZ(6)
);

-- Opening: the versions of a key lie together, by time.
ALTER TABLE "PUBLIC"."MEMBER" CLUSTER BY ("MEMBER_ID", "VALID_FROM");

-- Opening: the evidence of a key lies together.
ALTER TABLE "PUBLIC"."MEMBER_EVIDENCE" CLUSTER BY ("MEMBER_ID");

-- Opening: the dimension is entered, unless somebody else has entered it meanwhile.
MERGE INTO "PUBLIC"."SCD2_DIMENSION" AS x
USING (
    SELECT ? AS name, ? AS definition, ? AS next_surrogate, ? AS batches, ? AS generation, ? AS erasure_secret,
        ? AS schema_version, ? AS hash_algorithm
) AS s
ON x.name = s.name
WHEN NOT MATCHED THEN INSERT (
    name, definition, next_surrogate, batches, generation, erasure_secret, schema_version, hash_algorithm
)
VALUES (
    s.name, s.definition, s.next_surrogate, s.batches, s.generation, s.erasure_secret, s.schema_version,
    s.hash_algorithm
);
