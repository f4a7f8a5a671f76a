-- A table of changes.
-- Pushdown: which types the columns of the changes have.
SELECT q."MEMBER_ID", q."PLAN", q."PHONE", q."EFFECTIVE_AT", q."SAID", q."IS_GONE"
FROM (SELECT * FROM member_changes) AS q
WHERE FALSE;

-- Pushdown: what another load may have left goes; at its end its own do.
DROP TABLE IF EXISTS "SCD2_PUSHDOWN";

-- Pushdown: what another load may have left goes; at its end its own do.
DROP TABLE IF EXISTS "SCD2_PUSHDOWN_JUDGED";

-- Pushdown: rows whose history may be made here, made before the transaction.
CREATE OR REPLACE TEMPORARY TABLE "SCD2_PUSHDOWN" (
    "MEMBER_ID" VARCHAR, "PLAN" VARCHAR, "PHONE" VARCHAR, "_KIND" VARCHAR, "_VALID_FROM" TIMESTAMP_LTZ(6),
    "_SEQUENCE" VARCHAR, "_SOURCE" VARCHAR, "_PARTITION" NUMBER(19, 0), "_OFFSET" NUMBER(19, 0), "_N" NUMBER(19, 0),
    "_OP" VARCHAR
);

-- Pushdown: rows that the client judges, made before the transaction.
CREATE OR REPLACE TEMPORARY TABLE "SCD2_PUSHDOWN_JUDGED" (
    "_1" VARCHAR, "_2" VARCHAR, "_3" VARCHAR, "_4" TIMESTAMP_LTZ(6), "_5" NUMBER(19, 0), "_6" BOOLEAN,
    "_N" NUMBER(19, 0)
);

-- Batch: its transaction begins.
BEGIN TRANSACTION;

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

-- Pushdown: the rows, once each, numbered by key, with what becomes of them in _OP.
INSERT INTO "SCD2_PUSHDOWN" (
    "MEMBER_ID", "PLAN", "PHONE", "_KIND", "_VALID_FROM", "_SEQUENCE", "_SOURCE", "_PARTITION", "_OFFSET", "_N",
    "_OP"
)
SELECT c."MEMBER_ID", c."PLAN", c."PHONE", c."_KIND", c."_VALID_FROM", c."_SEQUENCE", c."_SOURCE", c."_PARTITION",
    c."_OFFSET", c."_N", CASE WHEN max(c._unfit) OVER (PARTITION BY c."MEMBER_ID") = 1 THEN 'JUDGED'
    WHEN max(c._held) OVER (PARTITION BY c."MEMBER_ID") = 0 THEN 'NEW'
    WHEN min(c._known) OVER (PARTITION BY c."MEMBER_ID") = 1 THEN 'KNOWN' ELSE 'JUDGED' END
