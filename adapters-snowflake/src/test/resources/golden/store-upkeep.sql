-- An erasure.
-- Reading: what lies in quarantine.
SELECT x."NUMBER", x."IDENTITY", x."REASON", x."MESSAGE", x."SOURCE", x."PARTITION", x."OFFSET", x."PAYLOAD",
    x."NATURAL_KEY"
FROM "PUBLIC"."MEMBER_QUARANTINE" AS x
ORDER BY x."NUMBER";

-- Batch: entries of the audit.
INSERT INTO "PUBLIC"."MEMBER_AUDIT" ("NUMBER", "EVENT", "SUBJECT", "DETAIL", "HAPPENED_AT")
SELECT s."_LOG_NUMBER", s."_LOG_EVENT", s."_LOG_SUBJECT", s."_LOG_DETAIL", s."_LOG_HAPPENED_AT"
FROM (SELECT * FROM "SCD2_STAGE" WHERE _op = 'AUDIT') AS s;

-- A prune.
-- Batch: the next generation, and the next surrogate key that is free.
UPDATE "PUBLIC"."SCD2_DIMENSION"
SET generation = generation + 1, next_surrogate = ?, last_batches = ?,
    horizon = greatest(
        coalesce(horizon, TO_TIMESTAMP_LTZ(1769904000000000, 6)), TO_TIMESTAMP_LTZ(1769904000000000, 6)
    )
WHERE name = ?;

-- Reading: the versions and the evidence of all keys, key by key.
SELECT *
FROM (
    SELECT 0 AS _n, x."VALID_FROM" AS _at, x."MEMBER_ID" AS "MEMBER_ID", x."SURROGATE_KEY", x."PLAN", x."PHONE",
        DATE_PART(EPOCH_MICROSECOND, x."VALID_FROM"), DATE_PART(EPOCH_MICROSECOND, x."VALID_TO"), x."IS_CURRENT",
        x."IS_DELETED", x."ATTRIBUTE_HASH", x."LOAD_ID", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL
    FROM "PUBLIC"."MEMBER" AS x
    UNION ALL SELECT 1, NULL, x."MEMBER_ID" AS "MEMBER_ID", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        x."_KIND", x."_SPAN_ID", DATE_PART(EPOCH_MICROSECOND, x."_VALID_FROM"),
        DATE_PART(EPOCH_MICROSECOND, x."_VALID_TO"), x."_SEQUENCE", x."_IS_COMPLETE", x."_SAID", x."_ERASED",
        DATE_PART(EPOCH_MICROSECOND, x."_SYSTEM_TIME"), x."PLAN", x."PHONE", x."_SOURCE", x."_PARTITION",
        x."_OFFSET"
    FROM "PUBLIC"."MEMBER_EVIDENCE" AS x
) AS x
ORDER BY x."MEMBER_ID", x._n, x._at;

-- A transaction that only draws surrogate keys.
-- Batch: surrogate keys were drawn, and nothing was written.
UPDATE "PUBLIC"."SCD2_DIMENSION" SET next_surrogate = ? WHERE name = ?;
