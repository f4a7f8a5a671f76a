-- Which files of members are there.
LIST @"PAYER"."RAW"."LANDING"/entity=members/;

-- Which files of members were taken.
SELECT h."FILE" AS "name" FROM "PAYER"."RAW"."_LOADED_FILES" AS h WHERE h."ENTITY" = 'members';

-- Which columns the files of members have.
SELECT r.* FROM TABLE(INFER_SCHEMA(LOCATION => '@"PAYER"."RAW"."LANDING"/entity=members/', FILE_FORMAT => '"PAYER"."RAW"."LAKE_PARQUET"')) AS r;

-- Which columns the raw table of members has.
DESCRIBE TABLE "PAYER"."RAW"."MEMBERS";

-- Which number the load has.
SELECT COALESCE(MAX(h."LOAD_ID"), 0) + 1 AS "next" FROM "PAYER"."RAW"."_LOADED_FILES" AS h;

-- Load 7 of members: each row with its load, its file and its place in it.
COPY INTO "PAYER"."RAW"."MEMBERS" ("OP", "KEY", "BEFORE", "AFTER", "LSN", "TOTAL_ORDER", "TX_ID", "TS_US", "PART", "OFF", "PROBLEM", "PAYLOAD", "LOAD_ID", "LOAD_TIME", "FILE", "FILE_ROW")
FROM (
    SELECT
        $1:"op"::VARCHAR,
        $1:"key"::VARCHAR,
        $1:"before"::VARCHAR,
        $1:"after"::VARCHAR,
        $1:"lsn"::NUMBER(38, 0),
        $1:"total_order"::NUMBER(38, 0),
        $1:"tx_id"::NUMBER(38, 0),
        $1:"ts_us"::NUMBER(38, 0),
        $1:"part"::NUMBER(38, 0),
        $1:"off"::NUMBER(38, 0),
        $1:"problem"::VARCHAR,
        $1:"payload"::VARCHAR,
        7,
        '2026-01-02 03:04:05'::TIMESTAMP_NTZ(6),
        METADATA$FILENAME,
        METADATA$FILE_ROW_NUMBER
    FROM @"PAYER"."RAW"."LANDING"/entity=members/
)
FILES = (
    'dt=2026-01-01/0-000000000000-000000000009.parquet',
    'dt=2026-01-02/0-000000000010-000000000019.parquet'
)
FILE_FORMAT = (FORMAT_NAME = '"PAYER"."RAW"."LAKE_PARQUET"')
ON_ERROR = ABORT_STATEMENT;

-- What COPY said of the files of members.
INSERT INTO "PAYER"."RAW"."_LOADED_FILES" ("ENTITY", "FILE", "STATUS", "ROWS_PARSED", "ROWS_LOADED", "LOAD_ID", "LOAD_TIME")
VALUES (?, ?, ?, ?, ?, ?, ?);
