-- A batch in the transaction of the session.
-- Batch: in a transaction of the caller, what the last batch brought goes first.
DELETE FROM "PUBLIC"."SCD2_STAGE_MEMBER";

-- Batch: the row of the dimension is locked until the transaction ends.
UPDATE "PUBLIC"."SCD2_DIMENSION" SET batches = batches + 1 WHERE name = ?;

-- Batch: state, listings, positions and last numbers of the dimension.
SELECT 'STATE' AS what, definition AS t1, erasure_secret AS t2, last_batches AS t3, NULL AS t4, generation AS n1,
    DATE_PART(EPOCH_MICROSECOND, horizon) AS n2, DATE_PART(EPOCH_MICROSECOND, last_system_time) AS n3,
    next_surrogate AS n4
FROM "PUBLIC"."SCD2_DIMENSION"
WHERE name = ?
UNION ALL SELECT 'MARK', kind, sequence, said, scope, DATE_PART(EPOCH_MICROSECOND, taken_at),
    DATE_PART(EPOCH_MICROSECOND, system_time), NULL, NULL
FROM "PUBLIC"."MEMBER_SNAPSHOT"
UNION ALL SELECT 'POSITION', "SOURCE", NULL, NULL, NULL, "PARTITION", "OFFSET", NULL, NULL
FROM "PUBLIC"."MEMBER_POSITION"
UNION ALL SELECT 'QUARANTINE', NULL, NULL, NULL, NULL, max("NUMBER"), NULL, NULL, NULL
FROM "PUBLIC"."MEMBER_QUARANTINE"
UNION ALL SELECT 'AUDIT', NULL, NULL, NULL, NULL, max("NUMBER"), NULL, NULL, NULL
FROM "PUBLIC"."MEMBER_AUDIT";

-- Batch: a file of rows is put into the stage of the user: first its keys, then what it writes.
PUT 'file:///tmp/scd2/rows.csv.gz' '@~/scd2/' SOURCE_COMPRESSION = GZIP AUTO_COMPRESS = FALSE OVERWRITE = TRUE;

-- Batch: the rows of the file; as many must arrive as were sent.
COPY INTO "PUBLIC"."SCD2_STAGE_MEMBER" (
    "_OP", "_N", "_AT", "_UNTIL", "_LISTED", "SURROGATE_KEY", "MEMBER_ID", "PLAN", "PHONE", "VALID_FROM",
    "VALID_TO", "IS_CURRENT", "IS_DELETED", "ATTRIBUTE_HASH", "LOAD_ID", "_KIND", "_SPAN_ID", "_VALID_FROM",
    "_VALID_TO", "_SEQUENCE", "_IS_COMPLETE", "_SAID", "_ERASED", "_SYSTEM_TIME", "_SOURCE", "_PARTITION",
    "_OFFSET", "_LOG_NUMBER", "_LOG_IDENTITY", "_LOG_REASON", "_LOG_MESSAGE", "_LOG_SOURCE", "_LOG_PARTITION",
    "_LOG_OFFSET", "_LOG_PAYLOAD", "_LOG_NATURAL_KEY", "_LOG_EVENT", "_LOG_SUBJECT", "_LOG_DETAIL",
    "_LOG_HAPPENED_AT", "_LOG_KIND", "_LOG_TAKEN_AT", "_LOG_SEQUENCE", "_LOG_SAID", "_LOG_SCOPE", "_LOG_SYSTEM_TIME"
)
FROM '@~/scd2/'
FILES = ('rows.csv.gz')
FILE_FORMAT = (
    TYPE = CSV COMPRESSION = GZIP FIELD_OPTIONALLY_ENCLOSED_BY = '"' ESCAPE = NONE ESCAPE_UNENCLOSED_FIELD = NONE
    NULL_IF = () EMPTY_FIELD_AS_NULL = TRUE BINARY_FORMAT = HEX
    TIMESTAMP_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM'
)
ON_ERROR = ABORT_STATEMENT
PURGE = TRUE;

