SELECT f.*,
  CASE WHEN r0.hit = 1 AND r0.ties = 1 THEN r0.c0 END AS `member_sk`,
  CASE
    WHEN r0.hit = 1 AND r0.ties = 1 THEN 'MATCHED'
    WHEN f.`member` IS NULL THEN 'NULL_KEY'
    WHEN f.`served_at` IS NULL THEN 'NULL_TIME'
    WHEN r0.hit = 1 THEN 'AMBIGUOUS'
    WHEN r0.hit = 0 THEN 'OUT_OF_REACH'
    ELSE 'UNKNOWN_KEY' END AS `member_outcome`,
  CASE WHEN r0.hit = 1 AND r0.ties = 1 THEN r0.c1 END AS `member_plan`
FROM (SELECT * FROM claim) AS f
LEFT JOIN (SELECT z.* FROM (SELECT y.*,
    count(*) OVER (PARTITION BY y.k0, y.t, y.hit, y.starts) AS ties,
    row_number() OVER (PARTITION BY y.k0, y.t ORDER BY y.hit DESC, y.distance, y.starts) AS place,
    min(y.starts) OVER (PARTITION BY y.k0, y.t) AS first_start,
    max(y.in_force) OVER (PARTITION BY y.k0, y.t) AS any_in_force
  FROM (SELECT q.*, x.`valid_from` AS starts,
      CASE WHEN (x.`valid_from` <= q.t AND (unix_micros(q.t) - unix_micros(x.`valid_from`)) <= 2000000) OR (x.`valid_from` > q.t AND (unix_micros(x.`valid_from`) - unix_micros(q.t)) <= 2000000) THEN 1 ELSE 0 END AS hit,
      CASE WHEN x.`valid_from` <= q.t AND q.t < x.`valid_to` THEN 1 ELSE 0 END AS in_force,
      CASE WHEN x.`valid_from` <= q.t THEN (unix_micros(q.t) - unix_micros(x.`valid_from`)) ELSE (unix_micros(x.`valid_from`) - unix_micros(q.t)) END AS distance, x.`surrogate_key` AS c0, x.`plan` AS c1
    FROM (SELECT DISTINCT f.`member` AS k0, f.`served_at` AS t FROM (SELECT * FROM claim) AS f WHERE NOT (f.`member` IS NULL OR f.`served_at` IS NULL)) AS q JOIN `mart`.`member` AS x ON q.k0 = x.`member_id` AND x.`system_to` >= TIMESTAMP '9999-12-31 00:00:00Z' AND NOT x.`is_deleted`) AS y) AS z WHERE z.place = 1) AS r0
  ON r0.k0 = f.`member` AND r0.t = f.`served_at`
