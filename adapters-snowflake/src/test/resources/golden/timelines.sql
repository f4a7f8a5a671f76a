-- Days, both inclusive, as periods.
SELECT s."PERSON",
    TO_TIMESTAMP_LTZ(
        TIMESTAMP_TZ_FROM_PARTS(YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0, 0, 0, 'UTC')
    ) AS valid_from,
    CASE
    WHEN TO_TIMESTAMP_LTZ(
        TIMESTAMP_TZ_FROM_PARTS(
            YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)), DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
        )
    ) < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN TO_TIMESTAMP_LTZ(
        TIMESTAMP_TZ_FROM_PARTS(
            YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)), DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
        )
    )
    ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PRODUCT"
FROM (SELECT * FROM cover) AS s
WHERE TO_TIMESTAMP_LTZ(TIMESTAMP_TZ_FROM_PARTS(YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0, 0, 0, 'UTC')) < coalesce(
    TO_TIMESTAMP_LTZ(
        TIMESTAMP_TZ_FROM_PARTS(
            YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)), DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
        )
    ),
    TO_TIMESTAMP_LTZ(253402214400000000, 6)
)
    AND s."PERSON" IS NOT NULL;

-- When anything held.
SELECT s."PERSON", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
FROM (
    SELECT s.*,
        sum(s._starts) OVER (
            PARTITION BY s."PERSON" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
        ) AS _island
    FROM (
        SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
        FROM (
            SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
            FROM (
                SELECT s."PERSON", s.valid_from, s.valid_to,
                    max(s.valid_to) OVER (
                        PARTITION BY s."PERSON"
                        ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                    ) AS _reached
                FROM (
                    SELECT s."PERSON",
                        TO_TIMESTAMP_LTZ(
                            TIMESTAMP_TZ_FROM_PARTS(
                                YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0, 0, 0, 'UTC'
                            )
                        ) AS valid_from,
                        CASE
                        WHEN TO_TIMESTAMP_LTZ(
                            TIMESTAMP_TZ_FROM_PARTS(
                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)), DAY((s."LAST_DAY" + 1)), 0, 0,
                                0, 0, 'UTC'
                            )
                        ) < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN TO_TIMESTAMP_LTZ(
                            TIMESTAMP_TZ_FROM_PARTS(
                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)), DAY((s."LAST_DAY" + 1)), 0, 0,
                                0, 0, 'UTC'
                            )
                        )
                        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PRODUCT"
                    FROM (SELECT * FROM cover) AS s
                    WHERE TO_TIMESTAMP_LTZ(TIMESTAMP_TZ_FROM_PARTS(YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0, 0, 0, 'UTC')) < coalesce(
                        TO_TIMESTAMP_LTZ(
                            TIMESTAMP_TZ_FROM_PARTS(
                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)), DAY((s."LAST_DAY" + 1)), 0, 0,
                                0, 0, 'UTC'
                            )
                        ),
                        TO_TIMESTAMP_LTZ(253402214400000000, 6)
                    )
                        AND s."PERSON" IS NOT NULL
                ) AS s
            ) AS s
        ) AS s
    ) AS s
) AS s
GROUP BY s."PERSON", s._island;