-- Batch: versions and evidence of its keys.
WITH k AS (SELECT * FROM "PUBLIC"."SCD2_STAGE_MEMBER" WHERE _op = 'KEY')
SELECT k._n AS n, 0 AS which, x."VALID_FROM" AS starts, NULL AS since, x."SURROGATE_KEY", x."PLAN", x."PHONE",
    DATE_PART(EPOCH_MICROSECOND, x."VALID_FROM"), DATE_PART(EPOCH_MICROSECOND, x."VALID_TO"), x."IS_CURRENT",
    x."IS_DELETED", x."ATTRIBUTE_HASH", x."LOAD_ID", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL
FROM k AS k
JOIN "PUBLIC"."MEMBER" AS x
ON x."MEMBER_ID" = k."MEMBER_ID"
UNION ALL SELECT k._n, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, x."_KIND", x."_SPAN_ID",
    DATE_PART(EPOCH_MICROSECOND, x."_VALID_FROM"), DATE_PART(EPOCH_MICROSECOND, x."_VALID_TO"), x."_SEQUENCE",
    x."_IS_COMPLETE", x."_SAID", x."_ERASED", DATE_PART(EPOCH_MICROSECOND, x."_SYSTEM_TIME"), x."PLAN", x."PHONE",
    x."_SOURCE", x."_PARTITION", x."_OFFSET"
FROM k AS k
JOIN "PUBLIC"."MEMBER_EVIDENCE" AS x
ON x."MEMBER_ID" = k."MEMBER_ID"
ORDER BY 1, 2, 3;

-- Batch: versions, where all are new.
INSERT INTO "PUBLIC"."MEMBER" (
    "SURROGATE_KEY", "MEMBER_ID", "PLAN", "PHONE", "VALID_FROM", "VALID_TO", "IS_CURRENT", "IS_DELETED",
    "ATTRIBUTE_HASH", "LOAD_ID"
)
SELECT s."SURROGATE_KEY", s."MEMBER_ID", s."PLAN", s."PHONE", s."VALID_FROM", s."VALID_TO", s."IS_CURRENT",
    s."IS_DELETED", s."ATTRIBUTE_HASH", s."LOAD_ID"
FROM (SELECT * FROM "PUBLIC"."SCD2_STAGE_MEMBER" WHERE _op = 'INSERT') AS s;

-- Batch: evidence comes, is replaced, and goes.
MERGE INTO "PUBLIC"."MEMBER_EVIDENCE" AS e
USING (SELECT * FROM "PUBLIC"."SCD2_STAGE_MEMBER" WHERE _op IN ('EVIDENCE', 'FORGET')) AS s
ON e."MEMBER_ID" = s."MEMBER_ID" AND e._sequence = s._sequence AND CASE
    WHEN e._kind IN ('VALUES', 'DELETE', 'UNLISTED') THEN 1 WHEN e._kind IN ('PUT', 'UPDATE', 'ABSENCE') THEN 2
    WHEN e._kind = 'ERASURE' THEN 3 ELSE 4 END = CASE WHEN s._kind IN ('VALUES', 'DELETE', 'UNLISTED') THEN 1
    WHEN s._kind IN ('PUT', 'UPDATE', 'ABSENCE') THEN 2 WHEN s._kind = 'ERASURE' THEN 3 ELSE 4 END
    AND e._span_id IS NOT DISTINCT FROM s._span_id
    AND (
        e._kind IN ('SPAN', 'VOID')
        OR (e._valid_from = s._valid_from AND e._valid_to IS NOT DISTINCT FROM s._valid_to)
    )
WHEN MATCHED AND s._op = 'FORGET' THEN DELETE
WHEN MATCHED THEN UPDATE SET "MEMBER_ID" = s."MEMBER_ID", "_KIND" = s."_KIND", "_SPAN_ID" = s."_SPAN_ID",
    "_VALID_FROM" = s."_VALID_FROM", "_VALID_TO" = s."_VALID_TO", "_SEQUENCE" = s."_SEQUENCE",
    "_IS_COMPLETE" = s."_IS_COMPLETE", "_SAID" = s."_SAID", "_ERASED" = s."_ERASED",
    "_SYSTEM_TIME" = s."_SYSTEM_TIME", "PLAN" = s."PLAN", "PHONE" = s."PHONE", "_SOURCE" = s."_SOURCE",
    "_PARTITION" = s."_PARTITION", "_OFFSET" = s."_OFFSET"
