-- The as-of join, which sorts both sides; then the end, and for misses whether the key is known.
SELECT f.fact_id,
       CASE WHEN f.service_at < v.valid_to THEN v.surrogate_key END AS surrogate_key,
       CASE WHEN f.service_at < v.valid_to THEN 'MATCHED'
            WHEN v.surrogate_key IS NOT NULL THEN 'GAP'
            WHEN k.member_id IS NOT NULL THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM fact AS f
ASOF LEFT JOIN member AS v ON v.member_id = f.member_id AND f.service_at >= v.valid_from
LEFT JOIN (SELECT DISTINCT member_id FROM member) AS k ON k.member_id = f.member_id
