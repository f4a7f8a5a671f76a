SELECT f.*,
  CASE WHEN r0.hit = 1 AND r0.ties = 1 THEN r0.c0 END AS "PATIENT_SK",
  CASE
    WHEN r0.hit = 1 AND r0.ties = 1 THEN 'MATCHED'
    WHEN f."SSN" IS NULL THEN 'NULL_KEY'
    WHEN f."SERVED_AT" IS NULL THEN 'NULL_TIME'
    WHEN r0.hit = 1 THEN 'AMBIGUOUS'
    WHEN f."SERVED_AT" >= r0.first_start THEN 'GAP'
    WHEN r0.hit = 0 THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS "PATIENT_OUTCOME",
  CASE WHEN r0.hit = 1 AND r0.ties = 1 THEN r0.c1 END AS "PATIENT_PLAN"
FROM (SELECT * FROM claim) AS f
LEFT JOIN (SELECT z.* FROM (SELECT y.*,
    count(*) OVER (PARTITION BY y.k0, y.t, y.s, y.hit, y.c1) AS ties,
    row_number() OVER (PARTITION BY y.k0, y.t, y.s ORDER BY y.hit DESC, y.c1 DESC NULLS LAST) AS place,
    min(y.starts) OVER (PARTITION BY y.k0, y.t, y.s) AS first_start,
    max(y.in_force) OVER (PARTITION BY y.k0, y.t, y.s) AS any_in_force
  FROM (SELECT q.*, x."VALID_FROM" AS starts,
      CASE WHEN x."VALID_FROM" <= q.t AND q.t < x."VALID_TO" THEN 1 ELSE 0 END AS hit,
      CASE WHEN x."VALID_FROM" <= q.t AND q.t < x."VALID_TO" THEN 1 ELSE 0 END AS in_force, x."SURROGATE_KEY" AS c0, x."PLAN" AS c1, x."PLAN" AS c2
    FROM (SELECT DISTINCT f."SSN" AS k0, f."SERVED_AT" AS t, coalesce(f."PAID_AT", TO_TIMESTAMP_TZ('9999-12-30 23:59:59.999999 +00:00')) AS s FROM (SELECT * FROM claim) AS f WHERE NOT (f."SSN" IS NULL OR f."SERVED_AT" IS NULL)) AS q JOIN "MART"."MEMBER" AS x ON q.k0 = x."SSN" AND x."SYSTEM_FROM" <= q.s AND q.s < x."SYSTEM_TO" AND NOT x."IS_DELETED") AS y) AS z WHERE z.place = 1) AS r0
  ON r0.k0 = f."SSN" AND r0.t = f."SERVED_AT" AND r0.s = coalesce(f."PAID_AT", TO_TIMESTAMP_TZ('9999-12-30 23:59:59.999999 +00:00'))
