-- New facts.
-- Keying: which columns the facts have.
SELECT *
FROM (
    SELECT 1 AS id, 'M1' AS member, '555' AS phone, DATE '2026-01-15' AS served_on,
        TO_TIMESTAMP_LTZ(1772323200000000, 6) AS paid_at, 10 AS amount
    UNION ALL SELECT 2, 'M2', NULL, DATE '2026-02-15', TO_TIMESTAMP_LTZ(1772323200000000, 6), 20
) AS q
WHERE FALSE;

-- Keying: the new facts, each with a number.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" (
    "ID", "MEMBER", "PHONE", "SERVED_ON", "PAID_AT", "AMOUNT", _row
)
SELECT f."ID", f."MEMBER", f."PHONE", f."SERVED_ON", f."PAID_AT", f."AMOUNT",
    row_number() OVER (ORDER BY NULL) AS _row
FROM (
    SELECT 1 AS id, 'M1' AS member, '555' AS phone, DATE '2026-01-15' AS served_on,
        TO_TIMESTAMP_LTZ(1772323200000000, 6) AS paid_at, 10 AS amount
    UNION ALL SELECT 2, 'M2', NULL, DATE '2026-02-15', TO_TIMESTAMP_LTZ(1772323200000000, 6), 20
) AS f;

-- Keying: surrogate keys of members are drawn; to draw none locks the dimension.
UPDATE "PUBLIC"."SCD2_DIMENSION" SET next_surrogate = next_surrogate + ? WHERE name = ?;

-- Keying: the surrogate key behind the last of them.
SELECT next_surrogate FROM "PUBLIC"."SCD2_DIMENSION" WHERE name = ?;

-- Keying: how lookups end, to see which keys lack a member.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_KEY_OUTCOMES_CLAIM_MEMBER"
SELECT f._row AS _row,
    CAST(
        CASE
        WHEN (
            v."SURROGATE_KEY" IS NULL AND i._surrogate IS NOT NULL
            AND DATEADD(
                MICROSECOND, -1,
                TO_TIMESTAMP_LTZ(
                    TIMESTAMP_TZ_FROM_PARTS(
                        YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                        'America/Chicago'
                    )
                )
            ) < coalesce(k._first, TO_TIMESTAMP_LTZ(253402214400000000, 6))
        ) THEN 'INFERRED'
        ELSE CASE WHEN f."MEMBER" IS NULL THEN 'NULL_KEY'
        WHEN DATEADD(
            MICROSECOND, -1,
            TO_TIMESTAMP_LTZ(
                TIMESTAMP_TZ_FROM_PARTS(
                    YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                    'America/Chicago'
                )
            )
        ) IS NULL THEN 'NULL_TIME'
        ELSE CASE WHEN v."SURROGATE_KEY" IS NOT NULL THEN 'MATCHED' WHEN k._first IS NULL THEN 'UNKNOWN_KEY'
        WHEN DATEADD(
            MICROSECOND, -1,
            TO_TIMESTAMP_LTZ(
                TIMESTAMP_TZ_FROM_PARTS(
                    YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                    'America/Chicago'
                )
            )
        ) < k._first THEN 'BEFORE_FIRST'
        ELSE 'GAP' END END END AS VARCHAR
    ) AS _outcome
FROM "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" AS f
LEFT JOIN "PUBLIC"."MEMBER" AS v
ON f."MEMBER" = v."MEMBER_ID"
    AND v."VALID_FROM" <= DATEADD(
        MICROSECOND, -1,
        TO_TIMESTAMP_LTZ(
            TIMESTAMP_TZ_FROM_PARTS(
                YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                'America/Chicago'
            )
        )
    )
    AND DATEADD(
        MICROSECOND, -1,
        TO_TIMESTAMP_LTZ(
            TIMESTAMP_TZ_FROM_PARTS(
                YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                'America/Chicago'
            )
        )
    ) < v."VALID_TO"
    AND NOT v."IS_DELETED"
LEFT JOIN (
    SELECT b."MEMBER_ID", min(b."VALID_FROM") AS _first
    FROM "PUBLIC"."MEMBER" AS b
    WHERE NOT b."IS_DELETED"
    GROUP BY b."MEMBER_ID"
) AS k
ON f."MEMBER" = k."MEMBER_ID"
LEFT JOIN "PUBLIC"."MEMBER_INFERRED" AS i
ON f."MEMBER" = i."MEMBER_ID";

-- Keying: how many keys lack a member.
SELECT count(*)
FROM (
    SELECT DISTINCT f."MEMBER", a._outcome = 'BEFORE_FIRST' AS _known
    FROM "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" AS f
    JOIN "PUBLIC"."SCD2_KEY_OUTCOMES_CLAIM_MEMBER" AS a
    ON f._row = a._row
    LEFT JOIN "PUBLIC"."MEMBER_INFERRED" AS i
    ON f."MEMBER" = i."MEMBER_ID"
    WHERE a._outcome IN ('UNKNOWN_KEY', 'BEFORE_FIRST') AND i._surrogate IS NULL
) AS c;