WHEN NOT MATCHED
    AND s._op = 'EVIDENCE' THEN INSERT (
        "MEMBER_ID", "_KIND", "_SPAN_ID", "_VALID_FROM", "_VALID_TO", "_SEQUENCE", "_IS_COMPLETE", "_SAID",
        "_ERASED", "_SYSTEM_TIME", "PLAN", "PHONE", "_SOURCE", "_PARTITION", "_OFFSET"
    )
VALUES (
    s."MEMBER_ID", s."_KIND", s."_SPAN_ID", s."_VALID_FROM", s."_VALID_TO", s."_SEQUENCE", s."_IS_COMPLETE",
    s."_SAID", s."_ERASED", s."_SYSTEM_TIME", s."PLAN", s."PHONE", s."_SOURCE", s."_PARTITION", s."_OFFSET"
);

-- Batch: how far sources were read, never back.
MERGE INTO "PUBLIC"."MEMBER_POSITION" AS x
USING (SELECT * FROM "PUBLIC"."SCD2_STAGE_MEMBER" WHERE _op = 'POSITION') AS s
ON x."SOURCE" = s."_LOG_SOURCE" AND x."PARTITION" = s."_LOG_PARTITION"
WHEN MATCHED AND s._log_offset > x."OFFSET" THEN UPDATE SET "OFFSET" = s._log_offset
WHEN NOT MATCHED THEN INSERT ("SOURCE", "PARTITION", "OFFSET")
VALUES (s."_LOG_SOURCE", s."_LOG_PARTITION", s."_LOG_OFFSET");

-- Batch: the next generation, and the next surrogate key that is free.
UPDATE "PUBLIC"."SCD2_DIMENSION"
SET generation = generation + 1, next_surrogate = ?, last_batches = ?
WHERE name = ?;

-- The facts in its windows follow.
-- Re-keying: the first versions of keys that have a member.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_ADOPTED_CLAIM_MEMBER"
SELECT s._member, s._version
FROM (
    SELECT i._surrogate AS _member, v."SURROGATE_KEY" AS _version,
        row_number() OVER (PARTITION BY i._surrogate ORDER BY v."VALID_FROM") AS _place
    FROM "PUBLIC"."MEMBER_INFERRED" AS i
    JOIN "PUBLIC"."MEMBER" AS v
    ON v."MEMBER_ID" = i."MEMBER_ID" AND NOT v."IS_DELETED"
    WHERE NOT i._settled
) AS s
WHERE s._place = 1;

-- Re-keying: they adopt the surrogates of their members.
UPDATE "PUBLIC"."MEMBER"
SET "SURROGATE_KEY" = a._member
FROM "PUBLIC"."SCD2_REKEY_ADOPTED_CLAIM_MEMBER" AS a
WHERE "SURROGATE_KEY" = a._version;

-- Re-keying: the members need not be adopted again.
UPDATE "PUBLIC"."MEMBER_INFERRED"
SET _settled = TRUE
FROM "PUBLIC"."SCD2_REKEY_ADOPTED_CLAIM_MEMBER" AS a
WHERE _surrogate = a._member;

-- Re-keying: the windows of the last batch go.
DELETE FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER";

-- Re-keying: the windows that the batches restated.
COPY INTO "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" (
    "_N", "_K0", "_FROM", "_TO", "_FIRST", "_END", "_EXISTENCE", "_CHANGED", "_LOAD", "_CAUSE"
)
FROM '@~/scd2/'
FILES = ('rows.csv.gz')
FILE_FORMAT = (
    TYPE = CSV COMPRESSION = GZIP FIELD_OPTIONALLY_ENCLOSED_BY = '"' ESCAPE = NONE ESCAPE_UNENCLOSED_FIELD = NONE
    NULL_IF = () EMPTY_FIELD_AS_NULL = TRUE BINARY_FORMAT = HEX
    TIMESTAMP_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM'
)
ON_ERROR = ABORT_STATEMENT
PURGE = TRUE;