-- The same, with gaps of up to 45 days filled.
SELECT s."PERSON", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
FROM (
    SELECT s.*,
        sum(s._starts) OVER (
            PARTITION BY s."PERSON" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
        ) AS _island
    FROM (
        SELECT s.*, CASE
            WHEN (-1025567 + CAST((greatest(s._start_us - -88609075199999999, 0) - greatest(s._start_us - -88609075199999999, 0) % 86400000000) / 86400000000 AS BIGINT)) - (
                -1025567 + CAST(
                    (
                        greatest(
                            s._reached_us - -88609075199999999, 0
                        ) - greatest(s._reached_us - -88609075199999999, 0) % 86400000000
                    ) / 86400000000 AS BIGINT
                )
            ) <= 45 THEN 0
            ELSE 1 END AS _starts
        FROM (
            SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
            FROM (
                SELECT s."PERSON", s.valid_from, s.valid_to,
                    max(s.valid_to) OVER (
                        PARTITION BY s."PERSON"
                        ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                    ) AS _reached
                FROM (
                    SELECT s."PERSON",
                        TO_TIMESTAMP_LTZ(
                            TIMESTAMP_TZ_FROM_PARTS(
                                YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0, 0, 0, 'UTC'
                            )
                        ) AS valid_from,
                        CASE
                        WHEN TO_TIMESTAMP_LTZ(
                            TIMESTAMP_TZ_FROM_PARTS(
                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)), DAY((s."LAST_DAY" + 1)), 0, 0,
                                0, 0, 'UTC'
                            )
                        ) < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN TO_TIMESTAMP_LTZ(
                            TIMESTAMP_TZ_FROM_PARTS(
                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)), DAY((s."LAST_DAY" + 1)), 0, 0,
                                0, 0, 'UTC'
                            )
                        )
                        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PRODUCT"
                    FROM (SELECT * FROM cover) AS s
                    WHERE TO_TIMESTAMP_LTZ(TIMESTAMP_TZ_FROM_PARTS(YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0, 0, 0, 'UTC')) < coalesce(
                        TO_TIMESTAMP_LTZ(
                            TIMESTAMP_TZ_FROM_PARTS(
                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)), DAY((s."LAST_DAY" + 1)), 0, 0,
                                0, 0, 'UTC'
                            )
                        ),
                        TO_TIMESTAMP_LTZ(253402214400000000, 6)
                    )
                        AND s."PERSON" IS NOT NULL
                ) AS s
            ) AS s
        ) AS s
    ) AS s
) AS s
GROUP BY s."PERSON", s._island;

-- Neighbours with equal values made one.
SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to, s."PLAN"
FROM (
    SELECT s.*,
        sum(s._starts) OVER (
            PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
        ) AS _island
    FROM (
        SELECT s.*, CASE
            WHEN lag(s.valid_to) OVER (
                PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from
            ) = s.valid_from AND s."PLAN" IS NOT DISTINCT FROM lag(s."PLAN") OVER (
                PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from
            ) THEN 0
            ELSE 1 END AS _starts
        FROM (
            SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
            FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
            WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                AND s."MEMBER_ID" IS NOT NULL
        ) AS s
    ) AS s
) AS s
GROUP BY s."MEMBER_ID", s."PLAN", s._island;

-- What held in a window.
SELECT s."MEMBER_ID", greatest(s.valid_from, TO_TIMESTAMP_LTZ(1767225600000000, 6)) AS valid_from,
    least(s.valid_to, TO_TIMESTAMP_LTZ(1772323200000000, 6)) AS valid_to, s."PLAN"
FROM (
    SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
        WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
    FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
    WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
        AND s."MEMBER_ID" IS NOT NULL
) AS s
WHERE s.valid_from < TO_TIMESTAMP_LTZ(1772323200000000, 6) AND TO_TIMESTAMP_LTZ(1767225600000000, 6) < s.valid_to;

-- The gaps of a window.
SELECT s."MEMBER_ID", s.valid_to AS valid_from, s._next AS valid_to
FROM (
    SELECT s.*, lead(s.valid_from) OVER (PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to) AS _next
    FROM (
        SELECT s."MEMBER_ID", greatest(s.valid_from, TO_TIMESTAMP_LTZ(1767225600000000, 6)) AS valid_from,
            least(s.valid_to, TO_TIMESTAMP_LTZ(1772323200000000, 6)) AS valid_to
        FROM (
            SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
            FROM (
                SELECT s.*,
                    sum(s._starts) OVER (
                        PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
                    ) AS _island
                FROM (
                    SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
                    FROM (
                        SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                            DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
                        FROM (
                            SELECT s."MEMBER_ID", s.valid_from, s.valid_to,
                                max(s.valid_to) OVER (
                                    PARTITION BY s."MEMBER_ID"
                                    ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING
                                        AND 1 PRECEDING
                                ) AS _reached
                            FROM (
                                SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                                    WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                                    ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
                                FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                                WHERE s."VALID_FROM" < coalesce(
                                    s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6)
                                )
                                    AND s."MEMBER_ID" IS NOT NULL
                            ) AS s
                        ) AS s
                    ) AS s
                ) AS s
            ) AS s
            GROUP BY s."MEMBER_ID", s._island
        ) AS s
        WHERE s.valid_from < TO_TIMESTAMP_LTZ(1772323200000000, 6)
            AND TO_TIMESTAMP_LTZ(1767225600000000, 6) < s.valid_to
        UNION ALL SELECT DISTINCT s."MEMBER_ID", TO_TIMESTAMP_LTZ(1767225600000000, 6),
            TO_TIMESTAMP_LTZ(1767225600000000, 6)
        FROM (
            SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
            FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
            WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                AND s."MEMBER_ID" IS NOT NULL
        ) AS s
        UNION ALL SELECT DISTINCT s."MEMBER_ID", TO_TIMESTAMP_LTZ(1772323200000000, 6),
            TO_TIMESTAMP_LTZ(1772323200000000, 6)
        FROM (
            SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
            FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
            WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                AND s."MEMBER_ID" IS NOT NULL
        ) AS s
    ) AS s
) AS s
WHERE s.valid_to < s._next;

