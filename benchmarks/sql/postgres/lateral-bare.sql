-- One look into the index for each fact, which does not say why a fact has no version.
SELECT f.fact_id,
       CASE WHEN f.service_at < v.valid_to THEN v.surrogate_key END AS surrogate_key,
       CASE WHEN f.service_at < v.valid_to THEN 'MATCHED' END AS outcome
FROM fact AS f
LEFT JOIN LATERAL (
    SELECT m.surrogate_key, m.valid_to FROM member AS m
    WHERE m.member_id = f.member_id AND m.valid_from <= f.service_at
    ORDER BY m.valid_from DESC LIMIT 1) AS v ON TRUE
