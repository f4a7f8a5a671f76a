SELECT f.*,
  CASE WHEN r0.hit = 1 AND r0.ties = 1 THEN r0.c0 END AS "patient_sk",
  CASE
    WHEN r0.hit = 1 AND r0.ties = 1 THEN 'MATCHED'
    WHEN f."ssn" IS NULL THEN 'NULL_KEY'
    WHEN f."served_at" IS NULL THEN 'NULL_TIME'
    WHEN r0.hit = 1 THEN 'AMBIGUOUS'
    WHEN f."served_at" >= r0.first_start THEN 'GAP'
    WHEN r0.hit = 0 THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "patient_outcome",
  CASE WHEN r0.hit = 1 AND r0.ties = 1 THEN r0.c1 END AS "patient_plan"
FROM (SELECT * FROM claim) AS f
LEFT JOIN (SELECT z.* FROM (SELECT y.*,
    count(*) OVER (PARTITION BY y.k0, y.t, y.s, y.hit, y.c1) AS ties,
    row_number() OVER (PARTITION BY y.k0, y.t, y.s ORDER BY y.hit DESC, y.c1 DESC NULLS LAST) AS place,
    min(y.starts) OVER (PARTITION BY y.k0, y.t, y.s) AS first_start,
    max(y.in_force) OVER (PARTITION BY y.k0, y.t, y.s) AS any_in_force
  FROM (SELECT q.*, x."valid_from" AS starts,
      CASE WHEN x."valid_from" <= q.t AND q.t < x."valid_to" THEN 1 ELSE 0 END AS hit,
      CASE WHEN x."valid_from" <= q.t AND q.t < x."valid_to" THEN 1 ELSE 0 END AS in_force, x."surrogate_key" AS c0, x."plan" AS c1, x."plan" AS c2
    FROM (SELECT DISTINCT f."ssn" AS k0, f."served_at" AS t, coalesce(f."paid_at", TO_TIMESTAMP_TZ('9999-12-30 23:59:59.999999 +00:00')) AS s FROM (SELECT * FROM claim) AS f WHERE NOT (f."ssn" IS NULL OR f."served_at" IS NULL)) AS q JOIN "mart"."member" AS x ON q.k0 = x."ssn" AND x."system_from" <= q.s AND q.s < x."system_to" AND NOT x."is_deleted") AS y) AS z WHERE z.place = 1) AS r0
  ON r0.k0 = f."ssn" AND r0.t = f."served_at" AND r0.s = coalesce(f."paid_at", TO_TIMESTAMP_TZ('9999-12-30 23:59:59.999999 +00:00'))
