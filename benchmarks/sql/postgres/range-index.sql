-- The GiST index over key and period.
SELECT f.fact_id,
       v.surrogate_key,
       CASE WHEN v.surrogate_key IS NOT NULL THEN 'MATCHED'
            WHEN EXISTS (SELECT 1 FROM member AS k
                         WHERE k.member_id = f.member_id AND k.valid_from <= f.service_at) THEN 'GAP'
            WHEN EXISTS (SELECT 1 FROM member AS k WHERE k.member_id = f.member_id) THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM fact AS f
LEFT JOIN LATERAL (
    SELECT m.surrogate_key FROM member AS m
    WHERE m.member_id = f.member_id AND tstzrange(m.valid_from, m.valid_to) @> f.service_at LIMIT 1) AS v ON TRUE
