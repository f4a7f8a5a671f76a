-- Facts and the starts of versions in one list, sorted by key and time: the greatest start so far is that of the fact's version.
SELECT m.fact_id,
       CASE WHEN m.service_at < v.valid_to THEN v.surrogate_key END AS surrogate_key,
       CASE WHEN m.service_at < v.valid_to THEN 'MATCHED'
            WHEN v.surrogate_key IS NOT NULL THEN 'GAP'
            WHEN EXISTS (SELECT 1 FROM member AS k WHERE k.member_id = m.member_id AND k.valid_from > m.service_at)
            THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM (
    SELECT fact_id, member_id, service_at, start AS own,
           max(start) OVER (PARTITION BY member_id ORDER BY service_at, start ROWS UNBOUNDED PRECEDING) AS start
    FROM (
        SELECT fact_id, member_id, service_at, CAST(NULL AS TIMESTAMPTZ) AS start FROM fact
        UNION ALL
        SELECT NULL, member_id, valid_from, valid_from FROM member) AS listed) AS m
LEFT JOIN (SELECT x.* FROM member AS x LIMIT ALL) AS v ON v.member_id = m.member_id AND v.valid_from = m.start
WHERE m.own IS NULL
