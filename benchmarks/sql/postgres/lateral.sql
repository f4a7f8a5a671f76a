-- For each fact one look into the index: the last version that began; then its end.
SELECT f.fact_id,
       CASE WHEN f.service_at < v.valid_to THEN v.surrogate_key END AS surrogate_key,
       CASE WHEN f.service_at < v.valid_to THEN 'MATCHED'
            WHEN v.surrogate_key IS NOT NULL THEN 'GAP'
            WHEN EXISTS (SELECT 1 FROM member AS k WHERE k.member_id = f.member_id AND k.valid_from > f.service_at)
            THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM fact AS f
LEFT JOIN LATERAL (
    SELECT m.surrogate_key, m.valid_to FROM member AS m
    WHERE m.member_id = f.member_id AND m.valid_from <= f.service_at
    ORDER BY m.valid_from DESC LIMIT 1) AS v ON TRUE