-- Where rows of a key overlap.
SELECT s."PERSON", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
FROM (
    SELECT s.*,
        sum(s._starts) OVER (
            PARTITION BY s."PERSON" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
        ) AS _island
    FROM (
        SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
        FROM (
            SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
            FROM (
                SELECT s."PERSON", s.valid_from, s.valid_to,
                    max(s.valid_to) OVER (
                        PARTITION BY s."PERSON"
                        ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                    ) AS _reached
                FROM (
                    SELECT s."PERSON", s.valid_from, s.valid_to
                    FROM (
                        SELECT s."PERSON", s._at AS valid_from,
                            lead(s._at) OVER (PARTITION BY s."PERSON" ORDER BY s._at) AS valid_to,
                            sum(s._step) OVER (PARTITION BY s."PERSON" ORDER BY s._at) AS _depth
                        FROM (
                            SELECT s."PERSON", s._at, sum(s._step) AS _step
                            FROM (
                                SELECT s."PERSON", s.valid_from AS _at, 1 AS _step
                                FROM (
                                    SELECT s."PERSON",
                                        TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0,
                                                0, 0, 'UTC'
                                            )
                                        ) AS valid_from,
                                        CASE
                                        WHEN TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)),
                                                DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
                                            )
                                        ) < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)),
                                                DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
                                            )
                                        )
                                        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PRODUCT"
                                    FROM (SELECT * FROM cover) AS s
                                    WHERE TO_TIMESTAMP_LTZ(TIMESTAMP_TZ_FROM_PARTS(YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0, 0, 0, 'UTC')) < coalesce(
                                        TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)),
                                                DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
                                            )
                                        ),
                                        TO_TIMESTAMP_LTZ(253402214400000000, 6)
                                    )
                                        AND s."PERSON" IS NOT NULL
                                ) AS s
                                UNION ALL SELECT s."PERSON", s.valid_to, -1
                                FROM (
                                    SELECT s."PERSON",
                                        TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0,
                                                0, 0, 'UTC'
                                            )
                                        ) AS valid_from,
                                        CASE
                                        WHEN TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)),
                                                DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
                                            )
                                        ) < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)),
                                                DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
                                            )
                                        )
                                        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PRODUCT"
                                    FROM (SELECT * FROM cover) AS s
                                    WHERE TO_TIMESTAMP_LTZ(TIMESTAMP_TZ_FROM_PARTS(YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0, 0, 0, 'UTC')) < coalesce(
                                        TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)),
                                                DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
                                            )
                                        ),
                                        TO_TIMESTAMP_LTZ(253402214400000000, 6)
                                    )
                                        AND s."PERSON" IS NOT NULL
                                ) AS s
                            ) AS s
                            GROUP BY s."PERSON", s._at
                        ) AS s
                    ) AS s
                    WHERE s._depth > 1
                ) AS s
            ) AS s
        ) AS s
    ) AS s
) AS s
GROUP BY s."PERSON", s._island;

-- The time of either.
SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
FROM (
    SELECT s.*,
        sum(s._starts) OVER (
            PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
        ) AS _island
    FROM (
        SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
        FROM (
            SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
            FROM (
                SELECT s."MEMBER_ID", s.valid_from, s.valid_to,
                    max(s.valid_to) OVER (
                        PARTITION BY s."MEMBER_ID"
                        ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                    ) AS _reached
                FROM (
                    SELECT s."MEMBER_ID", s.valid_from, s.valid_to
                    FROM (
                        SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                            WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                            ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
                        FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                        WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                            AND s."MEMBER_ID" IS NOT NULL
                    ) AS s
                    UNION ALL SELECT s."MEMBER_ID", s.valid_from, s.valid_to
                    FROM (
                        SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                            WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                            ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
                        FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                        WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                            AND s."MEMBER_ID" IS NOT NULL
                    ) AS s
                ) AS s
            ) AS s
        ) AS s
    ) AS s
) AS s
GROUP BY s."MEMBER_ID", s._island;

