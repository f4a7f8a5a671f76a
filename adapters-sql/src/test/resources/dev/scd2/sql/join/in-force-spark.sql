SELECT f.*,
  v0.`surrogate_key` AS `member_sk`,
  CASE
    WHEN v0.`valid_from` IS NOT NULL THEN 'MATCHED'
    WHEN f.`member` IS NULL THEN 'NULL_KEY'
    WHEN f.`served_at` IS NULL THEN 'NULL_TIME'
    WHEN f.`served_at` >= k0.first_from THEN 'GAP'
    WHEN k0.first_from IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS `member_outcome`,
  v0.`plan` AS `member_plan`,
  CASE
    WHEN v1.`effective_from` IS NOT NULL THEN 'MATCHED'
    WHEN f.`member` IS NULL OR f.`kind` IS NULL THEN 'NULL_KEY'
    WHEN f.`served_on` IS NULL THEN 'NULL_TIME'
    WHEN timestamp_micros(unix_micros(make_timestamp(year(date_add(f.`served_on`, 1)), month(date_add(f.`served_on`, 1)), day(date_add(f.`served_on`, 1)), 0, 0, 0, 'America/Chicago')) - 1) >= k1.first_from THEN 'GAP'
    WHEN k1.first_from IS NOT NULL THEN 'BEFORE_FIRST'
    ELSE 'UNKNOWN_KEY' END AS `coverage_outcome`,
  v1.`plan` AS `coverage_plan`
FROM (SELECT * FROM claim) AS f
LEFT JOIN `mart`.`member` AS v0 ON f.`member` = v0.`member_id`
  AND v0.`valid_from` <= f.`served_at` AND f.`served_at` < v0.`valid_to` AND v0.`system_to` >= TIMESTAMP '9999-12-31 00:00:00Z' AND NOT v0.`is_deleted`
LEFT JOIN (SELECT x.`member_id`, min(x.`valid_from`) AS first_from FROM `mart`.`member` AS x WHERE x.`system_to` >= TIMESTAMP '9999-12-31 00:00:00Z' AND NOT x.`is_deleted` GROUP BY x.`member_id`) AS k0
  ON CASE WHEN v0.`valid_from` IS NULL THEN f.`member` END = k0.`member_id`
LEFT JOIN `coverage` AS v1 ON f.`member` = v1.`member_id` AND f.`kind` = v1.`kind`
  AND v1.`effective_from` <= timestamp_micros(unix_micros(make_timestamp(year(date_add(f.`served_on`, 1)), month(date_add(f.`served_on`, 1)), day(date_add(f.`served_on`, 1)), 0, 0, 0, 'America/Chicago')) - 1) AND timestamp_micros(unix_micros(make_timestamp(year(date_add(f.`served_on`, 1)), month(date_add(f.`served_on`, 1)), day(date_add(f.`served_on`, 1)), 0, 0, 0, 'America/Chicago')) - 1) < coalesce(v1.`effective_to`, TIMESTAMP '9999-12-31 00:00:00Z')
LEFT JOIN (SELECT x.`member_id`, x.`kind`, min(x.`effective_from`) AS first_from FROM `coverage` AS x GROUP BY x.`member_id`, x.`kind`) AS k1
  ON CASE WHEN v1.`effective_from` IS NULL THEN f.`member` END = k1.`member_id` AND f.`kind` = k1.`kind`
