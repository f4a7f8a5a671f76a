-- A listing of all.
-- Listing: the keys at which it differs from the versions in force then.
SELECT c._listed, c."MEMBER_ID"
FROM (
    SELECT s."MEMBER_ID" IS NOT NULL AS _listed, coalesce(s."MEMBER_ID", v."MEMBER_ID") AS "MEMBER_ID"
    FROM (SELECT * FROM "SCD2_STAGE" WHERE _op = 'LISTED' AND _n = 0) AS s
    FULL JOIN (
        SELECT v."MEMBER_ID", v."PLAN", v."PHONE"
        FROM "PUBLIC"."MEMBER" AS v
        WHERE v."VALID_FROM" <= TO_TIMESTAMP_LTZ(?, 6) AND v."VALID_TO" > TO_TIMESTAMP_LTZ(?, 6)
            AND NOT v."IS_DELETED" AND TRUE
    ) AS v
    ON s."MEMBER_ID" = v."MEMBER_ID"
    WHERE NOT (
        s."MEMBER_ID" IS NOT NULL AND v."MEMBER_ID" IS NOT NULL AND s."PLAN" IS NOT DISTINCT FROM v."PLAN"
        AND s."PHONE" IS NOT DISTINCT FROM v."PHONE"
    )
) AS c;

-- Listing: the keys whose evidence could matter to it.
SELECT c._listed, c."MEMBER_ID"
FROM (
    SELECT s."MEMBER_ID" IS NOT NULL AS _listed, e."MEMBER_ID"
    FROM "PUBLIC"."MEMBER_EVIDENCE" AS e
    LEFT JOIN (SELECT * FROM "SCD2_STAGE" WHERE _op = 'LISTED' AND _n = 0) AS s
    ON s."MEMBER_ID" = e."MEMBER_ID"
    WHERE (
        e._kind IN ('PUT', 'UPDATE', 'ABSENCE', 'ERASURE')
        OR (e._kind IN ('VALUES', 'DELETE', 'UNLISTED') AND e._valid_from = TO_TIMESTAMP_LTZ(?, 6))
    )
        AND (
            s."MEMBER_ID" IS NOT NULL
            OR (e._kind IN ('VALUES', 'DELETE', 'UNLISTED') AND e._valid_from = TO_TIMESTAMP_LTZ(?, 6))
            OR (
                e._kind IN ('PUT', 'UPDATE', 'ABSENCE') AND e._valid_from <= TO_TIMESTAMP_LTZ(?, 6)
                AND (e._valid_to IS NULL OR e._valid_to > TO_TIMESTAMP_LTZ(?, 6))
            )
        )
) AS c;

-- Listing: how many versions are in force in its scope, for the brake.
SELECT count(*)
FROM "PUBLIC"."MEMBER" AS v
WHERE v."VALID_FROM" <= TO_TIMESTAMP_LTZ(?, 6) AND v."VALID_TO" > TO_TIMESTAMP_LTZ(?, 6) AND NOT v."IS_DELETED"
    AND TRUE;

-- Batch: a listing or truncate is remembered.
MERGE INTO "PUBLIC"."MEMBER_SNAPSHOT" AS x
USING (SELECT * FROM "SCD2_STAGE" WHERE _op = 'MARK') AS s
ON x."KIND" IS NOT DISTINCT FROM s."_LOG_KIND" AND x."TAKEN_AT" IS NOT DISTINCT FROM s."_LOG_TAKEN_AT"
    AND x."SEQUENCE" IS NOT DISTINCT FROM s."_LOG_SEQUENCE" AND x."SAID" IS NOT DISTINCT FROM s."_LOG_SAID"
    AND x."SCOPE" IS NOT DISTINCT FROM s."_LOG_SCOPE"
WHEN MATCHED AND s._log_system_time < x.system_time THEN UPDATE SET system_time = s._log_system_time
WHEN NOT MATCHED THEN INSERT ("KIND", "TAKEN_AT", "SEQUENCE", "SAID", "SCOPE", "SYSTEM_TIME")
VALUES (s."_LOG_KIND", s."_LOG_TAKEN_AT", s."_LOG_SEQUENCE", s."_LOG_SAID", s."_LOG_SCOPE", s."_LOG_SYSTEM_TIME");

-- A listing of those with a plan, that says nothing of phones.
-- Listing: the keys at which it differs from the versions in force then.
SELECT c._listed, c."MEMBER_ID"
FROM (
    SELECT s."MEMBER_ID" IS NOT NULL AS _listed, coalesce(s."MEMBER_ID", v."MEMBER_ID") AS "MEMBER_ID"
    FROM (SELECT * FROM "SCD2_STAGE" WHERE _op = 'LISTED' AND _n = 0) AS s
    FULL JOIN (
        SELECT v."MEMBER_ID", v."PLAN"
        FROM "PUBLIC"."MEMBER" AS v
        WHERE v."VALID_FROM" <= TO_TIMESTAMP_LTZ(?, 6) AND v."VALID_TO" > TO_TIMESTAMP_LTZ(?, 6)
            AND NOT v."IS_DELETED" AND TRUE
    ) AS v
    ON s."MEMBER_ID" = v."MEMBER_ID"
    WHERE NOT (s."MEMBER_ID" IS NOT NULL AND v."MEMBER_ID" IS NOT NULL AND s."PLAN" IS NOT DISTINCT FROM v."PLAN")
) AS c;

-- Listing: how many versions are in force in its scope, for the brake.
SELECT count(*)
FROM "PUBLIC"."MEMBER" AS v
WHERE v."VALID_FROM" <= TO_TIMESTAMP_LTZ(?, 6) AND v."VALID_TO" > TO_TIMESTAMP_LTZ(?, 6) AND NOT v."IS_DELETED"
    AND TRUE AND v."PLAN" IS NOT DISTINCT FROM ?;

-- A truncate.
-- Listing: the keys at which it differs from the versions in force then.
SELECT c._listed, c."MEMBER_ID"
FROM (
    SELECT s."MEMBER_ID" IS NOT NULL AS _listed, coalesce(s."MEMBER_ID", v."MEMBER_ID") AS "MEMBER_ID"
    FROM (SELECT * FROM "SCD2_STAGE" WHERE _op = 'LISTED' AND _n = 0) AS s
    FULL JOIN (
        SELECT v."MEMBER_ID"
        FROM "PUBLIC"."MEMBER" AS v
        WHERE v."VALID_FROM" <= TO_TIMESTAMP_LTZ(?, 6) AND v."VALID_TO" > TO_TIMESTAMP_LTZ(?, 6)
            AND NOT v."IS_DELETED" AND TRUE
    ) AS v
    ON s."MEMBER_ID" = v."MEMBER_ID"
    WHERE NOT (s."MEMBER_ID" IS NOT NULL AND v."MEMBER_ID" IS NOT NULL)
) AS c;