-- The time of both.
SELECT a."MEMBER_ID", greatest(a.valid_from, b.valid_from) AS valid_from, least(a.valid_to, b.valid_to) AS valid_to,
    a."PLAN", b."PHONE"
FROM (
    SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
        WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
    FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
    WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
        AND s."MEMBER_ID" IS NOT NULL
) AS a
JOIN (
    SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
        WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
    FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
    WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
        AND s."MEMBER_ID" IS NOT NULL
) AS b
ON a."MEMBER_ID" = b."MEMBER_ID" AND a.valid_from < b.valid_to AND b.valid_from < a.valid_to;

-- The time of any, with the values of all.
WITH scd2_side_0 AS (
    SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
        WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
    FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
    WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
        AND s."MEMBER_ID" IS NOT NULL
),
scd2_side_1 AS (
    SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
        WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
    FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
    WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
        AND s."MEMBER_ID" IS NOT NULL
)
SELECT s."MEMBER_ID", s.valid_from, s.valid_to, scd2_side_0."PLAN", scd2_side_1."PHONE"
FROM (
    SELECT s."MEMBER_ID", s._at AS valid_from,
        lead(s._at) OVER (PARTITION BY s."MEMBER_ID" ORDER BY s._at) AS valid_to
    FROM (
        SELECT scd2_side_0."MEMBER_ID", scd2_side_0.valid_from AS _at
        FROM scd2_side_0
        UNION
        SELECT scd2_side_0."MEMBER_ID", scd2_side_0.valid_to
        FROM scd2_side_0
        UNION
        SELECT scd2_side_1."MEMBER_ID", scd2_side_1.valid_from AS _at
        FROM scd2_side_1
        UNION
        SELECT scd2_side_1."MEMBER_ID", scd2_side_1.valid_to
        FROM scd2_side_1
    ) AS s
) AS s
LEFT JOIN scd2_side_0
ON scd2_side_0."MEMBER_ID" = s."MEMBER_ID" AND scd2_side_0.valid_from <= s.valid_from
    AND s.valid_from < scd2_side_0.valid_to
LEFT JOIN scd2_side_1
ON scd2_side_1."MEMBER_ID" = s."MEMBER_ID" AND scd2_side_1.valid_from <= s.valid_from
    AND s.valid_from < scd2_side_1.valid_to
WHERE (scd2_side_0.valid_from IS NOT NULL OR scd2_side_1.valid_from IS NOT NULL);

-- What held outside of it.
SELECT a."MEMBER_ID", greatest(a.valid_from, b.valid_from) AS valid_from, least(a.valid_to, b.valid_to) AS valid_to,
    a."PLAN"