FROM (
    SELECT d.*, row_number() OVER (PARTITION BY d."MEMBER_ID" ORDER BY d._valid_from, d._part0) AS _n, CASE
        WHEN d._sequence IS NOT NULL AND d._valid_from >= TO_TIMESTAMP_LTZ(-62135596800000000, 6) AND d._valid_from < TO_TIMESTAMP_LTZ(253402214400000000, 6) AND count(*) OVER (
            PARTITION BY d."MEMBER_ID", d._valid_from, d._sequence
        ) = 1 THEN 0
        ELSE 1 END AS _unfit, CASE WHEN h."MEMBER_ID" IS NULL THEN 0 ELSE 1 END AS _held, CASE
        WHEN e."MEMBER_ID" IS NULL THEN 0 ELSE 1 END AS _known
    FROM (
        SELECT *
        FROM (
            SELECT t.*,
                row_number() OVER (
                    PARTITION BY t."MEMBER_ID", t."PLAN", t."PHONE", t._kind, t._valid_from, t._sequence
                    ORDER BY t._sequence
                ) AS _copy
            FROM (
                SELECT CAST(q."MEMBER_ID" AS VARCHAR) AS "MEMBER_ID", CASE
                    WHEN NOT coalesce(q."IS_GONE", FALSE) THEN CAST(q."PLAN" AS VARCHAR) END AS "PLAN", CASE
                    WHEN NOT coalesce(q."IS_GONE", FALSE) THEN CAST(q."PHONE" AS VARCHAR) END AS "PHONE", CASE
                    WHEN coalesce(q."IS_GONE", FALSE) THEN 'DELETE' ELSE 'VALUES' END AS _kind,
                    CAST(q."EFFECTIVE_AT" AS TIMESTAMP_LTZ(6)) AS _valid_from,
                    CAST(q."SAID" AS NUMBER(19, 0)) AS _part0,
                    CAST(CAST(q."SAID" AS NUMBER(19, 0)) AS VARCHAR) AS _sequence, CAST(NULL AS VARCHAR) AS _source,
                    CAST(NULL AS NUMBER(19, 0)) AS _partition, CAST(NULL AS NUMBER(19, 0)) AS _offset
                FROM (SELECT * FROM member_changes) AS q
                WHERE q."MEMBER_ID" IS NOT NULL
            ) AS t
        ) AS o
        WHERE o._copy = 1
    ) AS d
    LEFT JOIN (
        SELECT "MEMBER_ID" FROM "PUBLIC"."MEMBER_EVIDENCE" UNION SELECT "MEMBER_ID" FROM "PUBLIC"."MEMBER"
    ) AS h
    ON h."MEMBER_ID" = d."MEMBER_ID"
    LEFT JOIN "PUBLIC"."MEMBER_EVIDENCE" AS e
    ON e."MEMBER_ID" = d."MEMBER_ID" AND e._kind = d._kind AND e._valid_from = d._valid_from
        AND e._sequence = d._sequence AND (e._said IS NULL OR e._kind = 'DELETE')
        AND e."PLAN" IS NOT DISTINCT FROM d."PLAN" AND e."PHONE" IS NOT DISTINCT FROM d."PHONE"
) AS c;

-- Pushdown: the rows of keys that need judgement, and those without a key.
INSERT INTO "SCD2_PUSHDOWN_JUDGED" ("_1", "_2", "_3", "_4", "_5", "_6", "_N")
SELECT CAST(q."MEMBER_ID" AS VARCHAR), CAST(q."PLAN" AS VARCHAR), CAST(q."PHONE" AS VARCHAR),
    CAST(q."EFFECTIVE_AT" AS TIMESTAMP_LTZ(6)), CAST(q."SAID" AS NUMBER(19, 0)), CAST(q."IS_GONE" AS BOOLEAN),
    row_number() OVER (ORDER BY q."MEMBER_ID")
FROM (SELECT * FROM member_changes) AS q
WHERE q."MEMBER_ID" IS NULL
    OR EXISTS (SELECT 1 FROM "SCD2_PUSHDOWN" AS s WHERE s._op = 'JUDGED' AND s."MEMBER_ID" = q."MEMBER_ID");

-- Pushdown: how many rows and keys became what.
SELECT _op, _partition, count(*), sum(CASE WHEN _n = 1 THEN 1 ELSE 0 END), max(_offset)
FROM "SCD2_PUSHDOWN"
GROUP BY _op, _partition;

-- Pushdown: how many rows the client judges.
SELECT 0, count(*), 0 FROM "SCD2_PUSHDOWN_JUDGED";

-- Pushdown: the evidence of new keys.
INSERT INTO "PUBLIC"."MEMBER_EVIDENCE" (
    "MEMBER_ID", "PLAN", "PHONE", "_KIND", "_VALID_FROM", "_SEQUENCE", "_SOURCE", "_PARTITION", "_OFFSET",
    "_IS_COMPLETE", "_SAID"
)
SELECT "MEMBER_ID", "PLAN", "PHONE", "_KIND", "_VALID_FROM", "_SEQUENCE", "_SOURCE", "_PARTITION", "_OFFSET", TRUE,
    CASE WHEN _kind = 'DELETE' THEN '00' END
FROM "SCD2_PUSHDOWN"
WHERE _op = 'NEW';