-- Re-keying: a window over all time for each key whose first start moved.
INSERT INTO "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER"
SELECT -w._n, w."_K0", TO_TIMESTAMP_LTZ(-62135596800000000, 6), TO_TIMESTAMP_LTZ(253402214400000000, 6),
    DATE '0001-01-01', DATE '9999-12-31', TRUE, '', w._load, w._cause
FROM (
    SELECT min(w._n) AS _n, w."_K0", min(w._from) AS _from, max(w._load) AS _load, max(w._cause) AS _cause
    FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
    WHERE w._existence
    GROUP BY w."_K0"
) AS w
WHERE NOT EXISTS (
    SELECT 1
    FROM "PUBLIC"."MEMBER" AS v
    WHERE v."MEMBER_ID" = w."_K0" AND v."VALID_FROM" < w._from AND NOT v."IS_DELETED"
);

-- Re-keying: the versions in force in windows.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_ANSWERS_CLAIM_MEMBER"
SELECT w._n, v."SURROGATE_KEY" AS _sk, v."ATTRIBUTE_HASH" AS _hash, v."VALID_FROM" AS _from, v."VALID_TO" AS _to
FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
JOIN "PUBLIC"."MEMBER" AS v
ON v."MEMBER_ID" = w."_K0" AND v."VALID_FROM" < w._to AND v."VALID_TO" > w._from AND NOT v."IS_DELETED";

-- Re-keying: the facts between the first window of their key and the last, each with a number.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER" (
    "ID", "MEMBER", "SERVED_ON", "MEMBER_SK", "MEMBER_OUTCOME", "MEMBER_HASH", "AMOUNT", _row
)
SELECT f."ID", f."MEMBER", f."SERVED_ON", f."MEMBER_SK", f."MEMBER_OUTCOME", f."MEMBER_HASH", f."AMOUNT",
    row_number() OVER (ORDER BY NULL) AS _row
FROM (
    SELECT w."_K0", min(w._first) AS _from, max(w._end) AS _to
    FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
    GROUP BY w."_K0"
) AS w
JOIN "PUBLIC"."CLAIM" AS f
ON f."MEMBER" = w."_K0" AND f."SERVED_ON" >= w._from AND f."SERVED_ON" < w._to;

-- Re-keying: which fact is in which window.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_HITS_CLAIM_MEMBER"
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
GROUP BY f._row;

-- Keying: how lookups end, to see which keys lack a member.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_KEY_OUTCOMES_CLAIM_MEMBER"
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
ON f."MEMBER" = i."MEMBER_ID";

-- Keying: how many keys lack a member.
SELECT count(*)
FROM (
    SELECT DISTINCT f."MEMBER", a._outcome = 'BEFORE_FIRST' AS _known
    FROM "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER" AS f
    JOIN "PUBLIC"."SCD2_KEY_OUTCOMES_CLAIM_MEMBER" AS a
    ON f._row = a._row
    LEFT JOIN "PUBLIC"."MEMBER_INFERRED" AS i
    ON f."MEMBER" = i."MEMBER_ID"
    WHERE a._outcome IN ('UNKNOWN_KEY', 'BEFORE_FIRST') AND i._surrogate IS NULL
) AS c;

-- Re-keying: the facts that hold something else than they should.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER"
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
    WHEN h._at < k._first THEN 'BEFORE_FIRST' ELSE 'GAP' END END;

-- Re-keying: how many there are.
SELECT count(*) FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER";

-- Re-keying: all facts that ask the same and hold the same get what they should.
MERGE INTO "PUBLIC"."CLAIM" AS f
USING (
    SELECT DISTINCT q._q0, q._q1, q._before, q._outcome_before, q._hash_before, q._after, q._outcome, q._hash
    FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER" AS q
    WHERE q._q0 IS NOT NULL AND q._q1 IS NOT NULL
) AS m
ON f."MEMBER" = m._q0 AND f."SERVED_ON" = m._q1 AND f."MEMBER_SK" IS NOT DISTINCT FROM m._before
    AND f."MEMBER_OUTCOME" IS NOT DISTINCT FROM m._outcome_before
    AND f."MEMBER_HASH" IS NOT DISTINCT FROM m._hash_before
