-- The as-of join alone, which does not say why a fact has no version.
SELECT f.fact_id,
       CASE WHEN f.service_at < v.valid_to THEN v.surrogate_key END AS surrogate_key,
       CASE WHEN f.service_at < v.valid_to THEN 'MATCHED' END AS outcome
FROM fact AS f
ASOF LEFT JOIN member AS v ON v.member_id = f.member_id AND f.service_at >= v.valid_from
