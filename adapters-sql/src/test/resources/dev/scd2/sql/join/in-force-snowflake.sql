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
    WHEN v1."effective_from" IS NOT NULL AND DATEADD(microsecond, -1, TIMESTAMP_TZ_FROM_PARTS(year(DATEADD(day, 1, f."served_on")), month(DATEADD(day, 1, f."served_on")), day(DATEADD(day, 1, f."served_on")), 0, 0, 0, 0, 'America/Chicago')) < coalesce(v1."effective_to", TO_TIMESTAMP_TZ('9999-12-31 00:00:00 +00:00')) THEN 'MATCHED'
    WHEN f."member" IS NULL OR f."kind" IS NULL THEN 'NULL_KEY'
    WHEN f."served_on" IS NULL THEN 'NULL_TIME'
    WHEN v1."effective_from" IS NOT NULL THEN 'GAP'
    WHEN k1."member_id" IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "coverage_outcome",
  CASE WHEN v1."effective_from" IS NOT NULL AND DATEADD(microsecond, -1, TIMESTAMP_TZ_FROM_PARTS(year(DATEADD(day, 1, f."served_on")), month(DATEADD(day, 1, f."served_on")), day(DATEADD(day, 1, f."served_on")), 0, 0, 0, 0, 'America/Chicago')) < coalesce(v1."effective_to", TO_TIMESTAMP_TZ('9999-12-31 00:00:00 +00:00')) THEN v1."plan" END AS "coverage_plan"
FROM (SELECT * FROM claim) AS f
ASOF JOIN (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TO_TIMESTAMP_TZ('9999-12-31 00:00:00 +00:00') AND NOT x."is_deleted") AS v0
  MATCH_CONDITION (f."served_at" >= v0."valid_from") ON f."member" = v0."member_id"
LEFT JOIN (SELECT DISTINCT x."member_id" FROM (SELECT x.* FROM "mart"."member" AS x WHERE x."system_to" >= TO_TIMESTAMP_TZ('9999-12-31 00:00:00 +00:00') AND NOT x."is_deleted") AS x) AS k0
  ON CASE WHEN v0."valid_from" IS NULL THEN f."member" END = k0."member_id"
ASOF JOIN "coverage" AS v1
  MATCH_CONDITION (DATEADD(microsecond, -1, TIMESTAMP_TZ_FROM_PARTS(year(DATEADD(day, 1, f."served_on")), month(DATEADD(day, 1, f."served_on")), day(DATEADD(day, 1, f."served_on")), 0, 0, 0, 0, 'America/Chicago')) >= v1."effective_from") ON f."member" = v1."member_id" AND f."kind" = v1."kind"
LEFT JOIN (SELECT DISTINCT x."member_id", x."kind" FROM "coverage" AS x) AS k1
  ON CASE WHEN v1."effective_from" IS NULL THEN f."member" END = k1."member_id" AND f."kind" = k1."kind"