WHEN MATCHED THEN UPDATE SET "MEMBER_SK" = m._after, "MEMBER_OUTCOME" = m._outcome, "MEMBER_HASH" = m._hash;

-- Re-keying: whether facts without a key or a time are among them.
SELECT count(*)
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER" AS q
WHERE NOT (q._q0 IS NOT NULL AND q._q1 IS NOT NULL);

-- Re-keying: what moved goes into the table of results.
INSERT INTO "PUBLIC"."CLAIM_REKEYED" (
    "ID", "DIMENSION", "SURROGATE_BEFORE", "SURROGATE_AFTER", "OUTCOME", "EFFECT", "CHANGED_COLUMNS", "LOAD_ID",
    "CAUSE", "AMOUNT", "REKEYED_AT"
)
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
ON w._n = m._n;

-- Re-keying: what moved is shown to the caller.
SELECT m._before, m._after, m._outcome,
    CAST(
        CASE
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') AND (
            m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED'
        ) THEN 'OTHER_OUTCOME'
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') THEN 'LOST'
        WHEN (m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED') THEN 'GAINED'
        WHEN m._hash_before IS NOT DISTINCT FROM m._hash THEN CASE WHEN m._before = m._after THEN 'OTHER_OUTCOME'
        ELSE 'OTHER_VERSION' END ELSE 'OTHER_VALUES' END AS VARCHAR
    ),
    CAST(w._changed AS VARCHAR), CAST(w._load AS VARCHAR), CAST(w._cause AS VARCHAR), m._id0, m._amount0
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER" AS m
LEFT JOIN "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_MEMBER" AS w
ON w._n = m._n;

-- Re-keying: how many facts are in windows.
SELECT count(*) FROM "PUBLIC"."SCD2_REKEY_HITS_CLAIM_MEMBER";

-- Re-keying: the windows of the last batch go.
DELETE FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER";

-- Re-keying: the windows that the batches restated.
COPY INTO "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" (
    "_N", "_K0", "_FROM", "_TO", "_FIRST", "_END", "_EXISTENCE", "_CHANGED", "_LOAD", "_CAUSE"
)
FROM '@~/scd2/'
FILES = ('rows.csv.gz')
FILE_FORMAT = (
    TYPE = CSV COMPRESSION = GZIP FIELD_OPTIONALLY_ENCLOSED_BY = '"' ESCAPE = NONE ESCAPE_UNENCLOSED_FIELD = NONE
    NULL_IF = () EMPTY_FIELD_AS_NULL = TRUE BINARY_FORMAT = HEX
    TIMESTAMP_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM'
)
ON_ERROR = ABORT_STATEMENT
PURGE = TRUE;

-- Re-keying: a window over all time for each key whose first start moved.
INSERT INTO "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER"
SELECT -w._n, w."_K0", TO_TIMESTAMP_LTZ(-62135596800000000, 6), TO_TIMESTAMP_LTZ(253402214400000000, 6),
    DATE '0001-01-01', DATE '9999-12-31', TRUE, '', w._load, w._cause
FROM (
    SELECT min(w._n) AS _n, w."_K0", min(w._from) AS _from, max(w._load) AS _load, max(w._cause) AS _cause
    FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
    WHERE w._existence
    GROUP BY w."_K0"
) AS w
WHERE NOT EXISTS (
    SELECT 1
    FROM "PUBLIC"."MEMBER" AS v
    WHERE v."PHONE" = w."_K0" AND v."VALID_FROM" < w._from AND NOT v."IS_DELETED"
);

-- Re-keying: the versions in force in windows.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_ANSWERS_CLAIM_CALLER"
SELECT w._n, v."SURROGATE_KEY" AS _sk, v."ATTRIBUTE_HASH" AS _hash, v."VALID_FROM" AS _from, v."VALID_TO" AS _to,
    v."PLAN" AS _o0
FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
JOIN "PUBLIC"."MEMBER" AS v
ON v."PHONE" = w."_K0" AND v."VALID_FROM" < w._to AND v."VALID_TO" > w._from AND NOT v."IS_DELETED";

