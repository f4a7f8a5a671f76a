SELECT f.*,
  CASE WHEN (b0."valid_from" IS NOT NULL AND (f."served_at" - b0."valid_from") <= INTERVAL '2000000 microseconds') OR (v0."valid_from" IS NOT NULL AND (v0."valid_from" - f."served_at") <= INTERVAL '2000000 microseconds') THEN CASE WHEN v0."valid_from" IS NULL OR (f."served_at" - b0."valid_from") <= (v0."valid_from" - f."served_at") THEN b0."surrogate_key" ELSE v0."surrogate_key" END END AS "member_sk",
  CASE
    WHEN (b0."valid_from" IS NOT NULL AND (f."served_at" - b0."valid_from") <= INTERVAL '2000000 microseconds') OR (v0."valid_from" IS NOT NULL AND (v0."valid_from" - f."served_at") <= INTERVAL '2000000 microseconds') THEN 'MATCHED'
    WHEN f."member" IS NULL THEN 'NULL_KEY'
    WHEN f."served_at" IS NULL THEN 'NULL_TIME'
    WHEN NOT (v0."valid_from" IS NULL AND b0."valid_from" IS NULL) THEN 'OUT_OF_REACH'
    WHEN EXISTS (SELECT 1 FROM "mart"."member" AS x WHERE f."member" = x."member_id" AND f."served_at" = x."valid_from" AND x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted") THEN 'OUT_OF_REACH'
    ELSE 'UNKNOWN_KEY' END AS "member_outcome",
  CASE WHEN (b0."valid_from" IS NOT NULL AND (f."served_at" - b0."valid_from") <= INTERVAL '2000000 microseconds') OR (v0."valid_from" IS NOT NULL AND (v0."valid_from" - f."served_at") <= INTERVAL '2000000 microseconds') THEN CASE WHEN v0."valid_from" IS NULL OR (f."served_at" - b0."valid_from") <= (v0."valid_from" - f."served_at") THEN b0."plan" ELSE v0."plan" END END AS "member_plan"
FROM (SELECT * FROM (SELECT * FROM claim) AS f ORDER BY f."member", f."served_at") AS f
LEFT JOIN LATERAL (SELECT x.* FROM "mart"."member" AS x WHERE f."member" = x."member_id"
  AND f."served_at" >= x."valid_from" AND x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted"
  ORDER BY x."valid_from" DESC LIMIT 1) AS b0 ON TRUE
LEFT JOIN LATERAL (SELECT x.* FROM "mart"."member" AS x WHERE f."member" = x."member_id"
  AND f."served_at" < x."valid_from" AND x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted"
  ORDER BY x."valid_from" LIMIT 1) AS v0 ON TRUE
