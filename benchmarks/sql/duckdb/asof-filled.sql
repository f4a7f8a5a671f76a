-- The as-of join with a row before all others for each key, so that one join names misses too.
SELECT f.fact_id,
       CASE WHEN f.service_at < v.valid_to THEN v.surrogate_key END AS surrogate_key,
       CASE WHEN f.service_at < v.valid_to THEN 'MATCHED'
            WHEN v.surrogate_key IS NOT NULL THEN 'GAP'
            WHEN v.member_id IS NOT NULL THEN 'BEFORE_FIRST'
            ELSE 'UNKNOWN_KEY' END AS outcome
FROM fact AS f
ASOF LEFT JOIN (
    SELECT member_id, surrogate_key, valid_from, valid_to FROM member
    UNION ALL
    SELECT DISTINCT member_id, NULL, TIMESTAMPTZ '-infinity', TIMESTAMPTZ '-infinity' FROM member) AS v
            ON v.member_id = f.member_id AND f.service_at >= v.valid_from