-- Re-keying: the facts between the first window of their key and the last, each with a number.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_CALLER" (
    "ID", "PHONE", "PAID_AT", "CALLER_SK", "CALLER_OUTCOME", "AMOUNT", _row
)
SELECT f."ID", f."PHONE", f."PAID_AT", f."CALLER_SK", f."CALLER_OUTCOME", f."AMOUNT",
    row_number() OVER (ORDER BY NULL) AS _row
FROM (
    SELECT w."_K0", min(w._from) AS _from, max(w._to) AS _to
    FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
    GROUP BY w."_K0"
) AS w
JOIN "PUBLIC"."CLAIM" AS f
ON f."PHONE" = w."_K0" AND f."PAID_AT" >= w._from AND f."PAID_AT" < w._to;

-- Re-keying: which fact is in which window.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_HITS_CLAIM_CALLER"
SELECT f._row AS _row, max(w._n) AS _n, min(f."PAID_AT") AS _at
FROM "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
JOIN "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_CALLER" AS f
ON f."PHONE" = w."_K0" AND f."PAID_AT" >= w._from AND f."PAID_AT" < w._to
GROUP BY f._row;

-- Re-keying: the facts that hold something else than they should.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER"
SELECT f._row AS _row, h._n AS _n, f."CALLER_SK" AS _before, a._sk AS _after,
    CAST(
        CASE WHEN a._sk IS NOT NULL THEN 'MATCHED' WHEN a._ambiguous THEN 'AMBIGUOUS'
        WHEN k._first IS NULL THEN 'UNKNOWN_KEY' WHEN h._at < k._first THEN 'BEFORE_FIRST' ELSE 'GAP' END AS VARCHAR
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
    WHEN k._first IS NULL THEN 'UNKNOWN_KEY' WHEN h._at < k._first THEN 'BEFORE_FIRST' ELSE 'GAP' END;

-- Re-keying: how many there are.
SELECT count(*) FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER";

-- Re-keying: all facts that ask the same and hold the same get what they should.
MERGE INTO "PUBLIC"."CLAIM" AS f
USING (
    SELECT DISTINCT q._q0, q._q1, q._before, q._outcome_before, q._after, q._outcome
    FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER" AS q
    WHERE q._q0 IS NOT NULL AND q._q1 IS NOT NULL
) AS m
ON f."PHONE" = m._q0 AND f."PAID_AT" = m._q1 AND f."CALLER_SK" IS NOT DISTINCT FROM m._before
    AND f."CALLER_OUTCOME" IS NOT DISTINCT FROM m._outcome_before
WHEN MATCHED THEN UPDATE SET "CALLER_SK" = m._after, "CALLER_OUTCOME" = m._outcome;

-- Re-keying: whether facts without a key or a time are among them.
SELECT count(*)
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER" AS q
WHERE NOT (q._q0 IS NOT NULL AND q._q1 IS NOT NULL);

-- Re-keying: what moved goes into the table of results.
INSERT INTO "PUBLIC"."CLAIM_REKEYED" (
    "ID", "DIMENSION", "SURROGATE_BEFORE", "SURROGATE_AFTER", "OUTCOME", "EFFECT", "CHANGED_COLUMNS", "LOAD_ID",
    "CAUSE", "AMOUNT", "REKEYED_AT"
)
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
ON w._n = m._n;

-- Re-keying: what moved is shown to the caller.
SELECT m._before, m._after, m._outcome,
    CAST(
        CASE
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') AND (
            m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED'
        ) THEN 'OTHER_OUTCOME'
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') THEN 'LOST'
        WHEN (m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED') THEN 'GAINED'
        WHEN m._before = m._after THEN CASE WHEN m._before = m._after THEN 'OTHER_OUTCOME' ELSE 'OTHER_VERSION' END
        ELSE 'OTHER_VALUES' END AS VARCHAR
    ),
    CAST(w._changed AS VARCHAR), CAST(w._load AS VARCHAR), CAST(w._cause AS VARCHAR), m._id0, m._amount0
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER" AS m
LEFT JOIN "PUBLIC"."SCD2_REKEY_WINDOWS_CLAIM_CALLER" AS w
ON w._n = m._n;

-- Re-keying: how many facts are in windows.
SELECT count(*) FROM "PUBLIC"."SCD2_REKEY_HITS_CLAIM_CALLER";

-- All facts are compared, and mended.
-- Re-keying: all facts, each with a number.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER" (
    "ID", "MEMBER", "SERVED_ON", "MEMBER_SK", "MEMBER_OUTCOME", "MEMBER_HASH", "AMOUNT", _row
)
SELECT f."ID", f."MEMBER", f."SERVED_ON", f."MEMBER_SK", f."MEMBER_OUTCOME", f."MEMBER_HASH", f."AMOUNT",
    row_number() OVER (ORDER BY NULL) AS _row
