-- The layer raw: messages as they landed.
CREATE SCHEMA IF NOT EXISTS "payer"."raw" WITH MANAGED ACCESS COMMENT = 'messages as they landed';

-- The layer staging: typed rows.
CREATE SCHEMA IF NOT EXISTS "payer"."staging" WITH MANAGED ACCESS COMMENT = 'typed rows';

-- The layer intermediate: rows put together.
CREATE SCHEMA IF NOT EXISTS "payer"."intermediate" WITH MANAGED ACCESS COMMENT = 'rows put together';

-- The layer marts: curated tables.
CREATE SCHEMA IF NOT EXISTS "payer"."marts" WITH MANAGED ACCESS COMMENT = 'curated tables';

-- How the lake's files are read.
CREATE FILE FORMAT IF NOT EXISTS "payer"."raw"."lake_parquet"
TYPE = PARQUET
COMPRESSION = AUTO
BINARY_AS_TEXT = FALSE
USE_LOGICAL_TYPE = TRUE;

-- Files that are put into Snowflake before they are copied.
CREATE STAGE IF NOT EXISTS "payer"."raw"."landing"
FILE_FORMAT = (FORMAT_NAME = '"payer"."raw"."lake_parquet"');

-- Reading the bucket: Snowflake takes on a role of the cloud, and no key is kept.
CREATE STORAGE INTEGRATION IF NOT EXISTS "lake_s3"
TYPE = EXTERNAL_STAGE
STORAGE_PROVIDER = 'S3'
ENABLED = TRUE
STORAGE_AWS_ROLE_ARN = 'arn:aws:iam::000000000000:role/snowflake'
STORAGE_ALLOWED_LOCATIONS = ('s3://lake/production/');

-- The files of the lake, where they are.
CREATE STAGE IF NOT EXISTS "payer"."raw"."lake"
URL = 's3://lake/production/'
STORAGE_INTEGRATION = "lake_s3"
FILE_FORMAT = (FORMAT_NAME = '"payer"."raw"."lake_parquet"');

-- Which load brought which file, as COPY told it.
CREATE TABLE IF NOT EXISTS "payer"."raw"."_loaded_files" (
    "entity" VARCHAR NOT NULL,
    "file" VARCHAR NOT NULL,
    "status" VARCHAR NOT NULL,
    "rows_parsed" NUMBER(38, 0) NOT NULL,
    "rows_loaded" NUMBER(38, 0) NOT NULL,
    "load_id" NUMBER(38, 0) NOT NULL,
    "load_time" TIMESTAMP_NTZ(6) NOT NULL
);

-- The messages of members, as they landed.
CREATE TABLE IF NOT EXISTS "payer"."raw"."members" (
    "op" VARCHAR NOT NULL,
    "key" VARCHAR,
    "before" VARCHAR,
    "after" VARCHAR,
    "lsn" NUMBER(38, 0),
    "total_order" NUMBER(38, 0),
    "tx_id" NUMBER(38, 0),
    "ts_us" NUMBER(38, 0),
    "part" NUMBER(38, 0) NOT NULL,
    "off" NUMBER(38, 0) NOT NULL,
    "problem" VARCHAR,
    "payload" VARCHAR,
    "load_id" NUMBER(38, 0) NOT NULL,
    "load_time" TIMESTAMP_NTZ(6) NOT NULL,
    "file" VARCHAR NOT NULL,
    "file_row" NUMBER(38, 0) NOT NULL
);

-- The messages of claims, as they landed.
CREATE TABLE IF NOT EXISTS "payer"."raw"."claims" (
    "op" VARCHAR NOT NULL,
    "key" VARCHAR,
    "before" VARCHAR,
    "after" VARCHAR,
    "lsn" NUMBER(38, 0),
    "total_order" NUMBER(38, 0),
    "tx_id" NUMBER(38, 0),
    "ts_us" NUMBER(38, 0),
    "part" NUMBER(38, 0) NOT NULL,
    "off" NUMBER(38, 0) NOT NULL,
    "problem" VARCHAR,
    "payload" VARCHAR,
    "load_id" NUMBER(38, 0) NOT NULL,
    "load_time" TIMESTAMP_NTZ(6) NOT NULL,
    "file" VARCHAR NOT NULL,
    "file_row" NUMBER(38, 0) NOT NULL
);
