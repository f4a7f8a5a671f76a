-- One join on key and time; for a miss one look into the index.
SELECT f.fact_id,
       v.surrogate_key,
       CASE WHEN v.surrogate_key IS NOT NULL THEN 'MATCHED'
            ELSE coalesce((SELECT CASE WHEN f.service_at >= k.valid_from THEN 'GAP' ELSE 'BEFORE_FIRST' END
                           FROM member AS k
                           WHERE k.member_id = f.member_id
                           ORDER BY k.valid_from LIMIT 1), 'UNKNOWN_KEY') END AS outcome
FROM fact AS f
LEFT JOIN member AS v ON v.member_id = f.member_id AND f.service_at >= v.valid_from AND f.service_at < v.valid_to
