-- Facts that keep what was known when they were paid, one of which has no key.
-- Re-keying: all facts, each with a number.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_FACTS_PAYMENT_CONTRACT" (
    "ID", "CONTRACT", "DUE_AT", "PAID_AT", "CONTRACT_SK", _row
)
SELECT f."ID", f."CONTRACT", f."DUE_AT", f."PAID_AT", f."CONTRACT_SK", row_number() OVER (ORDER BY NULL) AS _row
FROM "PUBLIC"."PAYMENT" AS f;

-- Re-keying: the facts that hold something else than they should.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_MOVES_PAYMENT_CONTRACT"
SELECT f._row AS _row, CAST(NULL AS BIGINT) AS _n, f."CONTRACT_SK" AS _before, v."SURROGATE_KEY" AS _after,
    CAST(
        CASE WHEN f."CONTRACT" IS NULL THEN 'NULL_KEY'
        WHEN f."DUE_AT" IS NULL OR f."PAID_AT" IS NULL THEN 'NULL_TIME' ELSE CASE
        WHEN v."SURROGATE_KEY" IS NOT NULL THEN 'MATCHED' WHEN k._first IS NULL THEN 'UNKNOWN_KEY'
        WHEN f."DUE_AT" < k._first THEN 'BEFORE_FIRST' ELSE 'GAP' END END AS VARCHAR
    ) AS _outcome,
    f."ID" AS _id0, f."CONTRACT" AS _q0, f."DUE_AT" AS _q1, f."PAID_AT" AS _q2
FROM "PUBLIC"."SCD2_REKEY_FACTS_PAYMENT_CONTRACT" AS f
LEFT JOIN "PUBLIC"."CONTRACT" AS v
ON f."CONTRACT" = v."CONTRACT_ID" AND v."VALID_FROM" <= f."DUE_AT" AND f."DUE_AT" < v."VALID_TO"
    AND NOT v."IS_DELETED" AND v."SYSTEM_FROM" <= f."PAID_AT" AND f."PAID_AT" < v."SYSTEM_TO"
LEFT JOIN (
    SELECT b."CONTRACT_ID", q._known, min(b."VALID_FROM") AS _first
    FROM (
        SELECT DISTINCT f."CONTRACT", f."PAID_AT" AS _known FROM "PUBLIC"."SCD2_REKEY_FACTS_PAYMENT_CONTRACT" AS f
    ) AS q
    JOIN "PUBLIC"."CONTRACT" AS b
    ON q."CONTRACT" = b."CONTRACT_ID" AND NOT b."IS_DELETED" AND b."SYSTEM_FROM" <= q._known
        AND q._known < b."SYSTEM_TO"
    GROUP BY b."CONTRACT_ID", q._known
) AS k
ON f."CONTRACT" = k."CONTRACT_ID" AND f."PAID_AT" = k._known
WHERE f."CONTRACT_SK" IS DISTINCT FROM v."SURROGATE_KEY";

-- Re-keying: how many there are.
SELECT count(*) FROM "PUBLIC"."SCD2_REKEY_MOVES_PAYMENT_CONTRACT";

-- Re-keying: all facts that ask the same and hold the same get what they should.
MERGE INTO "PUBLIC"."PAYMENT" AS f
USING (
    SELECT DISTINCT q._q0, q._q1, q._q2, q._before, q._after
    FROM "PUBLIC"."SCD2_REKEY_MOVES_PAYMENT_CONTRACT" AS q
    WHERE q._q0 IS NOT NULL AND q._q1 IS NOT NULL AND q._q2 IS NOT NULL
) AS m
ON f."CONTRACT" = m._q0 AND f."DUE_AT" = m._q1 AND f."PAID_AT" = m._q2
    AND f."CONTRACT_SK" IS NOT DISTINCT FROM m._before
WHEN MATCHED THEN UPDATE SET "CONTRACT_SK" = m._after;

-- Re-keying: whether facts without a key or a time are among them.
SELECT count(*)
FROM "PUBLIC"."SCD2_REKEY_MOVES_PAYMENT_CONTRACT" AS q
WHERE NOT (q._q0 IS NOT NULL AND q._q1 IS NOT NULL AND q._q2 IS NOT NULL);

-- Re-keying: the same for facts without a key or a time.
MERGE INTO "PUBLIC"."PAYMENT" AS f
USING (
    SELECT DISTINCT q._q0, q._q1, q._q2, q._before, q._after
    FROM "PUBLIC"."SCD2_REKEY_MOVES_PAYMENT_CONTRACT" AS q
    WHERE NOT (q._q0 IS NOT NULL AND q._q1 IS NOT NULL AND q._q2 IS NOT NULL)
) AS m
ON (f."CONTRACT" IS NULL OR f."DUE_AT" IS NULL OR f."PAID_AT" IS NULL) AND f."CONTRACT" IS NOT DISTINCT FROM m._q0
    AND f."DUE_AT" IS NOT DISTINCT FROM m._q1 AND f."PAID_AT" IS NOT DISTINCT FROM m._q2
    AND f."CONTRACT_SK" IS NOT DISTINCT FROM m._before
WHEN MATCHED THEN UPDATE SET "CONTRACT_SK" = m._after;

-- Re-keying: what moved is shown to the caller.
SELECT m._before, m._after, m._outcome,
    CAST(
        CASE
        WHEN (
            m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED'
        ) AND (m._before IS NULL OR coalesce(NULL, '') = 'INFERRED') THEN 'OTHER_OUTCOME'
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') THEN 'LOST'
        WHEN (m._before IS NULL OR coalesce(NULL, '') = 'INFERRED') THEN 'GAINED' WHEN TRUE THEN CASE
        WHEN m._before = m._after THEN 'OTHER_OUTCOME' ELSE 'OTHER_VERSION' END ELSE 'OTHER_VALUES' END AS VARCHAR
    ),
    CAST('' AS VARCHAR), CAST('' AS VARCHAR), CAST('' AS VARCHAR), m._id0
FROM "PUBLIC"."SCD2_REKEY_MOVES_PAYMENT_CONTRACT" AS m;

-- Re-keying: how many facts were compared.
SELECT count(*) FROM "PUBLIC"."SCD2_REKEY_FACTS_PAYMENT_CONTRACT";
