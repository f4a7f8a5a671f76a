-- The reach of each version is prolonged to the next one, and that of the first back to the beginning: one join.
SELECT f.fact_id,
       CASE WHEN f.service_at >= v.valid_from AND f.service_at < v.valid_to THEN v.surrogate_key END AS surrogate_key,
       CASE WHEN v.member_id IS NULL THEN 'UNKNOWN_KEY'
            WHEN f.service_at < v.valid_from THEN 'BEFORE_FIRST'
            WHEN f.service_at < v.valid_to THEN 'MATCHED'
            ELSE 'GAP' END AS outcome
FROM fact AS f
LEFT JOIN (
    SELECT member_id, surrogate_key, valid_from, valid_to,
           CASE WHEN row_number() OVER in_time = 1 THEN TIMESTAMPTZ '-infinity' ELSE valid_from END AS reach_from,
           lead(valid_from, 1, TIMESTAMPTZ 'infinity') OVER in_time AS reach_to
    FROM member
    WINDOW in_time AS (PARTITION BY member_id ORDER BY valid_from)) AS v
       ON v.member_id = f.member_id AND f.service_at >= v.reach_from AND f.service_at < v.reach_to
