-- Facts and versions in one list, sorted by key and time; the last version so far is carried on.
SELECT fact_id,
       CASE WHEN service_at < valid_to THEN surrogate_key END AS surrogate_key,
       CASE WHEN service_at < valid_to THEN 'MATCHED'
            WHEN surrogate_key IS NOT NULL THEN 'GAP'
            WHEN versions > 0 THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM (
    SELECT fact_id, service_at,
           last_value(surrogate_key IGNORE NULLS) OVER in_time AS surrogate_key,
           last_value(valid_to IGNORE NULLS) OVER in_time AS valid_to,
           count(surrogate_key_of_version) OVER (PARTITION BY member_id) AS versions
    FROM (
        SELECT fact_id, member_id, service_at, 1 AS place, NULL AS surrogate_key, NULL AS valid_to,
               NULL AS surrogate_key_of_version
        FROM fact
        UNION ALL
        SELECT NULL, member_id, valid_from, 0, surrogate_key, valid_to, surrogate_key FROM member)
    WINDOW in_time AS (PARTITION BY member_id ORDER BY service_at, place ROWS UNBOUNDED PRECEDING))
WHERE fact_id IS NOT NULL