-- Keying: members of the keys that lack one.
INSERT INTO "PUBLIC"."MEMBER_INFERRED" (_surrogate, "MEMBER_ID", _settled)
SELECT 1 + row_number() OVER (ORDER BY c."MEMBER"), c."MEMBER", c._known
FROM (
    SELECT DISTINCT f."MEMBER", a._outcome = 'BEFORE_FIRST' AS _known
    FROM "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" AS f
    JOIN "PUBLIC"."SCD2_KEY_OUTCOMES_CLAIM_MEMBER" AS a
    ON f._row = a._row
    LEFT JOIN "PUBLIC"."MEMBER_INFERRED" AS i
    ON f."MEMBER" = i."MEMBER_ID"
    WHERE a._outcome IN ('UNKNOWN_KEY', 'BEFORE_FIRST') AND i._surrogate IS NULL
) AS c;

-- Keying: what each fact gets.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_KEY_ANSWERS_0_CLAIM_MEMBER"
SELECT f._row AS _row, CASE
    WHEN (
        v."SURROGATE_KEY" IS NULL AND i._surrogate IS NOT NULL
        AND DATEADD(
            MICROSECOND, -1,
            TO_TIMESTAMP_LTZ(
                TIMESTAMP_TZ_FROM_PARTS(
                    YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                    'America/Chicago'
                )
            )
        ) < coalesce(k._first, TO_TIMESTAMP_LTZ(253402214400000000, 6))
    ) THEN i._surrogate
    ELSE v."SURROGATE_KEY" END AS _sk, v."ATTRIBUTE_HASH" AS _hash,
    CAST(
        CASE
        WHEN (
            v."SURROGATE_KEY" IS NULL AND i._surrogate IS NOT NULL
            AND DATEADD(
                MICROSECOND, -1,
                TO_TIMESTAMP_LTZ(
                    TIMESTAMP_TZ_FROM_PARTS(
                        YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                        'America/Chicago'
                    )
                )
            ) < coalesce(k._first, TO_TIMESTAMP_LTZ(253402214400000000, 6))
        ) THEN 'INFERRED'
        ELSE CASE WHEN f."MEMBER" IS NULL THEN 'NULL_KEY'
        WHEN DATEADD(
            MICROSECOND, -1,
            TO_TIMESTAMP_LTZ(
                TIMESTAMP_TZ_FROM_PARTS(
                    YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                    'America/Chicago'
                )
            )
        ) IS NULL THEN 'NULL_TIME'
        ELSE CASE WHEN v."SURROGATE_KEY" IS NOT NULL THEN 'MATCHED' WHEN k._first IS NULL THEN 'UNKNOWN_KEY'
        WHEN DATEADD(
            MICROSECOND, -1,
            TO_TIMESTAMP_LTZ(
                TIMESTAMP_TZ_FROM_PARTS(
                    YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                    'America/Chicago'
                )
            )
        ) < k._first THEN 'BEFORE_FIRST'
        ELSE 'GAP' END END END AS VARCHAR
    ) AS _outcome
FROM "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" AS f
LEFT JOIN "PUBLIC"."MEMBER" AS v
ON f."MEMBER" = v."MEMBER_ID"
    AND v."VALID_FROM" <= DATEADD(
        MICROSECOND, -1,
        TO_TIMESTAMP_LTZ(
            TIMESTAMP_TZ_FROM_PARTS(
                YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                'America/Chicago'
            )
        )
    )
    AND DATEADD(
        MICROSECOND, -1,
        TO_TIMESTAMP_LTZ(
            TIMESTAMP_TZ_FROM_PARTS(
                YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                'America/Chicago'
            )
        )
    ) < v."VALID_TO"
    AND NOT v."IS_DELETED"
LEFT JOIN (
    SELECT b."MEMBER_ID", min(b."VALID_FROM") AS _first
    FROM "PUBLIC"."MEMBER" AS b
    WHERE NOT b."IS_DELETED"
    GROUP BY b."MEMBER_ID"
) AS k
ON f."MEMBER" = k."MEMBER_ID"
LEFT JOIN "PUBLIC"."MEMBER_INFERRED" AS i
ON f."MEMBER" = i."MEMBER_ID";

-- Keying: how many lookups ended how.
SELECT _outcome, count(*) FROM "PUBLIC"."SCD2_KEY_ANSWERS_0_CLAIM_MEMBER" GROUP BY _outcome;

-- Keying: what each fact gets.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_KEY_ANSWERS_1_CLAIM_CALLER"
SELECT f._row AS _row, v._sk AS _sk, v._hash AS _hash,
    CAST(
        CASE WHEN f."PHONE" IS NULL THEN 'NULL_KEY' WHEN f."PAID_AT" IS NULL THEN 'NULL_TIME' ELSE CASE
        WHEN v._sk IS NOT NULL THEN 'MATCHED' WHEN v._ambiguous THEN 'AMBIGUOUS'
        WHEN k._first IS NULL THEN 'UNKNOWN_KEY' WHEN f."PAID_AT" < k._first THEN 'BEFORE_FIRST'
        ELSE 'GAP' END END AS VARCHAR
    ) AS _outcome
