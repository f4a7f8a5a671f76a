-- For few facts: they are joined and set aside; then what the keys of misses have is read.
WITH joined AS MATERIALIZED (
    SELECT f.*, v.surrogate_key
    FROM fact AS f
    LEFT JOIN member AS v ON v.member_id = f.member_id AND f.service_at >= v.valid_from AND f.service_at < v.valid_to)
SELECT j.fact_id,
       j.surrogate_key,
       CASE WHEN j.surrogate_key IS NOT NULL THEN 'MATCHED'
            WHEN j.service_at >= k.first_from THEN 'GAP'
            WHEN k.first_from IS NOT NULL THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM joined AS j
LEFT JOIN (SELECT member_id, min(valid_from) AS first_from
           FROM member
           WHERE member_id IN (SELECT member_id FROM joined WHERE surrogate_key IS NULL)
           GROUP BY member_id) AS k
       ON k.member_id = CASE WHEN j.surrogate_key IS NULL THEN j.member_id END