FROM (
    SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
        WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
    FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
    WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
        AND s."MEMBER_ID" IS NOT NULL
) AS a
JOIN (
    SELECT s."MEMBER_ID", s.valid_to AS valid_from, s._next AS valid_to
    FROM (
        SELECT s.*, lead(s.valid_from) OVER (PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to) AS _next
        FROM (
            SELECT s."MEMBER_ID", greatest(s.valid_from, TO_TIMESTAMP_LTZ(-62135596800000000, 6)) AS valid_from,
                least(s.valid_to, TO_TIMESTAMP_LTZ(253402214400000000, 6)) AS valid_to
            FROM (
                SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
                FROM (
                    SELECT s.*,
                        sum(s._starts) OVER (
                            PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
                        ) AS _island
                    FROM (
                        SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
                        FROM (
                            SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                                DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
                            FROM (
                                SELECT s."MEMBER_ID", s.valid_from, s.valid_to,
                                    max(s.valid_to) OVER (
                                        PARTITION BY s."MEMBER_ID"
                                        ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING
                                            AND 1 PRECEDING
                                    ) AS _reached
                                FROM (
                                    SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from,
                                        max(s.valid_to) AS valid_to
                                    FROM (
                                        SELECT s.*,
                                            sum(s._starts) OVER (
                                                PARTITION BY s."MEMBER_ID"
                                                ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
                                            ) AS _island
                                        FROM (
                                            SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0
                                                ELSE 1 END AS _starts
                                            FROM (
                                                SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                                                    DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
                                                FROM (
                                                    SELECT s."MEMBER_ID", s.valid_from, s.valid_to,
                                                        max(s.valid_to) OVER (
                                                            PARTITION BY s."MEMBER_ID"
                                                            ORDER BY s.valid_from,
                                                                s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING
                                                                AND 1 PRECEDING
                                                        ) AS _reached
                                                    FROM (
                                                        SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                                                            WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(
                                                                253402214400000000, 6
                                                            ) THEN s."VALID_TO"
                                                            ELSE TO_TIMESTAMP_LTZ(
                                                                253402214400000000, 6
                                                            ) END AS valid_to,
                                                            s."PHONE"
                                                        FROM (
                                                            SELECT *
                                                            FROM "PUBLIC"."MEMBER" AS v
                                                            WHERE NOT v."IS_DELETED"
                                                        ) AS s
                                                        WHERE s."VALID_FROM" < coalesce(
                                                            s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6)
                                                        )
                                                            AND s."MEMBER_ID" IS NOT NULL
                                                    ) AS s
                                                ) AS s
                                            ) AS s
                                        ) AS s
                                    ) AS s
                                    GROUP BY s."MEMBER_ID", s._island
                                ) AS s
                            ) AS s
                        ) AS s
                    ) AS s
                ) AS s
                GROUP BY s."MEMBER_ID", s._island
            ) AS s
            WHERE s.valid_from < TO_TIMESTAMP_LTZ(253402214400000000, 6)
                AND TO_TIMESTAMP_LTZ(-62135596800000000, 6) < s.valid_to
            UNION ALL SELECT DISTINCT s."MEMBER_ID", TO_TIMESTAMP_LTZ(-62135596800000000, 6),
                TO_TIMESTAMP_LTZ(-62135596800000000, 6)
            FROM (
                SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
                FROM (
                    SELECT s.*,
                        sum(s._starts) OVER (
                            PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
                        ) AS _island
                    FROM (
                        SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
                        FROM (
                            SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                                DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
                            FROM (
                                SELECT s."MEMBER_ID", s.valid_from, s.valid_to,
                                    max(s.valid_to) OVER (
                                        PARTITION BY s."MEMBER_ID"
                                        ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING
                                            AND 1 PRECEDING
                                    ) AS _reached
                                FROM (
                                    SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                                        WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(
                                            253402214400000000, 6
                                        ) THEN s."VALID_TO"
                                        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
                                    FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                                    WHERE s."VALID_FROM" < coalesce(
                                        s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6)
                                    )
                                        AND s."MEMBER_ID" IS NOT NULL
                                ) AS s
                            ) AS s
                        ) AS s
                    ) AS s
                ) AS s
                GROUP BY s."MEMBER_ID", s._island
            ) AS s
            UNION ALL SELECT DISTINCT s."MEMBER_ID", TO_TIMESTAMP_LTZ(253402214400000000, 6),
                TO_TIMESTAMP_LTZ(253402214400000000, 6)
            FROM (
                SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
                FROM (
                    SELECT s.*,
                        sum(s._starts) OVER (
                            PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
                        ) AS _island
                    FROM (
                        SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
                        FROM (
                            SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                                DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
                            FROM (
                                SELECT s."MEMBER_ID", s.valid_from, s.valid_to,
                                    max(s.valid_to) OVER (
                                        PARTITION BY s."MEMBER_ID"
                                        ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING
                                            AND 1 PRECEDING
                                    ) AS _reached
                                FROM (
                                    SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                                        WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(
                                            253402214400000000, 6
                                        ) THEN s."VALID_TO"
                                        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
                                    FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                                    WHERE s."VALID_FROM" < coalesce(
                                        s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6)
                                    )
                                        AND s."MEMBER_ID" IS NOT NULL
                                ) AS s
                            ) AS s
                        ) AS s
                    ) AS s
                ) AS s
                GROUP BY s."MEMBER_ID", s._island
            ) AS s
        ) AS s
    ) AS s
    WHERE s.valid_to < s._next
) AS b
ON a."MEMBER_ID" = b."MEMBER_ID" AND a.valid_from < b.valid_to AND b.valid_from < a.valid_to
UNION ALL SELECT s."MEMBER_ID", s.valid_from, s.valid_to, s."PLAN"
FROM (
    SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
        WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
    FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
    WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
        AND s."MEMBER_ID" IS NOT NULL
) AS s
WHERE NOT EXISTS (
    SELECT 1
    FROM (
        SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
        FROM (
            SELECT s.*,
                sum(s._starts) OVER (
                    PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
                ) AS _island
            FROM (
                SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
                FROM (
                    SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                        DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
                    FROM (
                        SELECT s."MEMBER_ID", s.valid_from, s.valid_to,
                            max(s.valid_to) OVER (
                                PARTITION BY s."MEMBER_ID"
                                ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                            ) AS _reached
                        FROM (
                            SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                                WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                                ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
                            FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                            WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                                AND s."MEMBER_ID" IS NOT NULL
                        ) AS s
                    ) AS s
                ) AS s
            ) AS s
        ) AS s
        GROUP BY s."MEMBER_ID", s._island
    ) AS o
    WHERE o."MEMBER_ID" = s."MEMBER_ID"
);

