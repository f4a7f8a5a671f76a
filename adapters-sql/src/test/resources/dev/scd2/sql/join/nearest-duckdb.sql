SELECT f.*,
  CASE WHEN (b0."valid_from" IS NOT NULL AND (epoch_us(f."served_at") - epoch_us(b0."valid_from")) <= 2000000) OR (v0."valid_from" IS NOT NULL AND (epoch_us(v0."valid_from") - epoch_us(f."served_at")) <= 2000000) THEN CASE WHEN v0."valid_from" IS NULL OR (epoch_us(f."served_at") - epoch_us(b0."valid_from")) <= (epoch_us(v0."valid_from") - epoch_us(f."served_at")) THEN b0."surrogate_key" ELSE v0."surrogate_key" END END AS "member_sk",
  CASE
    WHEN (b0."valid_from" IS NOT NULL AND (epoch_us(f."served_at") - epoch_us(b0."valid_from")) <= 2000000) OR (v0."valid_from" IS NOT NULL AND (epoch_us(v0."valid_from") - epoch_us(f."served_at")) <= 2000000) THEN 'MATCHED'
    WHEN f."member" IS NULL THEN 'NULL_KEY'
    WHEN f."served_at" IS NULL THEN 'NULL_TIME'
    WHEN NOT (v0."valid_from" IS NULL AND b0."valid_from" IS NULL) THEN 'OUT_OF_REACH'
    WHEN k0."member_id" IS NOT NULL THEN 'OUT_OF_REACH'
    ELSE 'UNKNOWN_KEY' END AS "member_outcome",
  CASE WHEN (b0."valid_from" IS NOT NULL AND (epoch_us(f."served_at") - epoch_us(b0."valid_from")) <= 2000000) OR (v0."valid_from" IS NOT NULL AND (epoch_us(v0."valid_from") - epoch_us(f."served_at")) <= 2000000) THEN CASE WHEN v0."valid_from" IS NULL OR (epoch_us(f."served_at") - epoch_us(b0."valid_from")) <= (epoch_us(v0."valid_from") - epoch_us(f."served_at")) THEN b0."plan" ELSE v0."plan" END END AS "member_plan"
FROM (SELECT * FROM claim) AS f
ASOF LEFT JOIN (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted") AS b0
  ON f."member" = b0."member_id" AND f."served_at" >= b0."valid_from"
ASOF LEFT JOIN (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted") AS v0
  ON f."member" = v0."member_id" AND f."served_at" < v0."valid_from"
LEFT JOIN (SELECT DISTINCT x."member_id" FROM (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted") AS x) AS k0
  ON CASE WHEN v0."valid_from" IS NULL AND b0."valid_from" IS NULL THEN f."member" END = k0."member_id"
