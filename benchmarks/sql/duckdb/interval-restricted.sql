-- For few facts: the versions of their keys are set aside and joined twice.
WITH met AS MATERIALIZED (SELECT * FROM member WHERE member_id IN (SELECT member_id FROM fact))
SELECT f.fact_id,
       v.surrogate_key,
       CASE WHEN v.surrogate_key IS NOT NULL THEN 'MATCHED'
            WHEN f.service_at >= k.first_from THEN 'GAP'
            WHEN k.first_from IS NOT NULL THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM fact AS f
LEFT JOIN met AS v ON v.member_id = f.member_id AND f.service_at >= v.valid_from AND f.service_at < v.valid_to
LEFT JOIN (SELECT member_id, min(valid_from) AS first_from FROM met GROUP BY member_id) AS k
       ON k.member_id = f.member_id
