-- Of keys whose columns are all tracked the old part of a history is not read.
-- Batch: the table in which all of it travels, made before the transaction; _OP says what a row is for.
CREATE OR REPLACE TEMPORARY TABLE "SCD2_STAGE" (
    "_OP" VARCHAR, "_N" NUMBER(19, 0), "_AT" TIMESTAMP_LTZ(6), "_UNTIL" TIMESTAMP_LTZ(6),
    "_LISTED" TIMESTAMP_LTZ(6), "SURROGATE_KEY" NUMBER(19, 0), "PRODUCT_ID" VARCHAR, "TIER" VARCHAR,
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
FROM "PUBLIC"."PRODUCT_SNAPSHOT"
UNION ALL SELECT 'POSITION', "SOURCE", NULL, NULL, NULL, "PARTITION", "OFFSET", NULL, NULL
FROM "PUBLIC"."PRODUCT_POSITION"
UNION ALL SELECT 'QUARANTINE', NULL, NULL, NULL, NULL, max("NUMBER"), NULL, NULL, NULL
FROM "PUBLIC"."PRODUCT_QUARANTINE"
UNION ALL SELECT 'AUDIT', NULL, NULL, NULL, NULL, max("NUMBER"), NULL, NULL, NULL
FROM "PUBLIC"."PRODUCT_AUDIT";

-- Batch: a file of rows is put into the stage of the user: first its keys, then what it writes.
PUT 'file:///tmp/scd2/rows.csv.gz' '@~/scd2/' SOURCE_COMPRESSION = GZIP AUTO_COMPRESS = FALSE OVERWRITE = TRUE;

-- Batch: the rows of the file; as many must arrive as were sent.
COPY INTO "SCD2_STAGE" (
    "_OP", "_N", "_AT", "_UNTIL", "_LISTED", "SURROGATE_KEY", "PRODUCT_ID", "TIER", "VALID_FROM", "VALID_TO",
    "IS_CURRENT", "IS_DELETED", "ATTRIBUTE_HASH", "LOAD_ID", "_KIND", "_SPAN_ID", "_VALID_FROM", "_VALID_TO",
    "_SEQUENCE", "_IS_COMPLETE", "_SAID", "_ERASED", "_SYSTEM_TIME", "_SOURCE", "_PARTITION", "_OFFSET",
    "_LOG_NUMBER", "_LOG_IDENTITY", "_LOG_REASON", "_LOG_MESSAGE", "_LOG_SOURCE", "_LOG_PARTITION", "_LOG_OFFSET",
    "_LOG_PAYLOAD", "_LOG_NATURAL_KEY", "_LOG_EVENT", "_LOG_SUBJECT", "_LOG_DETAIL", "_LOG_HAPPENED_AT",
    "_LOG_KIND", "_LOG_TAKEN_AT", "_LOG_SEQUENCE", "_LOG_SAID", "_LOG_SCOPE", "_LOG_SYSTEM_TIME"
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

-- Batch: versions and evidence of its keys, from where it and the listings need them.
WITH k AS (SELECT * FROM "SCD2_STAGE" WHERE _op = 'KEY'),
touched AS (
    WITH g AS (
        SELECT k._n, e._said, e._is_complete, e._kind = 'UNLISTED' AS unlisted,
            min(CASE WHEN e._valid_from < k._at THEN e._valid_from END) AS lo,
            max(CASE WHEN e._valid_from < k._at THEN e._valid_from END) AS hi,
            count(CASE WHEN e._kind IN ('PUT', 'UPDATE', 'ABSENCE', 'ERASURE') THEN 1 END) AS corrections,
            count(
                CASE WHEN e._kind = 'VALUES' AND NOT e._is_complete AND e._valid_from = k._listed THEN 1 END
            ) AS beside
        FROM k AS k
        JOIN "PUBLIC"."PRODUCT_EVIDENCE" AS e
        ON e."PRODUCT_ID" = k."PRODUCT_ID"
        GROUP BY k._n, e._said, e._is_complete, e._kind = 'UNLISTED'
    ),
    w AS (
        SELECT _n, max(hi) AS _since
        FROM (
            SELECT _n, hi
            FROM g
            WHERE _is_complete AND hi IS NOT NULL
            UNION ALL SELECT a._n, a.hi
            FROM g AS a
            WHERE NOT a._is_complete AND NOT a.unlisted AND a.lo < a.hi
                AND NOT EXISTS (
                    SELECT 1
                    FROM g AS o
                    WHERE o._n = a._n AND NOT o.unlisted AND o._said IS DISTINCT FROM a._said AND o.lo <= a.hi
                )
            UNION ALL SELECT _n, _listed
            FROM k
            WHERE _listed IS NOT NULL AND _n NOT IN (SELECT _n FROM g WHERE beside > 0)
        ) AS s
        WHERE _n NOT IN (SELECT _n FROM g WHERE corrections > 0)
        GROUP BY _n
    )
    SELECT k._n, k."PRODUCT_ID", w._since
    FROM k AS k
    LEFT JOIN w
    ON w._n = k._n
)
SELECT k._n AS n, 0 AS which, x."VALID_FROM" AS starts, NULL AS since, x."SURROGATE_KEY", x."TIER",
    DATE_PART(EPOCH_MICROSECOND, x."VALID_FROM"), DATE_PART(EPOCH_MICROSECOND, x."VALID_TO"), x."IS_CURRENT",
    x."IS_DELETED", x."ATTRIBUTE_HASH", x."LOAD_ID", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL
FROM touched AS k
JOIN "PUBLIC"."PRODUCT" AS x
ON x."PRODUCT_ID" = k."PRODUCT_ID" AND (k._since IS NULL OR (x."VALID_TO" >= k._since AND TRUE))
UNION ALL SELECT k._n, 1, NULL, DATE_PART(EPOCH_MICROSECOND, k._since), NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, x."_KIND", x."_SPAN_ID", DATE_PART(EPOCH_MICROSECOND, x."_VALID_FROM"),
    DATE_PART(EPOCH_MICROSECOND, x."_VALID_TO"), x."_SEQUENCE", x."_IS_COMPLETE", x."_SAID", x."_ERASED",
    DATE_PART(EPOCH_MICROSECOND, x."_SYSTEM_TIME"), x."TIER", x."_SOURCE", x."_PARTITION", x."_OFFSET"
FROM touched AS k
LEFT JOIN "PUBLIC"."PRODUCT_EVIDENCE" AS x
ON x."PRODUCT_ID" = k."PRODUCT_ID" AND (k._since IS NULL OR x._valid_from >= k._since)
WHERE x._kind IS NOT NULL OR k._since IS NOT NULL
ORDER BY 1, 2, 3;

-- Batch: versions go, move, change and come.
MERGE INTO "PUBLIC"."PRODUCT" AS v
USING (SELECT * FROM "SCD2_STAGE" WHERE _op IN ('INSERT', 'OVERWRITE', 'MOVE', 'RETRACT')) AS s
ON v."PRODUCT_ID" = s."PRODUCT_ID" AND v."SURROGATE_KEY" = s."SURROGATE_KEY"
WHEN MATCHED AND s._op = 'RETRACT' THEN DELETE
WHEN MATCHED AND s._op = 'MOVE' THEN UPDATE SET "VALID_TO" = coalesce(s._at, v."VALID_TO"),
    "IS_CURRENT" = (coalesce(s._at, v."VALID_TO") >= TO_TIMESTAMP_LTZ(253402214400000000, 6) AND NOT v."IS_DELETED")
WHEN MATCHED AND s._op = 'OVERWRITE' THEN UPDATE SET "TIER" = s."TIER", "IS_DELETED" = s."IS_DELETED",
    "ATTRIBUTE_HASH" = s."ATTRIBUTE_HASH", "VALID_TO" = coalesce(s._at, v."VALID_TO"),
    "IS_CURRENT" = (coalesce(s._at, v."VALID_TO") >= TO_TIMESTAMP_LTZ(253402214400000000, 6) AND NOT s."IS_DELETED")
WHEN MATCHED AND s._op = 'INSERT' THEN UPDATE SET "SURROGATE_KEY" = s."SURROGATE_KEY",
    "PRODUCT_ID" = s."PRODUCT_ID", "TIER" = s."TIER", "VALID_FROM" = s."VALID_FROM", "VALID_TO" = s."VALID_TO",
    "IS_CURRENT" = s."IS_CURRENT", "IS_DELETED" = s."IS_DELETED", "ATTRIBUTE_HASH" = s."ATTRIBUTE_HASH",
    "LOAD_ID" = s."LOAD_ID"
WHEN NOT MATCHED
    AND s._op = 'INSERT' THEN INSERT (
        "SURROGATE_KEY", "PRODUCT_ID", "TIER", "VALID_FROM", "VALID_TO", "IS_CURRENT", "IS_DELETED",
        "ATTRIBUTE_HASH", "LOAD_ID"
    )
VALUES (
    s."SURROGATE_KEY", s."PRODUCT_ID", s."TIER", s."VALID_FROM", s."VALID_TO", s."IS_CURRENT", s."IS_DELETED",
    s."ATTRIBUTE_HASH", s."LOAD_ID"
);

-- Batch: evidence comes, is replaced, and goes.
MERGE INTO "PUBLIC"."PRODUCT_EVIDENCE" AS e
USING (SELECT * FROM "SCD2_STAGE" WHERE _op IN ('EVIDENCE', 'FORGET')) AS s
ON e."PRODUCT_ID" = s."PRODUCT_ID" AND e._sequence = s._sequence AND CASE
    WHEN e._kind IN ('VALUES', 'DELETE', 'UNLISTED') THEN 1 WHEN e._kind IN ('PUT', 'UPDATE', 'ABSENCE') THEN 2
    WHEN e._kind = 'ERASURE' THEN 3 ELSE 4 END = CASE WHEN s._kind IN ('VALUES', 'DELETE', 'UNLISTED') THEN 1
    WHEN s._kind IN ('PUT', 'UPDATE', 'ABSENCE') THEN 2 WHEN s._kind = 'ERASURE' THEN 3 ELSE 4 END
    AND e._span_id IS NOT DISTINCT FROM s._span_id
    AND (
        e._kind IN ('SPAN', 'VOID')
        OR (e._valid_from = s._valid_from AND e._valid_to IS NOT DISTINCT FROM s._valid_to)
    )
WHEN MATCHED AND s._op = 'FORGET' THEN DELETE
WHEN MATCHED THEN UPDATE SET "PRODUCT_ID" = s."PRODUCT_ID", "_KIND" = s."_KIND", "_SPAN_ID" = s."_SPAN_ID",
    "_VALID_FROM" = s."_VALID_FROM", "_VALID_TO" = s."_VALID_TO", "_SEQUENCE" = s."_SEQUENCE",
    "_IS_COMPLETE" = s."_IS_COMPLETE", "_SAID" = s."_SAID", "_ERASED" = s."_ERASED",
    "_SYSTEM_TIME" = s."_SYSTEM_TIME", "TIER" = s."TIER", "_SOURCE" = s."_SOURCE", "_PARTITION" = s."_PARTITION",
    "_OFFSET" = s."_OFFSET"
WHEN NOT MATCHED
    AND s._op = 'EVIDENCE' THEN INSERT (
        "PRODUCT_ID", "_KIND", "_SPAN_ID", "_VALID_FROM", "_VALID_TO", "_SEQUENCE", "_IS_COMPLETE", "_SAID",
        "_ERASED", "_SYSTEM_TIME", "TIER", "_SOURCE", "_PARTITION", "_OFFSET"
    )
VALUES (
    s."PRODUCT_ID", s."_KIND", s."_SPAN_ID", s."_VALID_FROM", s."_VALID_TO", s."_SEQUENCE", s."_IS_COMPLETE",
    s."_SAID", s."_ERASED", s."_SYSTEM_TIME", s."TIER", s."_SOURCE", s."_PARTITION", s."_OFFSET"
);

-- Batch: the next generation, and the next surrogate key that is free.
UPDATE "PUBLIC"."SCD2_DIMENSION"
SET generation = generation + 1, next_surrogate = ?, last_batches = ?
WHERE name = ?;

-- Batch: all of it is seen at once.
COMMIT;

-- A listing.
-- Listing: the keys at which it differs from the versions in force then.
SELECT c._listed, c."PRODUCT_ID"
FROM (
    SELECT s."PRODUCT_ID" IS NOT NULL AS _listed, coalesce(s."PRODUCT_ID", v."PRODUCT_ID") AS "PRODUCT_ID"
    FROM (SELECT * FROM "SCD2_STAGE" WHERE _op = 'LISTED' AND _n = 0) AS s
    FULL JOIN (
        SELECT v."PRODUCT_ID", v."TIER"
        FROM "PUBLIC"."PRODUCT" AS v
        WHERE v."VALID_FROM" <= TO_TIMESTAMP_LTZ(?, 6) AND v."VALID_TO" > TO_TIMESTAMP_LTZ(?, 6)
            AND NOT v."IS_DELETED" AND TRUE
    ) AS v
    ON s."PRODUCT_ID" = v."PRODUCT_ID"
    WHERE NOT (s."PRODUCT_ID" IS NOT NULL AND v."PRODUCT_ID" IS NOT NULL AND s."TIER" IS NOT DISTINCT FROM v."TIER")
) AS c;

-- Listing: the keys whose evidence could matter to it.
SELECT c._listed, c."PRODUCT_ID"
FROM (
    SELECT s."PRODUCT_ID" IS NOT NULL AS _listed, e."PRODUCT_ID"
    FROM "PUBLIC"."PRODUCT_EVIDENCE" AS e
    LEFT JOIN (SELECT * FROM "SCD2_STAGE" WHERE _op = 'LISTED' AND _n = 0) AS s
    ON s."PRODUCT_ID" = e."PRODUCT_ID"
    WHERE (
        e._kind IN ('PUT', 'UPDATE', 'ABSENCE', 'ERASURE')
        OR (e._kind IN ('VALUES', 'DELETE', 'UNLISTED') AND e._valid_from = TO_TIMESTAMP_LTZ(?, 6))
    )
        AND (
            s."PRODUCT_ID" IS NOT NULL
            OR (e._kind IN ('VALUES', 'DELETE', 'UNLISTED') AND e._valid_from = TO_TIMESTAMP_LTZ(?, 6))
            OR (
                e._kind IN ('PUT', 'UPDATE', 'ABSENCE') AND e._valid_from <= TO_TIMESTAMP_LTZ(?, 6)
                AND (e._valid_to IS NULL OR e._valid_to > TO_TIMESTAMP_LTZ(?, 6))
            )
        )
) AS c;

-- Listing: how many versions are in force in its scope, for the brake.
SELECT count(*)
FROM "PUBLIC"."PRODUCT" AS v
WHERE v."VALID_FROM" <= TO_TIMESTAMP_LTZ(?, 6) AND v."VALID_TO" > TO_TIMESTAMP_LTZ(?, 6) AND NOT v."IS_DELETED"
    AND TRUE;

-- Batch: a listing or truncate is remembered.
MERGE INTO "PUBLIC"."PRODUCT_SNAPSHOT" AS x
USING (SELECT * FROM "SCD2_STAGE" WHERE _op = 'MARK') AS s
ON x."KIND" IS NOT DISTINCT FROM s."_LOG_KIND" AND x."TAKEN_AT" IS NOT DISTINCT FROM s."_LOG_TAKEN_AT"
    AND x."SEQUENCE" IS NOT DISTINCT FROM s."_LOG_SEQUENCE" AND x."SAID" IS NOT DISTINCT FROM s."_LOG_SAID"
    AND x."SCOPE" IS NOT DISTINCT FROM s."_LOG_SCOPE"
WHEN MATCHED AND s._log_system_time < x.system_time THEN UPDATE SET system_time = s._log_system_time
WHEN NOT MATCHED THEN INSERT ("KIND", "TAKEN_AT", "SEQUENCE", "SAID", "SCOPE", "SYSTEM_TIME")
VALUES (s."_LOG_KIND", s."_LOG_TAKEN_AT", s."_LOG_SEQUENCE", s."_LOG_SAID", s."_LOG_SCOPE", s."_LOG_SYSTEM_TIME");

-- A batch behind it.
-- Batch: versions and evidence of its keys, from where it and the listings need them.
WITH k AS (SELECT * FROM "SCD2_STAGE" WHERE _op = 'KEY'),
touched AS (
    WITH g AS (
        SELECT k._n, e._said, e._is_complete, e._kind = 'UNLISTED' AS unlisted,
            min(CASE WHEN e._valid_from < k._at THEN e._valid_from END) AS lo,
            max(CASE WHEN e._valid_from < k._at THEN e._valid_from END) AS hi,
            count(CASE WHEN e._kind IN ('PUT', 'UPDATE', 'ABSENCE', 'ERASURE') THEN 1 END) AS corrections,
            count(
                CASE WHEN e._kind = 'VALUES' AND NOT e._is_complete AND e._valid_from = k._listed THEN 1 END
            ) AS beside
        FROM k AS k
        JOIN "PUBLIC"."PRODUCT_EVIDENCE" AS e
        ON e."PRODUCT_ID" = k."PRODUCT_ID"
        GROUP BY k._n, e._said, e._is_complete, e._kind = 'UNLISTED'
    ),
    w AS (
        SELECT _n, max(hi) AS _since
        FROM (
            SELECT _n, hi
            FROM g
            WHERE _is_complete AND hi IS NOT NULL
            UNION ALL SELECT a._n, a.hi
            FROM g AS a
            WHERE NOT a._is_complete AND NOT a.unlisted AND a.lo < a.hi
                AND DATE_PART(EPOCH_MICROSECOND, a.hi) < 1775001600000000
                AND NOT EXISTS (
                    SELECT 1
                    FROM g AS o
                    WHERE o._n = a._n AND NOT o.unlisted AND o._said IS DISTINCT FROM a._said AND o.lo <= a.hi
                )
            UNION ALL SELECT _n, _listed
            FROM k
            WHERE _listed IS NOT NULL AND _n NOT IN (SELECT _n FROM g WHERE beside > 0)
        ) AS s
        WHERE _n NOT IN (SELECT _n FROM g WHERE corrections > 0)
        GROUP BY _n
    )
    SELECT k._n, k."PRODUCT_ID", w._since
    FROM k AS k
    LEFT JOIN w
    ON w._n = k._n
)
SELECT k._n AS n, 0 AS which, x."VALID_FROM" AS starts, NULL AS since, x."SURROGATE_KEY", x."TIER",
    DATE_PART(EPOCH_MICROSECOND, x."VALID_FROM"), DATE_PART(EPOCH_MICROSECOND, x."VALID_TO"), x."IS_CURRENT",
    x."IS_DELETED", x."ATTRIBUTE_HASH", x."LOAD_ID", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL
FROM touched AS k
JOIN "PUBLIC"."PRODUCT" AS x
ON x."PRODUCT_ID" = k."PRODUCT_ID" AND (k._since IS NULL OR (x."VALID_TO" >= k._since AND TRUE))
UNION ALL SELECT k._n, 1, NULL, DATE_PART(EPOCH_MICROSECOND, k._since), NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, x."_KIND", x."_SPAN_ID", DATE_PART(EPOCH_MICROSECOND, x."_VALID_FROM"),
    DATE_PART(EPOCH_MICROSECOND, x."_VALID_TO"), x."_SEQUENCE", x."_IS_COMPLETE", x."_SAID", x."_ERASED",
    DATE_PART(EPOCH_MICROSECOND, x."_SYSTEM_TIME"), x."TIER", x."_SOURCE", x."_PARTITION", x."_OFFSET"
FROM touched AS k
LEFT JOIN "PUBLIC"."PRODUCT_EVIDENCE" AS x
ON x."PRODUCT_ID" = k."PRODUCT_ID" AND (k._since IS NULL OR x._valid_from >= k._since)
WHERE x._kind IS NOT NULL OR k._since IS NOT NULL
ORDER BY 1, 2, 3;
