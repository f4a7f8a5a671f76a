-- The hash join by key; the first start of keys is looked up for misses only.
SELECT f.fact_id,
       v.surrogate_key,
       CASE WHEN v.surrogate_key IS NOT NULL THEN 'MATCHED'
            WHEN f.service_at >= k.first_from THEN 'GAP'
            WHEN k.first_from IS NOT NULL THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM fact AS f
LEFT JOIN member AS v ON v.member_id = f.member_id AND f.service_at >= v.valid_from AND f.service_at < v.valid_to
LEFT JOIN (SELECT member_id, min(valid_from) AS first_from FROM member GROUP BY member_id) AS k
       ON k.member_id = CASE WHEN v.surrogate_key IS NULL THEN f.member_id END
