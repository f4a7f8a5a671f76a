-- The hash join alone, which does not say why a fact has no version.
SELECT f.fact_id, v.surrogate_key, CASE WHEN v.surrogate_key IS NOT NULL THEN 'MATCHED' END AS outcome
FROM fact AS f
LEFT JOIN member AS v ON v.member_id = f.member_id AND f.service_at >= v.valid_from AND f.service_at < v.valid_to
