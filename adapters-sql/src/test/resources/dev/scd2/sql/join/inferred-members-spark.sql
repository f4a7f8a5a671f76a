SELECT f.*,
  CASE WHEN r0.hit = 1 AND r0.ties = 1 THEN r0.c0 END AS `member_sk`,
  CASE
    WHEN (r0.hit = 1 AND r0.ties = 1) AND r0.c2 THEN 'INFERRED'
    WHEN r0.hit = 1 AND r0.ties = 1 THEN 'MATCHED'
    WHEN f.`member` IS NULL THEN 'NULL_KEY'
    WHEN f.`served_at` IS NULL THEN 'NULL_TIME'
    WHEN r0.hit = 1 THEN 'AMBIGUOUS'
    WHEN f.`served_at` >= r0.first_start THEN 'GAP'
    WHEN r0.hit = 0 THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS `member_outcome`,
  CASE WHEN r0.hit = 1 AND r0.ties = 1 THEN r0.c1 END AS `member_plan`
FROM (SELECT * FROM claim) AS f
LEFT JOIN (SELECT z.* FROM (SELECT y.*,
    count(*) OVER (PARTITION BY y.k0, y.t, y.s, y.hit) AS ties,
    row_number() OVER (PARTITION BY y.k0, y.t, y.s ORDER BY y.hit DESC) AS place,
    min(y.starts) OVER (PARTITION BY y.k0, y.t, y.s) AS first_start,
    max(y.in_force) OVER (PARTITION BY y.k0, y.t, y.s) AS any_in_force
  FROM (SELECT q.*, x.`valid_from` AS starts,
      CASE WHEN x.`valid_from` <= q.t AND q.t < x.`valid_to` THEN 1 ELSE 0 END AS hit,
      CASE WHEN x.`valid_from` <= q.t AND q.t < x.`valid_to` THEN 1 ELSE 0 END AS in_force, x.`surrogate_key` AS c0, x.`plan` AS c1, x.`_inferred` AS c2
    FROM (SELECT DISTINCT f.`member` AS k0, f.`served_at` AS t, coalesce(f.`paid_at`, TIMESTAMP '9999-12-30 23:59:59.999999Z') AS s FROM (SELECT * FROM claim) AS f WHERE NOT (f.`member` IS NULL OR f.`served_at` IS NULL)) AS q JOIN (SELECT v.`member_id` AS `member_id`, v.`surrogate_key` AS `surrogate_key`, v.`plan` AS `plan`, v.`valid_from` AS `valid_from`, v.`valid_to` AS `valid_to`, v.`system_from` AS `system_from`, v.`system_to` AS `system_to`, v.`is_deleted` AS `is_deleted`, FALSE AS `_inferred`
    FROM `mart`.`member` AS v
    UNION ALL SELECT m.`member_id` AS `member_id`, m._surrogate AS `surrogate_key`, NULL AS `plan`, TIMESTAMP '0001-01-01 00:00:00Z' AS `valid_from`, coalesce(m._first, TIMESTAMP '9999-12-31 00:00:00Z') AS `valid_to`, m._known_from AS `system_from`, m._known_to AS `system_to`, FALSE AS `is_deleted`, TRUE AS `_inferred`
    FROM (SELECT i._surrogate, i.`member_id`, i._known_from, i._known_to, min(b.`valid_from`) AS _first FROM (SELECT n._surrogate, n.`member_id`, n._at AS _known_from, coalesce(lead(n._at) OVER (PARTITION BY n.`member_id` ORDER BY n._at), TIMESTAMP '9999-12-31 00:00:00Z') AS _known_to FROM (SELECT i._surrogate, i.`member_id`, TIMESTAMP '0001-01-01 00:00:00Z' AS _at FROM `mart`.`member_inferred` AS i UNION SELECT i._surrogate, i.`member_id`, b.`system_from` AS _at FROM `mart`.`member_inferred` AS i JOIN `mart`.`member` AS b ON b.`member_id` = i.`member_id` AND b.`system_from` < TIMESTAMP '9999-12-31 00:00:00Z' UNION SELECT i._surrogate, i.`member_id`, b.`system_to` AS _at FROM `mart`.`member_inferred` AS i JOIN `mart`.`member` AS b ON b.`member_id` = i.`member_id` AND b.`system_to` < TIMESTAMP '9999-12-31 00:00:00Z') AS n) AS i LEFT JOIN `mart`.`member` AS b ON b.`member_id` = i.`member_id` AND b.`system_from` <= i._known_from AND i._known_from < b.`system_to` AND NOT b.`is_deleted` GROUP BY i._surrogate, i.`member_id`, i._known_from, i._known_to) AS m WHERE m._first IS NULL OR m._first > TIMESTAMP '0001-01-01 00:00:00Z') AS x ON q.k0 = x.`member_id` AND x.`system_from` <= q.s AND q.s < x.`system_to` AND NOT x.`is_deleted`) AS y) AS z WHERE z.place = 1) AS r0
  ON r0.k0 = f.`member` AND r0.t = f.`served_at` AND r0.s = coalesce(f.`paid_at`, TIMESTAMP '9999-12-30 23:59:59.999999Z')