FROM "PUBLIC"."CLAIM" AS f;

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
FROM "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER" AS f
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

-- Re-keying: the facts that hold something else than they should.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER"
SELECT f._row AS _row, CAST(NULL AS BIGINT) AS _n, f."MEMBER_SK" AS _before, CASE
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
    ELSE v."SURROGATE_KEY" END AS _after,
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
    ) AS _outcome,
    f."MEMBER_HASH" AS _hash_before, v."ATTRIBUTE_HASH" AS _hash, f."MEMBER_OUTCOME" AS _outcome_before,
    f."ID" AS _id0, f."AMOUNT" AS _amount0, f."MEMBER" AS _q0, f."SERVED_ON" AS _q1
FROM "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER" AS f
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
WHERE f."MEMBER_SK" IS DISTINCT FROM CASE
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
    ELSE v."SURROGATE_KEY" END OR f."MEMBER_HASH" IS DISTINCT FROM v."ATTRIBUTE_HASH"
    OR f."MEMBER_OUTCOME" IS DISTINCT FROM CASE
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
    ELSE 'GAP' END END END;

-- Re-keying: what moved goes into the table of results.
INSERT INTO "PUBLIC"."CLAIM_REKEYED" (
    "ID", "DIMENSION", "SURROGATE_BEFORE", "SURROGATE_AFTER", "OUTCOME", "EFFECT", "CHANGED_COLUMNS", "LOAD_ID",
    "CAUSE", "AMOUNT", "REKEYED_AT"
)
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
    CAST('' AS VARCHAR) AS "CHANGED_COLUMNS", CAST('' AS VARCHAR) AS "LOAD_ID", CAST('' AS VARCHAR) AS "CAUSE",
    m._amount0 AS "AMOUNT", current_timestamp AS "REKEYED_AT"
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER" AS m;

-- Re-keying: what moved is shown to the caller.
SELECT m._before, m._after, m._outcome,
    CAST(
        CASE
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') AND (
            m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED'
        ) THEN 'OTHER_OUTCOME'
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') THEN 'LOST'
        WHEN (m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED') THEN 'GAINED'
        WHEN m._hash_before IS NOT DISTINCT FROM m._hash THEN CASE WHEN m._before = m._after THEN 'OTHER_OUTCOME'
        ELSE 'OTHER_VERSION' END ELSE 'OTHER_VALUES' END AS VARCHAR
    ),
    CAST('' AS VARCHAR), CAST('' AS VARCHAR), CAST('' AS VARCHAR), m._id0, m._amount0
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_MEMBER" AS m;

-- Re-keying: how many facts were compared.
SELECT count(*) FROM "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_MEMBER";

-- Re-keying: all facts, each with a number.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_CALLER" (
    "ID", "PHONE", "PAID_AT", "CALLER_SK", "CALLER_OUTCOME", "AMOUNT", _row
)
SELECT f."ID", f."PHONE", f."PAID_AT", f."CALLER_SK", f."CALLER_OUTCOME", f."AMOUNT",
    row_number() OVER (ORDER BY NULL) AS _row
FROM "PUBLIC"."CLAIM" AS f;