-- Cut where a month begins.
SELECT s."MEMBER_ID", greatest(s.valid_from, c._begin) AS valid_from, least(s.valid_to, c._end) AS valid_to,
    s."PLAN", c._unit AS "MONTH"
FROM (
    SELECT s."MEMBER_ID", greatest(s.valid_from, TO_TIMESTAMP_LTZ(1767225600000000, 6)) AS valid_from,
        least(s.valid_to, TO_TIMESTAMP_LTZ(1772323200000000, 6)) AS valid_to, s."PLAN"
    FROM (
        SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
            WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
            ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
        FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
        WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
            AND s."MEMBER_ID" IS NOT NULL
    ) AS s
    WHERE s.valid_from < TO_TIMESTAMP_LTZ(1772323200000000, 6)
        AND TO_TIMESTAMP_LTZ(1767225600000000, 6) < s.valid_to
) AS s
JOIN (
    SELECT DATE '2026-01-01' AS _unit, TO_TIMESTAMP_LTZ(1767225600000000, 6) AS _begin,
        TO_TIMESTAMP_LTZ(1769904000000000, 6) AS _end
    UNION ALL SELECT DATE '2026-02-01' AS _unit, TO_TIMESTAMP_LTZ(1769904000000000, 6) AS _begin,
        TO_TIMESTAMP_LTZ(1772323200000000, 6) AS _end
) AS c
ON s.valid_from < c._end AND c._begin < s.valid_to;

-- Member months.
SELECT s."PERSON", s._month AS month, 1 AS any_day, max(s._mid) AS mid_month,
    CAST(sum(s._covered) AS BIGINT) AS covered_days, s._days AS days_in_month,
    CAST(sum(s._covered) AS FLOAT) / s._days AS pro_rated
