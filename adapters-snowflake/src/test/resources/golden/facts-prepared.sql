-- A store that joins the transactions of a session.
-- Opening: whether the schema has a register of dimensions.
SELECT 1
FROM information_schema.tables
WHERE table_catalog = current_database() AND table_schema = ? AND table_name = ?;

-- Opening: the dimension as it is stored.
SELECT definition, schema_version, hash_algorithm FROM "PUBLIC"."SCD2_DIMENSION" WHERE name = ?;

-- Joining: the table in which every batch of the session travels.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_STAGE_MEMBER" (
    "_OP" VARCHAR, "_N" NUMBER(19, 0), "_AT" TIMESTAMP_LTZ(6), "_UNTIL" TIMESTAMP_LTZ(6),
    "_LISTED" TIMESTAMP_LTZ(6), "SURROGATE_KEY" NUMBER(19, 0), "MEMBER_ID" VARCHAR, "PLAN" VARCHAR, "PHONE" VARCHAR,
    "VALID_FROM" TIMESTAMP_LTZ(6), "VALID_TO" TIMESTAMP_LTZ(6), "IS_CURRENT" BOOLEAN, "IS_DELETED" BOOLEAN,
    "ATTRIBUTE_HASH" VARCHAR, "LOAD_ID" VARCHAR, "_KIND" VARCHAR, "_SPAN_ID" VARCHAR,
    "_VALID_FROM" TIMESTAMP_LTZ(6), "_VALID_TO" TIMESTAMP_LTZ(6), "_SEQUENCE" VARCHAR, "_IS_COMPLETE" BOOLEAN,
    "_SAID" VARCHAR, "_ERASED" VARCHAR, "_SYSTEM_TIME" TIMESTAMP_LTZ(6), "_SOURCE" VARCHAR,
    "_PARTITION" NUMBER(19, 0), "_OFFSET" NUMBER(19, 0), "_LOG_NUMBER" NUMBER(19, 0), "_LOG_IDENTITY" VARCHAR,
    "_LOG_REASON" VARCHAR, "_LOG_MESSAGE" VARCHAR, "_LOG_SOURCE" VARCHAR, "_LOG_PARTITION" NUMBER(19, 0),
    "_LOG_OFFSET" NUMBER(19, 0), "_LOG_PAYLOAD" VARCHAR, "_LOG_NATURAL_KEY" VARCHAR, "_LOG_EVENT" VARCHAR,
    "_LOG_SUBJECT" VARCHAR, "_LOG_DETAIL" VARCHAR, "_LOG_HAPPENED_AT" TIMESTAMP_LTZ(6), "_LOG_KIND" VARCHAR,
    "_LOG_TAKEN_AT" TIMESTAMP_LTZ(6), "_LOG_SEQUENCE" VARCHAR, "_LOG_SAID" VARCHAR, "_LOG_SCOPE" VARCHAR,
    "_LOG_SYSTEM_TIME" TIMESTAMP_LTZ(6)
);

-- What keying needs, made before transactions begin.
-- Preparing facts: new facts, each with a number.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_KEY_INCOMING_CLAIM" AS
SELECT *
FROM (
    SELECT f."ID", f."MEMBER", f."PHONE", f."SERVED_ON", f."PAID_AT", f."AMOUNT",
        row_number() OVER (ORDER BY NULL) AS _row
    FROM (SELECT * FROM "PUBLIC"."CLAIM" WHERE FALSE) AS f
) AS q
WHERE FALSE;

-- Preparing facts: members that facts need before their dimension knows them.
CREATE TABLE IF NOT EXISTS "PUBLIC"."MEMBER_INFERRED" (
    _surrogate BIGINT NOT NULL, "MEMBER_ID" VARCHAR NOT NULL, _settled BOOLEAN NOT NULL,
    _created_at TIMESTAMP_LTZ(6) DEFAULT current_timestamp, PRIMARY KEY ("MEMBER_ID")
);

