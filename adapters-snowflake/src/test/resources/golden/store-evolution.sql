-- A column more.
-- Evolution: a new column of the versions.
ALTER TABLE "PUBLIC"."MEMBER" ADD COLUMN IF NOT EXISTS "REGION" VARCHAR;

-- Evolution: a new column of the evidence.
ALTER TABLE "PUBLIC"."MEMBER_EVIDENCE" ADD COLUMN IF NOT EXISTS "REGION" VARCHAR;

-- Evolution: what was said until now said nothing of it.
UPDATE "PUBLIC"."MEMBER_EVIDENCE" SET _said = rpad(coalesce(_said, '11'), 3, '0'), _is_complete = (_kind = 'DELETE');

-- Evolution: the time of the audit entry.
SELECT DATE_PART(EPOCH_MICROSECOND, current_timestamp);

-- Evolution: the last number of the audit.
SELECT coalesce(max("NUMBER"), 0) FROM "PUBLIC"."MEMBER_AUDIT";

-- Evolution: its entry in the audit.
COPY INTO "PUBLIC"."MEMBER_AUDIT" ("NUMBER", "EVENT", "SUBJECT", "DETAIL", "HAPPENED_AT")
FROM '@~/scd2/'
FILES = ('rows.csv.gz')
FILE_FORMAT = (
    TYPE = CSV COMPRESSION = GZIP FIELD_OPTIONALLY_ENCLOSED_BY = '"' ESCAPE = NONE ESCAPE_UNENCLOSED_FIELD = NONE
    NULL_IF = () EMPTY_FIELD_AS_NULL = TRUE BINARY_FORMAT = HEX
    TIMESTAMP_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM'
)
ON_ERROR = ABORT_STATEMENT
PURGE = TRUE;

-- Evolution: the dimension as it is declared now.
UPDATE "PUBLIC"."SCD2_DIMENSION" SET definition = ?, generation = generation + 1 WHERE name = ?;

-- A whole number that becomes a decimal.
-- Evolution: a new column of the versions.
ALTER TABLE "PUBLIC"."RATE" ADD COLUMN "_SCD2_WIDER" NUMBER(21, 2);

-- Evolution: the values of a number that gets another scale.
UPDATE "PUBLIC"."RATE" SET "_SCD2_WIDER" = "RATE";

-- Evolution: the column that it had.
ALTER TABLE "PUBLIC"."RATE" DROP COLUMN "RATE";

-- Evolution: the new one is called like it.
ALTER TABLE "PUBLIC"."RATE" RENAME COLUMN "_SCD2_WIDER" TO "RATE";

-- Evolution: a new column of the evidence.
ALTER TABLE "PUBLIC"."RATE_EVIDENCE" ADD COLUMN "_SCD2_WIDER" NUMBER(21, 2);

-- Evolution: the values of a number that gets another scale.
UPDATE "PUBLIC"."RATE_EVIDENCE" SET "_SCD2_WIDER" = "RATE";

-- Evolution: the column that it had.
ALTER TABLE "PUBLIC"."RATE_EVIDENCE" DROP COLUMN "RATE";

-- Evolution: the new one is called like it.
ALTER TABLE "PUBLIC"."RATE_EVIDENCE" RENAME COLUMN "_SCD2_WIDER" TO "RATE";

-- Evolution: up to which version hashes are corrected next.
SELECT max(n)
FROM (
    SELECT DISTINCT v."SURROGATE_KEY" AS n
    FROM "PUBLIC"."RATE" AS v
    WHERE TRUE AND v."SURROGATE_KEY" > ?
    ORDER BY 1 LIMIT 50000
) AS c;

-- Evolution: the values of these versions.
SELECT v."SURROGATE_KEY", v."RATE"
FROM "PUBLIC"."RATE" AS v
WHERE TRUE AND v."SURROGATE_KEY" > ? AND v."SURROGATE_KEY" <= ?;

-- Evolution: the table of corrected hashes.
CREATE OR REPLACE TEMPORARY TABLE "SCD2_STAGE_1" ("SURROGATE_KEY" NUMBER(19, 0), "ATTRIBUTE_HASH" VARCHAR);

-- Evolution: the corrected hashes.
COPY INTO "SCD2_STAGE_1" ("SURROGATE_KEY", "ATTRIBUTE_HASH")
FROM '@~/scd2/'
FILES = ('rows.csv.gz')
FILE_FORMAT = (
    TYPE = CSV COMPRESSION = GZIP FIELD_OPTIONALLY_ENCLOSED_BY = '"' ESCAPE = NONE ESCAPE_UNENCLOSED_FIELD = NONE
    NULL_IF = () EMPTY_FIELD_AS_NULL = TRUE BINARY_FORMAT = HEX
    TIMESTAMP_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM'
)
ON_ERROR = ABORT_STATEMENT
PURGE = TRUE;

-- Evolution: the hashes are corrected.
UPDATE "PUBLIC"."RATE" AS v
SET "ATTRIBUTE_HASH" = s."ATTRIBUTE_HASH"
FROM "SCD2_STAGE_1" AS s
WHERE v."SURROGATE_KEY" = s."SURROGATE_KEY";

-- Evolution: the table of corrected hashes goes.
DROP TABLE "SCD2_STAGE_1";

-- Evolution: the last number of the audit.
SELECT coalesce(max("NUMBER"), 0) FROM "PUBLIC"."RATE_AUDIT";

-- Evolution: its entry in the audit.
COPY INTO "PUBLIC"."RATE_AUDIT" ("NUMBER", "EVENT", "SUBJECT", "DETAIL", "HAPPENED_AT")
FROM '@~/scd2/'
FILES = ('rows.csv.gz')
FILE_FORMAT = (
    TYPE = CSV COMPRESSION = GZIP FIELD_OPTIONALLY_ENCLOSED_BY = '"' ESCAPE = NONE ESCAPE_UNENCLOSED_FIELD = NONE
    NULL_IF = () EMPTY_FIELD_AS_NULL = TRUE BINARY_FORMAT = HEX
    TIMESTAMP_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM'
)
ON_ERROR = ABORT_STATEMENT
PURGE = TRUE;
