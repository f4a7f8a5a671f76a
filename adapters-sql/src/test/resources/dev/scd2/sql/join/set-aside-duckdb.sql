WITH _facts AS (SELECT * FROM claim),
_met0 AS MATERIALIZED (SELECT x.* FROM "mart"."member" AS x WHERE EXISTS (SELECT 1 FROM _facts AS f WHERE f."member" = x."member_id")),
_joined AS MATERIALIZED (SELECT f.*, struct_pack("effective_from" := _v1."effective_from", "plan" := _v1."plan") AS _v1
FROM (SELECT * FROM _facts) AS f
LEFT JOIN "main"."coverage" AS _v1 ON f."member" = _v1."member_id" AND f."kind" = _v1."kind"
  AND _v1."effective_from" <= f."served_at" AND f."served_at" < coalesce(_v1."effective_to", TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00'))
SELECT f.* EXCLUDE (_v1),
  v0."surrogate_key" AS "member_sk",
  CASE
    WHEN v0."valid_from" IS NOT NULL THEN 'MATCHED'
    WHEN f."member" IS NULL THEN 'NULL_KEY'
    WHEN f."served_at" IS NULL THEN 'NULL_TIME'
    WHEN f."served_at" >= k0.first_from THEN 'GAP'
    WHEN k0.first_from IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "member_outcome",
  v0."plan" AS "member_plan",
  CASE
    WHEN _v1."effective_from" IS NOT NULL THEN 'MATCHED'
    WHEN f."member" IS NULL OR f."kind" IS NULL THEN 'NULL_KEY'
    WHEN f."served_at" IS NULL THEN 'NULL_TIME'
    WHEN f."served_at" >= k1.first_from THEN 'GAP'
    WHEN k1.first_from IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "coverage_outcome",
  _v1."plan" AS "coverage_plan"
FROM _joined AS f
LEFT JOIN _met0 AS v0 ON f."member" = v0."member_id"
  AND v0."valid_from" <= f."served_at" AND f."served_at" < v0."valid_to" AND v0."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT v0."is_deleted"
LEFT JOIN (SELECT x."member_id", min(x."valid_from") AS first_from FROM _met0 AS x WHERE x."system_to" >= TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00' AND NOT x."is_deleted" GROUP BY x."member_id") AS k0
  ON CASE WHEN v0."valid_from" IS NULL THEN f."member" END = k0."member_id"
LEFT JOIN (SELECT x."member_id", x."kind", min(x."effective_from") AS first_from FROM "main"."coverage" AS x WHERE EXISTS (SELECT 1 FROM _joined AS f WHERE f."member" = x."member_id" AND f."kind" = x."kind" AND _v1."effective_from" IS NULL) GROUP BY x."member_id", x."kind") AS k1
  ON CASE WHEN _v1."effective_from" IS NULL THEN f."member" END = k1."member_id" AND f."kind" = k1."kind"