-- Preparing facts: how lookups end, to see who lacks a member.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_KEY_OUTCOMES_CLAIM_MEMBER" AS
SELECT *
FROM (
    SELECT f._row AS _row,
        CAST(
            CASE
            WHEN (
                v."SURROGATE_KEY" IS NULL AND i._surrogate IS NOT NULL
                AND DATEADD(
                    MICROSECOND, -1,
                    TO_TIMESTAMP_LTZ(
                        TIMESTAMP_TZ_FROM_PARTS(
                            YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0,
                            0, 0, 'America/Chicago'
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
    ON f."MEMBER" = i."MEMBER_ID"
) AS q
WHERE FALSE;

-- Preparing facts: what new facts get.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_KEY_ANSWERS_0_CLAIM_MEMBER" AS
SELECT *
FROM (
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
                            YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0,
                            0, 0, 'America/Chicago'
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
    ON f."MEMBER" = i."MEMBER_ID"
) AS q
WHERE FALSE;

-- Preparing facts: what new facts get.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_KEY_ANSWERS_1_CLAIM_CALLER" AS
SELECT *
FROM (
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
    ON f."PHONE" = k."PHONE"
) AS q
WHERE FALSE;

-- Preparing facts: facts that wait for a version.
CREATE TABLE IF NOT EXISTS "PUBLIC"."CLAIM_HELD" AS
SELECT *
FROM (
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
    WHERE a1._outcome NOT IN ('MATCHED', 'INFERRED')
) AS r
WHERE FALSE;

-- Preparing facts: facts that were held.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_KEY_AGAIN_CLAIM" AS
SELECT *
FROM (
    SELECT f."ID", f."MEMBER", f."PHONE", f."SERVED_ON", f."PAID_AT", f."AMOUNT" FROM "PUBLIC"."CLAIM_HELD" AS f
) AS q
WHERE FALSE;

-- What re-keying needs.
-- Preparing facts: first versions that adopt a member.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_ADOPTED_CLAIM_MEMBER" AS
SELECT *
FROM (
    SELECT s._member, s._version
    FROM (
        SELECT i._surrogate AS _member, v."SURROGATE_KEY" AS _version,
            row_number() OVER (PARTITION BY i._surrogate ORDER BY v."VALID_FROM") AS _place
        FROM "PUBLIC"."MEMBER_INFERRED" AS i
        JOIN "PUBLIC"."MEMBER" AS v
        ON v."MEMBER_ID" = i."MEMBER_ID" AND NOT v."IS_DELETED"
        WHERE NOT i._settled
    ) AS s
    WHERE s._place = 1
) AS q
WHERE FALSE;

-- Preparing facts: the windows that batches restate.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" (
    "_N" NUMBER(19, 0), "_K0" VARCHAR, "_FROM" TIMESTAMP_LTZ(6), "_TO" TIMESTAMP_LTZ(6), "_FIRST" DATE, "_END" DATE,
    "_EXISTENCE" BOOLEAN, "_CHANGED" VARCHAR, "_LOAD" VARCHAR, "_CAUSE" VARCHAR
);

-- Preparing facts: the versions in force in windows.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_ANSWERS_CLAIM_MEMBER" AS
SELECT *
FROM (
    SELECT w._n, v."SURROGATE_KEY" AS _sk, v."ATTRIBUTE_HASH" AS _hash, v."VALID_FROM" AS _from, v."VALID_TO" AS _to
    FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
    JOIN "PUBLIC"."MEMBER" AS v
    ON v."MEMBER_ID" = w."_K0" AND v."VALID_FROM" < w._to AND v."VALID_TO" > w._from AND NOT v."IS_DELETED"
) AS q
WHERE FALSE;

-- Preparing facts: the facts that are looked at, each with a number.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER" AS
SELECT *
FROM (
    SELECT f."ID", f."MEMBER", f."SERVED_ON", f."MEMBER_SK", f."MEMBER_OUTCOME", f."MEMBER_HASH", f."AMOUNT",
        row_number() OVER (ORDER BY NULL) AS _row
    FROM (
        SELECT w."_K0", min(w._first) AS _from, max(w._end) AS _to
        FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
        GROUP BY w."_K0"
    ) AS w
    JOIN "PUBLIC"."CLAIM" AS f
    ON f."MEMBER" = w."_K0" AND f."SERVED_ON" >= w._from AND f."SERVED_ON" < w._to
) AS q
WHERE FALSE;

-- Preparing facts: which fact is in which window.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_HITS_CLAIM_MEMBER" AS
SELECT *
FROM (
    SELECT f._row AS _row, max(w._n) AS _n,
        min(
            DATEADD(
                MICROSECOND, -1,
                TO_TIMESTAMP_LTZ(
                    TIMESTAMP_TZ_FROM_PARTS(
                        YEAR((f."SERVED_ON" + 1)), MONTH((f."SERVED_ON" + 1)), DAY((f."SERVED_ON" + 1)), 0, 0, 0, 0,
                        'America/Chicago'
                    )
                )
            )
        ) AS _at
    FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
    JOIN "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER" AS f
    ON f."MEMBER" = w."_K0" AND f."SERVED_ON" >= w._first AND f."SERVED_ON" < w._end
    GROUP BY f._row
) AS q
WHERE FALSE;

-- Preparing facts: how lookups end, to see who lacks a member.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_KEY_OUTCOMES_CLAIM_MEMBER" AS
SELECT *
FROM (
    SELECT f._row AS _row,
        CAST(
            CASE
            WHEN (
                a._sk IS NULL AND i._surrogate IS NOT NULL
                AND h._at < coalesce(k._first, TO_TIMESTAMP_LTZ(253402214400000000, 6))
            ) THEN 'INFERRED'
            ELSE CASE WHEN a._sk IS NOT NULL THEN 'MATCHED' WHEN k._first IS NULL THEN 'UNKNOWN_KEY'
            WHEN h._at < k._first THEN 'BEFORE_FIRST' ELSE 'GAP' END END AS VARCHAR
        ) AS _outcome
    FROM "PUBLIC"."SCD2_REKEY_HITS_CLAIM_MEMBER" AS h
    JOIN "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER" AS f
    ON f._row = h._row
    LEFT JOIN "PUBLIC"."SCD2_REKEY_ANSWERS_CLAIM_MEMBER" AS a
    ON a._n = h._n AND a._from <= h._at AND h._at < a._to
    LEFT JOIN (
        SELECT w._n, min(b."VALID_FROM") AS _first
        FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
        JOIN "PUBLIC"."MEMBER" AS b
        ON w."_K0" = b."MEMBER_ID" AND NOT b."IS_DELETED"
        GROUP BY w._n
    ) AS k
    ON k._n = h._n
    LEFT JOIN "PUBLIC"."MEMBER_INFERRED" AS i
    ON f."MEMBER" = i."MEMBER_ID"
) AS q
WHERE FALSE;

-- Preparing facts: facts that hold something else than they should.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER" AS
SELECT *
FROM (
    SELECT f._row AS _row, h._n AS _n, f."MEMBER_SK" AS _before, CASE
        WHEN (
            a._sk IS NULL AND i._surrogate IS NOT NULL
            AND h._at < coalesce(k._first, TO_TIMESTAMP_LTZ(253402214400000000, 6))
        ) THEN i._surrogate
        ELSE a._sk END AS _after,
        CAST(
            CASE
            WHEN (
                a._sk IS NULL AND i._surrogate IS NOT NULL
                AND h._at < coalesce(k._first, TO_TIMESTAMP_LTZ(253402214400000000, 6))
            ) THEN 'INFERRED'
            ELSE CASE WHEN a._sk IS NOT NULL THEN 'MATCHED' WHEN k._first IS NULL THEN 'UNKNOWN_KEY'
            WHEN h._at < k._first THEN 'BEFORE_FIRST' ELSE 'GAP' END END AS VARCHAR
        ) AS _outcome,
        f."MEMBER_HASH" AS _hash_before, a._hash AS _hash, f."MEMBER_OUTCOME" AS _outcome_before, f."ID" AS _id0,
        f."AMOUNT" AS _amount0, f."MEMBER" AS _q0, f."SERVED_ON" AS _q1
    FROM "PUBLIC"."SCD2_REKEY_HITS_CLAIM_MEMBER" AS h
    JOIN "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER" AS f
    ON f._row = h._row
    LEFT JOIN "PUBLIC"."SCD2_REKEY_ANSWERS_CLAIM_MEMBER" AS a
    ON a._n = h._n AND a._from <= h._at AND h._at < a._to
    LEFT JOIN (
        SELECT w._n, min(b."VALID_FROM") AS _first
        FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
        JOIN "PUBLIC"."MEMBER" AS b
        ON w."_K0" = b."MEMBER_ID" AND NOT b."IS_DELETED"
        GROUP BY w._n
    ) AS k
    ON k._n = h._n
    LEFT JOIN "PUBLIC"."MEMBER_INFERRED" AS i
    ON f."MEMBER" = i."MEMBER_ID"
    WHERE f."MEMBER_SK" IS DISTINCT FROM CASE
        WHEN (
            a._sk IS NULL AND i._surrogate IS NOT NULL
            AND h._at < coalesce(k._first, TO_TIMESTAMP_LTZ(253402214400000000, 6))
        ) THEN i._surrogate
        ELSE a._sk END OR f."MEMBER_HASH" IS DISTINCT FROM a._hash OR f."MEMBER_OUTCOME" IS DISTINCT FROM CASE
        WHEN (
            a._sk IS NULL AND i._surrogate IS NOT NULL
            AND h._at < coalesce(k._first, TO_TIMESTAMP_LTZ(253402214400000000, 6))
        ) THEN 'INFERRED'
        ELSE CASE WHEN a._sk IS NOT NULL THEN 'MATCHED' WHEN k._first IS NULL THEN 'UNKNOWN_KEY'
        WHEN h._at < k._first THEN 'BEFORE_FIRST' ELSE 'GAP' END END
) AS q
WHERE FALSE;

-- Preparing facts: the table of results.
CREATE TABLE IF NOT EXISTS "PUBLIC"."CLAIM_REKEYED" AS
SELECT m._id0 AS "ID", CAST('member' AS VARCHAR) AS "DIMENSION", m._before AS "SURROGATE_BEFORE",
    m._after AS "SURROGATE_AFTER", m._outcome AS "OUTCOME",
    CAST(
        CASE
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') AND (
            m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED'
        ) THEN 'OTHER_OUTCOME'
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') THEN 'LOST'
        WHEN (m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED') THEN 'GAINED'
        WHEN m._hash_before IS NOT DISTINCT FROM m._hash THEN CASE WHEN m._before = m._after THEN 'OTHER_OUTCOME'
        ELSE 'OTHER_VERSION' END ELSE 'OTHER_VALUES' END AS VARCHAR
    ) AS "EFFECT",
    CAST(w._changed AS VARCHAR) AS "CHANGED_COLUMNS", CAST(w._load AS VARCHAR) AS "LOAD_ID",
    CAST(w._cause AS VARCHAR) AS "CAUSE", m._amount0 AS "AMOUNT", current_timestamp AS "REKEYED_AT"
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER" AS m
LEFT JOIN "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
ON w._n = m._n
WHERE FALSE;

-- Preparing facts: the windows that batches restate.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" (
    "_N" NUMBER(19, 0), "_K0" VARCHAR, "_FROM" TIMESTAMP_LTZ(6), "_TO" TIMESTAMP_LTZ(6), "_FIRST" DATE, "_END" DATE,
    "_EXISTENCE" BOOLEAN, "_CHANGED" VARCHAR, "_LOAD" VARCHAR, "_CAUSE" VARCHAR
);

-- Preparing facts: the versions in force in windows.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_ANSWERS_CLAIM_CALLER" AS
SELECT *
FROM (
    SELECT w._n, v."SURROGATE_KEY" AS _sk, v."ATTRIBUTE_HASH" AS _hash, v."VALID_FROM" AS _from,
        v."VALID_TO" AS _to, v."PLAN" AS _o0
    FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
    JOIN "PUBLIC"."MEMBER" AS v
    ON v."PHONE" = w."_K0" AND v."VALID_FROM" < w._to AND v."VALID_TO" > w._from AND NOT v."IS_DELETED"
) AS q
WHERE FALSE;

-- Preparing facts: the facts that are looked at, each with a number.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_CALLER" AS
SELECT *
FROM (
    SELECT f."ID", f."PHONE", f."PAID_AT", f."CALLER_SK", f."CALLER_OUTCOME", f."AMOUNT",
        row_number() OVER (ORDER BY NULL) AS _row
    FROM (
        SELECT w."_K0", min(w._from) AS _from, max(w._to) AS _to
        FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
        GROUP BY w."_K0"
    ) AS w
    JOIN "PUBLIC"."CLAIM" AS f
    ON f."PHONE" = w."_K0" AND f."PAID_AT" >= w._from AND f."PAID_AT" < w._to
) AS q
WHERE FALSE;

-- Preparing facts: which fact is in which window.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_HITS_CLAIM_CALLER" AS
SELECT *
FROM (
    SELECT f._row AS _row, max(w._n) AS _n, min(f."PAID_AT") AS _at
    FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
    JOIN "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_CALLER" AS f
    ON f."PHONE" = w."_K0" AND f."PAID_AT" >= w._from AND f."PAID_AT" < w._to
    GROUP BY f._row
) AS q
WHERE FALSE;

-- Preparing facts: facts that hold something else than they should.
CREATE OR REPLACE TEMPORARY TABLE "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER" AS
SELECT *
FROM (
    SELECT f._row AS _row, h._n AS _n, f."CALLER_SK" AS _before, a._sk AS _after,
        CAST(
            CASE WHEN a._sk IS NOT NULL THEN 'MATCHED' WHEN a._ambiguous THEN 'AMBIGUOUS'
            WHEN k._first IS NULL THEN 'UNKNOWN_KEY' WHEN h._at < k._first THEN 'BEFORE_FIRST'
            ELSE 'GAP' END AS VARCHAR
        ) AS _outcome,
        f."CALLER_OUTCOME" AS _outcome_before, f."ID" AS _id0, f."AMOUNT" AS _amount0, f."PHONE" AS _q0,
        f."PAID_AT" AS _q1
    FROM "PUBLIC"."SCD2_REKEY_HITS_CLAIM_CALLER" AS h
    JOIN "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_CALLER" AS f
    ON f._row = h._row
    LEFT JOIN (
        SELECT q._row, CASE WHEN q._ties = 1 THEN q._sk END AS _sk, CASE WHEN q._ties = 1 THEN q._hash END AS _hash,
            q._ties > 1 AS _ambiguous
        FROM (
            SELECT r._row, r._sk, r._hash, count(*) OVER (PARTITION BY r._row, r._o0) AS _ties,
                row_number() OVER (PARTITION BY r._row ORDER BY r._o0 DESC NULLS LAST) AS _place
            FROM (
                SELECT h._row, a._sk, a._hash, a._o0
                FROM "PUBLIC"."SCD2_REKEY_HITS_CLAIM_CALLER" AS h
                JOIN "PUBLIC"."SCD2_REKEY_ANSWERS_CLAIM_CALLER" AS a
                ON a._n = h._n AND a._from <= h._at AND h._at < a._to
            ) AS r
        ) AS q
        WHERE q._place = 1
    ) AS a
    ON a._row = h._row
    LEFT JOIN (
        SELECT w._n, min(b."VALID_FROM") AS _first
        FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
        JOIN "PUBLIC"."MEMBER" AS b
        ON w."_K0" = b."PHONE" AND NOT b."IS_DELETED"
        GROUP BY w._n
    ) AS k
    ON k._n = h._n
    WHERE f."CALLER_SK" IS DISTINCT FROM a._sk OR f."CALLER_OUTCOME" IS DISTINCT FROM CASE
        WHEN a._sk IS NOT NULL THEN 'MATCHED' WHEN a._ambiguous THEN 'AMBIGUOUS'
        WHEN k._first IS NULL THEN 'UNKNOWN_KEY' WHEN h._at < k._first THEN 'BEFORE_FIRST' ELSE 'GAP' END
) AS q
WHERE FALSE;

-- Preparing facts: the table of results.
CREATE TABLE IF NOT EXISTS "PUBLIC"."CLAIM_REKEYED" AS
SELECT m._id0 AS "ID", CAST('caller' AS VARCHAR) AS "DIMENSION", m._before AS "SURROGATE_BEFORE",
    m._after AS "SURROGATE_AFTER", m._outcome AS "OUTCOME",
    CAST(
        CASE
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') AND (
            m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED'
        ) THEN 'OTHER_OUTCOME'
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') THEN 'LOST'
        WHEN (m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED') THEN 'GAINED'
        WHEN m._before = m._after THEN CASE WHEN m._before = m._after THEN 'OTHER_OUTCOME' ELSE 'OTHER_VERSION' END
        ELSE 'OTHER_VALUES' END AS VARCHAR
    ) AS "EFFECT",
    CAST(w._changed AS VARCHAR) AS "CHANGED_COLUMNS", CAST(w._load AS VARCHAR) AS "LOAD_ID",
    CAST(w._cause AS VARCHAR) AS "CAUSE", m._amount0 AS "AMOUNT", current_timestamp AS "REKEYED_AT"
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER" AS m
LEFT JOIN "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
ON w._n = m._n
WHERE FALSE;