FROM "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" AS f
LEFT JOIN (
    SELECT q._row, CASE WHEN q._ties = 1 THEN q._sk END AS _sk, CASE WHEN q._ties = 1 THEN q._hash END AS _hash,
        q._ties > 1 AS _ambiguous
    FROM (
        SELECT r._row, r._sk, r._hash, count(*) OVER (PARTITION BY r._row, r._o0) AS _ties,
            row_number() OVER (PARTITION BY r._row ORDER BY r._o0 DESC NULLS LAST) AS _place
        FROM (
            SELECT f._row AS _row, v."SURROGATE_KEY" AS _sk, v."ATTRIBUTE_HASH" AS _hash, v."PLAN" AS _o0
            FROM "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" AS f
            JOIN "PUBLIC"."MEMBER" AS v
            ON f."PHONE" = v."PHONE" AND v."VALID_FROM" <= f."PAID_AT" AND f."PAID_AT" < v."VALID_TO"
                AND NOT v."IS_DELETED"
        ) AS r
    ) AS q
    WHERE q._place = 1
) AS v
ON v._row = f._row
LEFT JOIN (
    SELECT b."PHONE", min(b."VALID_FROM") AS _first
    FROM "PUBLIC"."MEMBER" AS b
    WHERE NOT b."IS_DELETED"
    GROUP BY b."PHONE"
) AS k
ON f."PHONE" = k."PHONE";

-- Keying: how many lookups ended how.
SELECT _outcome, count(*) FROM "PUBLIC"."SCD2_KEY_ANSWERS_1_CLAIM_CALLER" GROUP BY _outcome;

-- Keying: the facts, with their surrogates.
INSERT INTO "PUBLIC"."CLAIM" (
    "ID", "MEMBER", "PHONE", "SERVED_ON", "PAID_AT", "AMOUNT", "MEMBER_SK", "MEMBER_OUTCOME", "MEMBER_HASH",
    "CALLER_SK", "CALLER_OUTCOME"
)
SELECT f."ID", f."MEMBER", f."PHONE", f."SERVED_ON", f."PAID_AT", f."AMOUNT", a0._sk, a0._outcome, a0._hash, a1._sk,
    a1._outcome
FROM "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" AS f
JOIN "PUBLIC"."SCD2_KEY_ANSWERS_0_CLAIM_MEMBER" AS a0
ON a0._row = f._row
JOIN "PUBLIC"."SCD2_KEY_ANSWERS_1_CLAIM_CALLER" AS a1
ON a1._row = f._row
WHERE NOT (a1._outcome NOT IN ('MATCHED', 'INFERRED'));

-- Keying: facts that wait for a version.
INSERT INTO "PUBLIC"."CLAIM_HELD" ("ID", "MEMBER", "PHONE", "SERVED_ON", "PAID_AT", "AMOUNT", _held_for, _held_at)
SELECT f."ID", f."MEMBER", f."PHONE", f."SERVED_ON", f."PAID_AT", f."AMOUNT",
    CAST(
        trim(
            CASE WHEN a1._outcome NOT IN ('MATCHED', 'INFERRED') THEN 'caller ' || a1._outcome ELSE '' END
        ) AS VARCHAR
    ) AS _held_for,
    current_timestamp AS _held_at
FROM "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" AS f
JOIN "PUBLIC"."SCD2_KEY_ANSWERS_0_CLAIM_MEMBER" AS a0
ON a0._row = f._row
JOIN "PUBLIC"."SCD2_KEY_ANSWERS_1_CLAIM_CALLER" AS a1
ON a1._row = f._row
WHERE a1._outcome NOT IN ('MATCHED', 'INFERRED');

-- Facts that were held.
-- Keying: which columns the facts have.
SELECT * FROM (SELECT * FROM "PUBLIC"."CLAIM_HELD") AS q WHERE FALSE;

-- Keying: the facts that were held.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_KEY_AGAIN_CLAIM"
SELECT f."ID", f."MEMBER", f."PHONE", f."SERVED_ON", f."PAID_AT", f."AMOUNT"
FROM "PUBLIC"."CLAIM_HELD" AS f;

-- Keying: held facts go, to be looked up again.
DELETE FROM "PUBLIC"."CLAIM_HELD";

-- Keying: which columns the facts have.
SELECT * FROM (SELECT * FROM "PUBLIC"."SCD2_KEY_AGAIN_CLAIM") AS q WHERE FALSE;

-- Keying: the new facts, each with a number.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" (
    "ID", "MEMBER", "PHONE", "SERVED_ON", "PAID_AT", "AMOUNT", _row
)
SELECT f."ID", f."MEMBER", f."PHONE", f."SERVED_ON", f."PAID_AT", f."AMOUNT",
    row_number() OVER (ORDER BY NULL) AS _row
FROM (SELECT * FROM "PUBLIC"."SCD2_KEY_AGAIN_CLAIM") AS f;