-- Pushdown: the versions of new keys.
INSERT INTO "PUBLIC"."MEMBER" (
    "SURROGATE_KEY", "MEMBER_ID", "PLAN", "PHONE", "VALID_FROM", "VALID_TO", "IS_CURRENT", "IS_DELETED",
    "ATTRIBUTE_HASH", "LOAD_ID"
)
SELECT ? + row_number() OVER (ORDER BY b."MEMBER_ID", b._n), b."MEMBER_ID", b."PLAN", b."PHONE", b._valid_from,
    coalesce(b._next, TO_TIMESTAMP_LTZ(253402214400000000, 6)), b._next IS NULL AND b._kind <> 'DELETE',
    b._kind = 'DELETE',
LEFT(
    SHA2(
        TO_BINARY(
            CASE
            WHEN b."PLAN" IS NOT NULL THEN '74' || LPAD(
                TRIM(TO_VARCHAR(OCTET_LENGTH(b."PLAN"), 'XXXXXXXX')), 8, '0'
            ) || HEX_ENCODE(b."PLAN")
            ELSE '' END, 'HEX'
        ),
        256
    ),
    32
),
    ?
FROM (
    SELECT *
    FROM (
        SELECT m.*, lead(m._valid_from) OVER (PARTITION BY m."MEMBER_ID" ORDER BY m._n) AS _next
        FROM (
            SELECT p.*, CASE
                WHEN p._kind = lag(p._kind, 1, 'DELETE') OVER (
                    PARTITION BY p."MEMBER_ID" ORDER BY p._n
                ) AND p."PLAN" IS NOT DISTINCT FROM lag(p."PLAN") OVER (
                    PARTITION BY p."MEMBER_ID" ORDER BY p._n
                ) THEN 0
                ELSE 1 END AS _differs
            FROM (
                SELECT s."MEMBER_ID", s."PLAN" AS "PLAN", CASE
                    WHEN s._kind <> 'DELETE' THEN first_value(s."PHONE") OVER (
                        PARTITION BY s."MEMBER_ID"
                        ORDER BY CASE WHEN s._kind = 'DELETE' THEN 1 ELSE 0 END, s._n DESC
                    ) END AS "PHONE",
                    s._kind, s._valid_from, s._n,
                    lead(s._valid_from) OVER (PARTITION BY s."MEMBER_ID" ORDER BY s._n) AS _until
                FROM (SELECT * FROM "SCD2_PUSHDOWN" WHERE _op = 'NEW') AS s
            ) AS p
            WHERE p._until IS NULL OR p._until > p._valid_from
        ) AS m
        WHERE m._differs = 1
    ) AS l
    WHERE l._kind <> 'DELETE'
) AS b;

-- Batch: the next generation, and the next surrogate key that is free.
UPDATE "PUBLIC"."SCD2_DIMENSION"
SET generation = generation + 1, next_surrogate = ?, last_batches = ?
WHERE name = ?;

-- Batch: all of it is seen at once.
COMMIT;

-- Pushdown: some of the rows that the client judges.
SELECT j."_1", j."_2", j."_3", DATE_PART(EPOCH_MICROSECOND, j."_4"), j."_5", j."_6", j."_N"
FROM "SCD2_PUSHDOWN_JUDGED" AS j
WHERE j._n >= ? AND j._n < ?;

