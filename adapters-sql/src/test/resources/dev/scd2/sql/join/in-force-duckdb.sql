SELECT f.*,
  CASE WHEN f."served_at" < v0."valid_to" THEN v0."surrogate_key" END AS "member_sk",
  CASE
    WHEN f."served_at" < v0."valid_to" THEN 'MATCHED'
    WHEN f."member" IS NULL THEN 'NULL_KEY'
    WHEN f."served_at" IS NULL THEN 'NULL_TIME'
    WHEN v0."valid_from" IS NOT NULL THEN 'GAP'
    WHEN k0."member_id" IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "member_outcome",
  CASE WHEN f."served_at" < v0."valid_to" THEN v0."plan" END AS "member_plan",
  CASE
    WHEN v1."effective_from" IS NOT NULL AND ((CAST((f."served_on" + 1) AS TIMESTAMP) AT TIME ZONE 'America/Chicago') - INTERVAL '1 microseconds') < coalesce(v1."effective_to", TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00') THEN 'MATCHED'
    WHEN f."member" IS NULL OR f."kind" IS NULL THEN 'NULL_KEY'
    WHEN f."served_on" IS NULL THEN 'NULL_TIME'
    WHEN v1."effective_from" IS NOT NULL THEN 'GAP'
    WHEN k1."member_id" IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "coverage_outcome",
  CASE WHEN v1."effective_from" IS NOT NULL AND ((CAST((f."served_on" + 1) AS TIMESTAMP) AT TIME ZONE 'America/Chicago') - INTERVAL '1 microseconds') < coalesce(v1."effective_to", TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00') THEN v1."plan" END AS "coverage_plan"
FROM (SELECT * FROM claim) AS f
ASOF LEFT JOIN (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted") AS v0
  ON f."member" = v0."member_id" AND f."served_at" >= v0."valid_from"
LEFT JOIN (SELECT DISTINCT x."member_id" FROM (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted") AS x) AS k0
  ON CASE WHEN v0."valid_from" IS NULL THEN f."member" END = k0."member_id"
ASOF LEFT JOIN "main"."coverage" AS v1
  ON f."member" = v1."member_id" AND f."kind" = v1."kind" AND ((CAST((f."served_on" + 1) AS TIMESTAMP) AT TIME ZONE 'America/Chicago') - INTERVAL '1 microseconds') >= v1."effective_from"
LEFT JOIN (SELECT DISTINCT x."member_id", x."kind" FROM "main"."coverage" AS x) AS k1
  ON CASE WHEN v1."effective_from" IS NULL THEN f."member" END = k1."member_id" AND f."kind" = k1."kind"
