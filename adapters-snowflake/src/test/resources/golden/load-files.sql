-- Which files of members are there.
LIST @"payer"."raw"."landing"/entity=members/;

-- Which files of members were taken.
SELECT h."file" AS "name" FROM "payer"."raw"."_loaded_files" AS h WHERE h."entity" = 'members';

-- Which columns the files of members have.
SELECT r.* FROM TABLE(INFER_SCHEMA(LOCATION => '@"payer"."raw"."landing"/entity=members/', FILE_FORMAT => '"payer"."raw"."lake_parquet"')) AS r;

-- Which columns the raw table of members has.
DESCRIBE TABLE "payer"."raw"."members";

-- Which number the load has.
SELECT COALESCE(MAX(h."load_id"), 0) + 1 AS "next" FROM "payer"."raw"."_loaded_files" AS h;

-- Load 7 of members: each row with its load, its file and its place in it.
COPY INTO "payer"."raw"."members" ("op", "key", "before", "after", "lsn", "total_order", "tx_id", "ts_us", "part", "off", "problem", "payload", "load_id", "load_time", "file", "file_row")
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
    FROM @"payer"."raw"."landing"/entity=members/
)
FILES = (
    'dt=2026-01-01/0-000000000000-000000000009.parquet',
    'dt=2026-01-02/0-000000000010-000000000019.parquet'
)
FILE_FORMAT = (FORMAT_NAME = '"payer"."raw"."lake_parquet"')
ON_ERROR = ABORT_STATEMENT;

-- What COPY said of the files of members.
INSERT INTO "payer"."raw"."_loaded_files" ("entity", "file", "status", "rows_parsed", "rows_loaded", "load_id", "load_time")
VALUES (?, ?, ?, ?, ?, ?, ?);