-- Batch: the table in which all of it travels, made before the transaction; _OP says what a row is for.
CREATE OR REPLACE TEMPORARY TABLE "SCD2_STAGE" (
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

-- Batch: a file of rows is put into the stage of the user: first its keys, then what it writes.
PUT 'file:///tmp/scd2/rows.csv.gz' '@~/scd2/' SOURCE_COMPRESSION = GZIP AUTO_COMPRESS = FALSE OVERWRITE = TRUE;

-- Batch: the rows of the file; as many must arrive as were sent.
COPY INTO "SCD2_STAGE" (
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
WITH k AS (SELECT * FROM "SCD2_STAGE" WHERE _op = 'KEY')
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

-- Batch: versions go, move, change and come.
MERGE INTO "PUBLIC"."MEMBER" AS v
USING (SELECT * FROM "SCD2_STAGE" WHERE _op IN ('INSERT', 'OVERWRITE', 'MOVE', 'RETRACT')) AS s
ON v."MEMBER_ID" = s."MEMBER_ID" AND v."SURROGATE_KEY" = s."SURROGATE_KEY"
WHEN MATCHED AND s._op = 'RETRACT' THEN DELETE
WHEN MATCHED AND s._op = 'MOVE' THEN UPDATE SET "VALID_TO" = coalesce(s._at, v."VALID_TO"),
    "IS_CURRENT" = (coalesce(s._at, v."VALID_TO") >= TO_TIMESTAMP_LTZ(253402214400000000, 6) AND NOT v."IS_DELETED")
WHEN MATCHED AND s._op = 'OVERWRITE' THEN UPDATE SET "PLAN" = s."PLAN", "PHONE" = s."PHONE",
    "IS_DELETED" = s."IS_DELETED", "ATTRIBUTE_HASH" = s."ATTRIBUTE_HASH",
    "VALID_TO" = coalesce(s._at, v."VALID_TO"),
    "IS_CURRENT" = (coalesce(s._at, v."VALID_TO") >= TO_TIMESTAMP_LTZ(253402214400000000, 6) AND NOT s."IS_DELETED")
WHEN MATCHED AND s._op = 'INSERT' THEN UPDATE SET "SURROGATE_KEY" = s."SURROGATE_KEY", "MEMBER_ID" = s."MEMBER_ID",
    "PLAN" = s."PLAN", "PHONE" = s."PHONE", "VALID_FROM" = s."VALID_FROM", "VALID_TO" = s."VALID_TO",
    "IS_CURRENT" = s."IS_CURRENT", "IS_DELETED" = s."IS_DELETED", "ATTRIBUTE_HASH" = s."ATTRIBUTE_HASH",
    "LOAD_ID" = s."LOAD_ID"
WHEN NOT MATCHED
    AND s._op = 'INSERT' THEN INSERT (
        "SURROGATE_KEY", "MEMBER_ID", "PLAN", "PHONE", "VALID_FROM", "VALID_TO", "IS_CURRENT", "IS_DELETED",
        "ATTRIBUTE_HASH", "LOAD_ID"
    )
VALUES (
    s."SURROGATE_KEY", s."MEMBER_ID", s."PLAN", s."PHONE", s."VALID_FROM", s."VALID_TO", s."IS_CURRENT",
    s."IS_DELETED", s."ATTRIBUTE_HASH", s."LOAD_ID"
);

-- Batch: evidence comes, is replaced, and goes.
MERGE INTO "PUBLIC"."MEMBER_EVIDENCE" AS e
USING (SELECT * FROM "SCD2_STAGE" WHERE _op IN ('EVIDENCE', 'FORGET')) AS s
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

-- A rebuild.
-- Reading: the listings and truncates that are remembered.
SELECT x."KIND", DATE_PART(EPOCH_MICROSECOND, x."TAKEN_AT"), x."SEQUENCE", x."SAID", x."SCOPE",
    DATE_PART(EPOCH_MICROSECOND, x."SYSTEM_TIME")
FROM "PUBLIC"."MEMBER_SNAPSHOT" AS x;

-- Reading: the state.
SELECT generation, DATE_PART(EPOCH_MICROSECOND, horizon), DATE_PART(EPOCH_MICROSECOND, last_system_time),
    erasure_secret
FROM "PUBLIC"."SCD2_DIMENSION"
WHERE name = ?;

-- Pushdown: the keys whose versions are not as their evidence says, and those that cannot be judged here.
SELECT k."MEMBER_ID"
FROM (
    SELECT e."MEMBER_ID"
    FROM "PUBLIC"."MEMBER_EVIDENCE" AS e
    WHERE e._kind NOT IN ('VALUES', 'DELETE') OR (e._kind = 'VALUES' AND e._said IS NOT NULL) OR NOT e._is_complete
        OR length(e._sequence) - length(replace(e._sequence, '.', '')) >= 8
    UNION
    SELECT x."MEMBER_ID"
    FROM (
        SELECT b."MEMBER_ID", b."PLAN", b."PHONE", b._valid_from,
            coalesce(b._next, TO_TIMESTAMP_LTZ(253402214400000000, 6)), b._next IS NULL AND b._kind <> 'DELETE',
            b._kind = 'DELETE',
        LEFT(
            SHA2(
                TO_BINARY(
                    CASE
                    WHEN b."PLAN" IS NOT NULL THEN '74' || LPAD(
                        TRIM(TO_VARCHAR(OCTET_LENGTH(b."PLAN"), 'XXXXXXXX')), 8, '0'
                    ) || HEX_ENCODE(b."PLAN")
                    ELSE '' END, 'HEX'
                ),
                256
            ),
            32
        )
        FROM (
            SELECT *
            FROM (
                SELECT m.*, lead(m._valid_from) OVER (PARTITION BY m."MEMBER_ID" ORDER BY m._n) AS _next
                FROM (
                    SELECT p.*, CASE
                        WHEN p._kind = lag(p._kind, 1, 'DELETE') OVER (
                            PARTITION BY p."MEMBER_ID" ORDER BY p._n
                        ) AND p."PLAN" IS NOT DISTINCT FROM lag(p."PLAN") OVER (
                            PARTITION BY p."MEMBER_ID" ORDER BY p._n
                        ) THEN 0
                        ELSE 1 END AS _differs
                    FROM (
                        SELECT s."MEMBER_ID", s."PLAN" AS "PLAN", CASE
                            WHEN s._kind <> 'DELETE' THEN first_value(s."PHONE") OVER (
                                PARTITION BY s."MEMBER_ID"
                                ORDER BY CASE WHEN s._kind = 'DELETE' THEN 1 ELSE 0 END, s._n DESC
                            ) END AS "PHONE",
                            s._kind, s._valid_from, s._n,
                            lead(s._valid_from) OVER (PARTITION BY s."MEMBER_ID" ORDER BY s._n) AS _until
                        FROM (
                            SELECT e."MEMBER_ID", e."PLAN", e."PHONE", e._kind, e._valid_from,
                                row_number() OVER (
                                    PARTITION BY e."MEMBER_ID"
                                    ORDER BY e._valid_from,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 1), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 2), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 3), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 4), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 5), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 6), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 7), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 8), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST
                                ) AS _n
                            FROM "PUBLIC"."MEMBER_EVIDENCE" AS e
                            WHERE NOT EXISTS (
                                SELECT 1
                                FROM (
                                    SELECT e."MEMBER_ID"
                                    FROM "PUBLIC"."MEMBER_EVIDENCE" AS e
                                    WHERE e._kind NOT IN ('VALUES', 'DELETE')
                                        OR (e._kind = 'VALUES' AND e._said IS NOT NULL) OR NOT e._is_complete
                                        OR length(e._sequence) - length(replace(e._sequence, '.', '')) >= 8
                                ) AS u
                                WHERE u."MEMBER_ID" = e."MEMBER_ID"
                            )
                        ) AS s
                    ) AS p
                    WHERE p._until IS NULL OR p._until > p._valid_from
                ) AS m
                WHERE m._differs = 1
            ) AS l
            WHERE l._kind <> 'DELETE'
        ) AS b EXCEPT
        SELECT v."MEMBER_ID", v."PLAN", v."PHONE", v."VALID_FROM", v."VALID_TO", v."IS_CURRENT", v."IS_DELETED",
            v."ATTRIBUTE_HASH"
        FROM "PUBLIC"."MEMBER" AS v
        WHERE NOT EXISTS (
            SELECT 1
            FROM (
                SELECT e."MEMBER_ID"
                FROM "PUBLIC"."MEMBER_EVIDENCE" AS e
                WHERE e._kind NOT IN ('VALUES', 'DELETE') OR (e._kind = 'VALUES' AND e._said IS NOT NULL)
                    OR NOT e._is_complete OR length(e._sequence) - length(replace(e._sequence, '.', '')) >= 8
            ) AS u
            WHERE u."MEMBER_ID" = v."MEMBER_ID"
        )
    ) AS x
    UNION
    SELECT y."MEMBER_ID"
    FROM (
        SELECT v."MEMBER_ID", v."PLAN", v."PHONE", v."VALID_FROM", v."VALID_TO", v."IS_CURRENT", v."IS_DELETED",
            v."ATTRIBUTE_HASH"
        FROM "PUBLIC"."MEMBER" AS v
        WHERE NOT EXISTS (
            SELECT 1
            FROM (
                SELECT e."MEMBER_ID"
                FROM "PUBLIC"."MEMBER_EVIDENCE" AS e
                WHERE e._kind NOT IN ('VALUES', 'DELETE') OR (e._kind = 'VALUES' AND e._said IS NOT NULL)
                    OR NOT e._is_complete OR length(e._sequence) - length(replace(e._sequence, '.', '')) >= 8
            ) AS u
            WHERE u."MEMBER_ID" = v."MEMBER_ID"
        ) EXCEPT
        SELECT b."MEMBER_ID", b."PLAN", b."PHONE", b._valid_from,
            coalesce(b._next, TO_TIMESTAMP_LTZ(253402214400000000, 6)), b._next IS NULL AND b._kind <> 'DELETE',
            b._kind = 'DELETE',
        LEFT(
            SHA2(
                TO_BINARY(
                    CASE
                    WHEN b."PLAN" IS NOT NULL THEN '74' || LPAD(
                        TRIM(TO_VARCHAR(OCTET_LENGTH(b."PLAN"), 'XXXXXXXX')), 8, '0'
                    ) || HEX_ENCODE(b."PLAN")
                    ELSE '' END, 'HEX'
                ),
                256
            ),
            32
        )
        FROM (
            SELECT *
            FROM (
                SELECT m.*, lead(m._valid_from) OVER (PARTITION BY m."MEMBER_ID" ORDER BY m._n) AS _next
                FROM (
                    SELECT p.*, CASE
                        WHEN p._kind = lag(p._kind, 1, 'DELETE') OVER (
                            PARTITION BY p."MEMBER_ID" ORDER BY p._n
                        ) AND p."PLAN" IS NOT DISTINCT FROM lag(p."PLAN") OVER (
                            PARTITION BY p."MEMBER_ID" ORDER BY p._n
                        ) THEN 0
                        ELSE 1 END AS _differs
                    FROM (
                        SELECT s."MEMBER_ID", s."PLAN" AS "PLAN", CASE
                            WHEN s._kind <> 'DELETE' THEN first_value(s."PHONE") OVER (
                                PARTITION BY s."MEMBER_ID"
                                ORDER BY CASE WHEN s._kind = 'DELETE' THEN 1 ELSE 0 END, s._n DESC
                            ) END AS "PHONE",
                            s._kind, s._valid_from, s._n,
                            lead(s._valid_from) OVER (PARTITION BY s."MEMBER_ID" ORDER BY s._n) AS _until
                        FROM (
                            SELECT e."MEMBER_ID", e."PLAN", e."PHONE", e._kind, e._valid_from,
                                row_number() OVER (
                                    PARTITION BY e."MEMBER_ID"
                                    ORDER BY e._valid_from,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 1), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 2), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 3), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 4), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 5), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 6), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 7), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST,
                                        CAST(
                                            nullif(split_part(e._sequence, '.', 8), '') AS NUMBER(19, 0)
                                        ) NULLS FIRST
                                ) AS _n
                            FROM "PUBLIC"."MEMBER_EVIDENCE" AS e
                            WHERE NOT EXISTS (
                                SELECT 1
                                FROM (
                                    SELECT e."MEMBER_ID"
                                    FROM "PUBLIC"."MEMBER_EVIDENCE" AS e
                                    WHERE e._kind NOT IN ('VALUES', 'DELETE')
                                        OR (e._kind = 'VALUES' AND e._said IS NOT NULL) OR NOT e._is_complete
                                        OR length(e._sequence) - length(replace(e._sequence, '.', '')) >= 8
                                ) AS u
                                WHERE u."MEMBER_ID" = e."MEMBER_ID"
                            )
                        ) AS s
                    ) AS p
                    WHERE p._until IS NULL OR p._until > p._valid_from
                ) AS m
                WHERE m._differs = 1
            ) AS l
            WHERE l._kind <> 'DELETE'
        ) AS b
    ) AS y
) AS k;

-- Batch: a dry run ends; nothing was written.
ROLLBACK;