FROM (
    SELECT s.*,
        (-1025567 + CAST((greatest(s._to - -88609075199999999, 0) - greatest(s._to - -88609075199999999, 0) % 86400000000) / 86400000000 AS BIGINT)) - (
            -1025567 + CAST(
                (
                    greatest(
                        s._from - -88609075199999999, 0
                    ) - greatest(s._from - -88609075199999999, 0) % 86400000000
                ) / 86400000000 AS BIGINT
            )
        ) AS _covered
    FROM (
        SELECT s."PERSON", c._month, c._days, greatest(s._from, c._begin) AS _from, least(s._to, c._end) AS _to,
            CASE WHEN s._from <= c._middle AND c._middle < s._to THEN 1 ELSE 0 END AS _mid
        FROM (
            SELECT s."PERSON", DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _from,
                DATE_PART(EPOCH_MICROSECOND, s.valid_to) AS _to
            FROM (
                SELECT s."PERSON", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
                FROM (
                    SELECT s.*,
                        sum(s._starts) OVER (
                            PARTITION BY s."PERSON" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
                        ) AS _island
                    FROM (
                        SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
                        FROM (
                            SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                                DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
                            FROM (
                                SELECT s."PERSON", s.valid_from, s.valid_to,
                                    max(s.valid_to) OVER (
                                        PARTITION BY s."PERSON"
                                        ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING
                                            AND 1 PRECEDING
                                    ) AS _reached
                                FROM (
                                    SELECT s."PERSON",
                                        TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0,
                                                0, 0, 'UTC'
                                            )
                                        ) AS valid_from,
                                        CASE
                                        WHEN TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)),
                                                DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
                                            )
                                        ) < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)),
                                                DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
                                            )
                                        )
                                        ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PRODUCT"
                                    FROM (SELECT * FROM cover) AS s
                                    WHERE TO_TIMESTAMP_LTZ(TIMESTAMP_TZ_FROM_PARTS(YEAR(s."FIRST_DAY"), MONTH(s."FIRST_DAY"), DAY(s."FIRST_DAY"), 0, 0, 0, 0, 'UTC')) < coalesce(
                                        TO_TIMESTAMP_LTZ(
                                            TIMESTAMP_TZ_FROM_PARTS(
                                                YEAR((s."LAST_DAY" + 1)), MONTH((s."LAST_DAY" + 1)),
                                                DAY((s."LAST_DAY" + 1)), 0, 0, 0, 0, 'UTC'
                                            )
                                        ),
                                        TO_TIMESTAMP_LTZ(253402214400000000, 6)
                                    )
                                        AND s."PERSON" IS NOT NULL
                                ) AS s
                            ) AS s
                        ) AS s
                    ) AS s
                ) AS s
                GROUP BY s."PERSON", s._island
            ) AS s
        ) AS s
        JOIN (
            SELECT DATE '2026-01-01' AS _month, 31 AS _days, 1767225600000000 AS _begin,
                1768435200000000 AS _middle, 1769904000000000 AS _end
            UNION ALL SELECT DATE '2026-02-01' AS _month, 28 AS _days, 1769904000000000 AS _begin,
                1771113600000000 AS _middle, 1772323200000000 AS _end
            UNION ALL SELECT DATE '2026-03-01' AS _month, 31 AS _days, 1772323200000000 AS _begin,
                1773532800000000 AS _middle, 1775001600000000 AS _end
        ) AS c
        ON s._from < c._end AND c._begin < s._to
    ) AS s
) AS s
GROUP BY s."PERSON", s._month, s._days
HAVING sum(s._covered) > 0;

-- The keys at which rows are no partition of a time.
SELECT s."MEMBER_ID", CAST(sum(s._pieces) AS BIGINT) AS pieces_micros, CAST(sum(s._time) AS BIGINT) AS time_micros,
    CAST(sum(s._wrong) AS BIGINT) AS misplaced
