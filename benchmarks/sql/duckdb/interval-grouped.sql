-- For few facts: one join by key, and then one group for each fact, which needs a number of its own for that.
SELECT f.fact_id,
       max(v.surrogate_key) FILTER (v.valid_from <= f.service_at AND f.service_at < v.valid_to) AS surrogate_key,
       CASE WHEN count(*) FILTER (v.valid_from <= f.service_at AND f.service_at < v.valid_to) > 0 THEN 'MATCHED'
            WHEN any_value(f.service_at) >= min(v.valid_from) THEN 'GAP'
            WHEN min(v.valid_from) IS NOT NULL THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM fact AS f
LEFT JOIN member AS v ON v.member_id = f.member_id
GROUP BY f.fact_id
