-- Facts and versions in one list, sorted by key and time. Versions are numbered as they come, so that a fact knows its own.
SELECT fact_id,
       CASE WHEN service_at < valid_to THEN surrogate_key END AS surrogate_key,
       CASE WHEN service_at < valid_to THEN 'MATCHED'
            WHEN surrogate_key IS NOT NULL THEN 'GAP'
            WHEN versions > 0 THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM (
    SELECT fact_id, service_at, versions,
           max(surrogate_key) OVER (PARTITION BY member_id, version) AS surrogate_key,
           max(valid_to) OVER (PARTITION BY member_id, version) AS valid_to
    FROM (
        SELECT fact_id, member_id, service_at, surrogate_key, valid_to,
               count(surrogate_key) OVER (PARTITION BY member_id ORDER BY service_at, place
                                          ROWS UNBOUNDED PRECEDING) AS version,
               count(surrogate_key) OVER (PARTITION BY member_id) AS versions
        FROM (
            SELECT fact_id, member_id, service_at, 1 AS place, CAST(NULL AS BIGINT) AS surrogate_key,
                   CAST(NULL AS TIMESTAMPTZ) AS valid_to
            FROM fact
            UNION ALL
            SELECT NULL, member_id, valid_from, 0, surrogate_key, valid_to FROM member) AS listed) AS numbered) AS carried
WHERE fact_id IS NOT NULL
