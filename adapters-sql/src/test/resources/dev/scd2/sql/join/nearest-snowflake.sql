SELECT f.*,
  CASE WHEN (b0."valid_from" IS NOT NULL AND DATEDIFF(microsecond, b0."valid_from", f."served_at") <= 2000000) OR (v0."valid_from" IS NOT NULL AND DATEDIFF(microsecond, f."served_at", v0."valid_from") <= 2000000) THEN CASE WHEN v0."valid_from" IS NULL OR DATEDIFF(microsecond, b0."valid_from", f."served_at") <= DATEDIFF(microsecond, f."served_at", v0."valid_from") THEN b0."surrogate_key" ELSE v0."surrogate_key" END END AS "member_sk",
  CASE
    WHEN (b0."valid_from" IS NOT NULL AND DATEDIFF(microsecond, b0."valid_from", f."served_at") <= 2000000) OR (v0."valid_from" IS NOT NULL AND DATEDIFF(microsecond, f."served_at", v0."valid_from") <= 2000000) THEN 'MATCHED'
    WHEN f."member" IS NULL THEN 'NULL_KEY'
    WHEN f."served_at" IS NULL THEN 'NULL_TIME'
    WHEN NOT (v0."valid_from" IS NULL AND b0."valid_from" IS NULL) THEN 'OUT_OF_REACH'
    WHEN k0."member_id" IS NOT NULL THEN 'OUT_OF_REACH'
    ELSE 'UNKNOWN_KEY' END AS "member_outcome",
  CASE WHEN (b0."valid_from" IS NOT NULL AND DATEDIFF(microsecond, b0."valid_from", f."served_at") <= 2000000) OR (v0."valid_from" IS NOT NULL AND DATEDIFF(microsecond, f."served_at", v0."valid_from") <= 2000000) THEN CASE WHEN v0."valid_from" IS NULL OR DATEDIFF(microsecond, b0."valid_from", f."served_at") <= DATEDIFF(microsecond, f."served_at", v0."valid_from") THEN b0."plan" ELSE v0."plan" END END AS "member_plan"
FROM (SELECT * FROM claim) AS f
ASOF JOIN (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TO_TIMESTAMP_TZ('9999-12-31 00:00:00 +00:00') AND NOT x."is_deleted") AS b0
  MATCH_CONDITION (f."served_at" >= b0."valid_from") ON f."member" = b0."member_id"
ASOF JOIN (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TO_TIMESTAMP_TZ('9999-12-31 00:00:00 +00:00') AND NOT x."is_deleted") AS v0
  MATCH_CONDITION (f."served_at" < v0."valid_from") ON f."member" = v0."member_id"
LEFT JOIN (SELECT DISTINCT x."member_id" FROM (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TO_TIMESTAMP_TZ('9999-12-31 00:00:00 +00:00') AND NOT x."is_deleted") AS x) AS k0
  ON CASE WHEN v0."valid_from" IS NULL AND b0."valid_from" IS NULL THEN f."member" END = k0."member_id"
