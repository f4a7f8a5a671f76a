SELECT f.*,
  v0."surrogate_key" AS "member_sk",
  CASE
    WHEN v0."valid_from" IS NOT NULL THEN 'MATCHED'
    WHEN f."member" IS NULL THEN 'NULL_KEY'
    WHEN f."served_at" IS NULL THEN 'NULL_TIME'
    ELSE coalesce((SELECT CASE WHEN f."served_at" >= x."valid_from" THEN 'GAP' ELSE 'BEFORE_FIRST' END
      FROM "mart"."member" AS x WHERE f."member" = x."member_id" AND x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted" ORDER BY x."valid_from" LIMIT 1), 'UNKNOWN_KEY') END AS "member_outcome",
  v0."plan" AS "member_plan",
  CASE
    WHEN v1."effective_from" IS NOT NULL THEN 'MATCHED'
    WHEN f."member" IS NULL OR f."kind" IS NULL THEN 'NULL_KEY'
    WHEN f."served_on" IS NULL THEN 'NULL_TIME'
    ELSE coalesce((SELECT CASE WHEN ((CAST((f."served_on" + 1) AS TIMESTAMP) AT TIME ZONE 'America/Chicago') - INTERVAL '1 microseconds') >= x."effective_from" THEN 'GAP' ELSE 'BEFORE_FIRST' END
      FROM "public"."coverage" AS x WHERE f."member" = x."member_id" AND f."kind" = x."kind" ORDER BY x."effective_from" LIMIT 1), 'UNKNOWN_KEY') END AS "coverage_outcome",
  v1."plan" AS "coverage_plan"
FROM (SELECT * FROM claim) AS f
LEFT JOIN "mart"."member" AS v0 ON f."member" = v0."member_id"
  AND v0."valid_from" <= f."served_at" AND f."served_at" < v0."valid_to" AND v0."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT v0."is_deleted"
LEFT JOIN "public"."coverage" AS v1 ON f."member" = v1."member_id" AND f."kind" = v1."kind"
  AND v1."effective_from" <= ((CAST((f."served_on" + 1) AS TIMESTAMP) AT TIME ZONE 'America/Chicago') - INTERVAL '1 microseconds') AND ((CAST((f."served_on" + 1) AS TIMESTAMP) AT TIME ZONE 'America/Chicago') - INTERVAL '1 microseconds') < coalesce(v1."effective_to", TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00')