-- Re-keying: the facts that hold something else than they should.
INSERT OVERWRITE INTO "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER"
SELECT f._row AS _row, CAST(NULL AS BIGINT) AS _n, f."CALLER_SK" AS _before, v._sk AS _after,
    CAST(
        CASE WHEN f."PHONE" IS NULL THEN 'NULL_KEY' WHEN f."PAID_AT" IS NULL THEN 'NULL_TIME' ELSE CASE
        WHEN v._sk IS NOT NULL THEN 'MATCHED' WHEN v._ambiguous THEN 'AMBIGUOUS'
        WHEN k._first IS NULL THEN 'UNKNOWN_KEY' WHEN f."PAID_AT" < k._first THEN 'BEFORE_FIRST'
        ELSE 'GAP' END END AS VARCHAR
    ) AS _outcome,
    f."CALLER_OUTCOME" AS _outcome_before, f."ID" AS _id0, f."AMOUNT" AS _amount0, f."PHONE" AS _q0,
    f."PAID_AT" AS _q1
FROM "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_CALLER" AS f
LEFT JOIN (
    SELECT q._row, CASE WHEN q._ties = 1 THEN q._sk END AS _sk, CASE WHEN q._ties = 1 THEN q._hash END AS _hash,
        q._ties > 1 AS _ambiguous
    FROM (
        SELECT r._row, r._sk, r._hash, count(*) OVER (PARTITION BY r._row, r._o0) AS _ties,
            row_number() OVER (PARTITION BY r._row ORDER BY r._o0 DESC NULLS LAST) AS _place
        FROM (
            SELECT f._row AS _row, v."SURROGATE_KEY" AS _sk, v."ATTRIBUTE_HASH" AS _hash, v."PLAN" AS _o0
            FROM "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_CALLER" AS f
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
WHERE f."CALLER_SK" IS DISTINCT FROM v._sk OR f."CALLER_OUTCOME" IS DISTINCT FROM CASE
    WHEN f."PHONE" IS NULL THEN 'NULL_KEY' WHEN f."PAID_AT" IS NULL THEN 'NULL_TIME' ELSE CASE
    WHEN v._sk IS NOT NULL THEN 'MATCHED' WHEN v._ambiguous THEN 'AMBIGUOUS'
    WHEN k._first IS NULL THEN 'UNKNOWN_KEY' WHEN f."PAID_AT" < k._first THEN 'BEFORE_FIRST' ELSE 'GAP' END END;

-- Re-keying: what moved goes into the table of results.
INSERT INTO "PUBLIC"."CLAIM_REKEYED" (
    "ID", "DIMENSION", "SURROGATE_BEFORE", "SURROGATE_AFTER", "OUTCOME", "EFFECT", "CHANGED_COLUMNS", "LOAD_ID",
    "CAUSE", "AMOUNT", "REKEYED_AT"
)
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
    CAST('' AS VARCHAR) AS "CHANGED_COLUMNS", CAST('' AS VARCHAR) AS "LOAD_ID", CAST('' AS VARCHAR) AS "CAUSE",
    m._amount0 AS "AMOUNT", current_timestamp AS "REKEYED_AT"
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER" AS m;

-- Re-keying: what moved is shown to the caller.
SELECT m._before, m._after, m._outcome,
    CAST(
        CASE
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') AND (
            m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED'
        ) THEN 'OTHER_OUTCOME'
        WHEN (m._after IS NULL OR coalesce(m._outcome, '') = 'INFERRED') THEN 'LOST'
        WHEN (m._before IS NULL OR coalesce(m._outcome_before, '') = 'INFERRED') THEN 'GAINED'
        WHEN m._before = m._after THEN CASE WHEN m._before = m._after THEN 'OTHER_OUTCOME' ELSE 'OTHER_VERSION' END
        ELSE 'OTHER_VALUES' END AS VARCHAR
    ),
    CAST('' AS VARCHAR), CAST('' AS VARCHAR), CAST('' AS VARCHAR), m._id0, m._amount0
FROM "PUBLIC"."SCD2_REKEY_MOVES_CLAIM_CALLER" AS m;

-- Re-keying: how many facts were compared.
SELECT count(*) FROM "PUBLIC"."SCD2_REKEY_FACTS_CLAIM_CALLER";
