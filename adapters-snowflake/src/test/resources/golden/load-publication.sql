-- Reading the shared bucket: Snowflake takes on a role of the cloud, and no key is kept.
CREATE EXTERNAL VOLUME IF NOT EXISTS "LAKE_VOLUME"
STORAGE_LOCATIONS = (
    (
        NAME = 'lake_volume'
        STORAGE_PROVIDER = 'S3'
        STORAGE_BASE_URL = 's3://lake/marts/'
        STORAGE_AWS_ROLE_ARN = 'arn:aws:iam::000000000000:role/snowflake'
    )
)
ALLOW_WRITES = FALSE;

-- Tables on the bucket are described by their Delta logs.
CREATE CATALOG INTEGRATION IF NOT EXISTS "LAKE_DELTA"
CATALOG_SOURCE = OBJECT_STORE
TABLE_FORMAT = DELTA
ENABLED = TRUE;

-- The table dim_member, as its Delta log says.
CREATE ICEBERG TABLE IF NOT EXISTS "PAYER"."MARTS"."DIM_MEMBER"
EXTERNAL_VOLUME = '"LAKE_VOLUME"'
CATALOG = '"LAKE_DELTA"'
BASE_LOCATION = 'dim_member/';

-- What was written to dim_member since.
ALTER ICEBERG TABLE "PAYER"."MARTS"."DIM_MEMBER" REFRESH;

-- The rows of dim_member as files for other readers.
COPY INTO @"PAYER"."MARTS"."EXCHANGE"/dim_member/
FROM "PAYER"."MARTS"."DIM_MEMBER"
FILE_FORMAT = (TYPE = PARQUET)
HEADER = TRUE
OVERWRITE = TRUE
MAX_FILE_SIZE = 134217728;