FROM (
    SELECT s."MEMBER_ID",
        DATE_PART(EPOCH_MICROSECOND, s.valid_to) - DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _pieces,
        0 AS _time, CASE
        WHEN lead(s.valid_from) OVER (
            PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to
        ) < s.valid_to THEN 1
        ELSE 0 END AS _wrong
    FROM (
        SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
            WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
            ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
        FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
        WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
            AND s."MEMBER_ID" IS NOT NULL
    ) AS s
    UNION ALL SELECT s."MEMBER_ID", 0,
        DATE_PART(EPOCH_MICROSECOND, s.valid_to) - DATE_PART(EPOCH_MICROSECOND, s.valid_from), 0
    FROM (
        SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
        FROM (
            SELECT s.*,
                sum(s._starts) OVER (
                    PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
                ) AS _island
            FROM (
                SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
                FROM (
                    SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                        DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
                    FROM (
                        SELECT s."MEMBER_ID", s.valid_from, s.valid_to,
                            max(s.valid_to) OVER (
                                PARTITION BY s."MEMBER_ID"
                                ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                            ) AS _reached
                        FROM (
                            SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                                WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                                ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
                            FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                            WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                                AND s."MEMBER_ID" IS NOT NULL
                        ) AS s
                    ) AS s
                ) AS s
            ) AS s
        ) AS s
        GROUP BY s."MEMBER_ID", s._island
    ) AS s
    UNION ALL SELECT s."MEMBER_ID", 0, 0, 1
    FROM (
        SELECT a."MEMBER_ID", greatest(a.valid_from, b.valid_from) AS valid_from,
            least(a.valid_to, b.valid_to) AS valid_to, a."PLAN"
        FROM (
            SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
            FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
            WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                AND s."MEMBER_ID" IS NOT NULL
        ) AS a
        JOIN (
            SELECT s."MEMBER_ID", s.valid_to AS valid_from, s._next AS valid_to
            FROM (
                SELECT s.*,
                    lead(s.valid_from) OVER (PARTITION BY s."MEMBER_ID" ORDER BY s.valid_from, s.valid_to) AS _next
                FROM (
                    SELECT s."MEMBER_ID",
                        greatest(s.valid_from, TO_TIMESTAMP_LTZ(-62135596800000000, 6)) AS valid_from,
                        least(s.valid_to, TO_TIMESTAMP_LTZ(253402214400000000, 6)) AS valid_to
                    FROM (
                        SELECT s."MEMBER_ID", min(s.valid_from) AS valid_from, max(s.valid_to) AS valid_to
                        FROM (
                            SELECT s.*,
                                sum(s._starts) OVER (
                                    PARTITION BY s."MEMBER_ID"
                                    ORDER BY s.valid_from, s.valid_to ROWS UNBOUNDED PRECEDING
                                ) AS _island
                            FROM (
                                SELECT s.*, CASE WHEN s.valid_from <= s._reached THEN 0 ELSE 1 END AS _starts
                                FROM (
                                    SELECT s.*, DATE_PART(EPOCH_MICROSECOND, s.valid_from) AS _start_us,
                                        DATE_PART(EPOCH_MICROSECOND, s._reached) AS _reached_us
                                    FROM (
                                        SELECT s."MEMBER_ID", s.valid_from, s.valid_to,
                                            max(s.valid_to) OVER (
                                                PARTITION BY s."MEMBER_ID"
                                                ORDER BY s.valid_from, s.valid_to ROWS BETWEEN UNBOUNDED PRECEDING
                                                    AND 1 PRECEDING
                                            ) AS _reached
                                        FROM (
                                            SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                                                WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(
                                                    253402214400000000, 6
                                                ) THEN s."VALID_TO"
                                                ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to,
                                                s."PHONE"
                                            FROM (
                                                SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED"
                                            ) AS s
                                            WHERE s."VALID_FROM" < coalesce(
                                                s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6)
                                            )
                                                AND s."MEMBER_ID" IS NOT NULL
                                        ) AS s
                                    ) AS s
                                ) AS s
                            ) AS s
                        ) AS s
                        GROUP BY s."MEMBER_ID", s._island
                    ) AS s
                    WHERE s.valid_from < TO_TIMESTAMP_LTZ(253402214400000000, 6)
                        AND TO_TIMESTAMP_LTZ(-62135596800000000, 6) < s.valid_to
                    UNION ALL SELECT DISTINCT s."MEMBER_ID", TO_TIMESTAMP_LTZ(-62135596800000000, 6),
                        TO_TIMESTAMP_LTZ(-62135596800000000, 6)
                    FROM (
                        SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                            WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                            ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
                        FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                        WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                            AND s."MEMBER_ID" IS NOT NULL
                    ) AS s
                    UNION ALL SELECT DISTINCT s."MEMBER_ID", TO_TIMESTAMP_LTZ(253402214400000000, 6),
                        TO_TIMESTAMP_LTZ(253402214400000000, 6)
                    FROM (
                        SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                            WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                            ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
                        FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                        WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                            AND s."MEMBER_ID" IS NOT NULL
                    ) AS s
                ) AS s
            ) AS s
            WHERE s.valid_to < s._next
        ) AS b
        ON a."MEMBER_ID" = b."MEMBER_ID" AND a.valid_from < b.valid_to AND b.valid_from < a.valid_to
        UNION ALL SELECT s."MEMBER_ID", s.valid_from, s.valid_to, s."PLAN"
        FROM (
            SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PLAN"
            FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
            WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                AND s."MEMBER_ID" IS NOT NULL
        ) AS s
        WHERE NOT EXISTS (
            SELECT 1
            FROM (
                SELECT s."MEMBER_ID", s."VALID_FROM" AS valid_from, CASE
                    WHEN s."VALID_TO" < TO_TIMESTAMP_LTZ(253402214400000000, 6) THEN s."VALID_TO"
                    ELSE TO_TIMESTAMP_LTZ(253402214400000000, 6) END AS valid_to, s."PHONE"
                FROM (SELECT * FROM "PUBLIC"."MEMBER" AS v WHERE NOT v."IS_DELETED") AS s
                WHERE s."VALID_FROM" < coalesce(s."VALID_TO", TO_TIMESTAMP_LTZ(253402214400000000, 6))
                    AND s."MEMBER_ID" IS NOT NULL
            ) AS o
            WHERE o."MEMBER_ID" = s."MEMBER_ID"
        )
    ) AS s
) AS s
GROUP BY s."MEMBER_ID"
HAVING sum(s._pieces) <> sum(s._time) OR sum(s._wrong) > 0;
