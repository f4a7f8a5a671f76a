-- The table member_days follows its query.
CREATE OR REPLACE DYNAMIC TABLE "payer"."raw"."member_days"
TARGET_LAG = '5 minutes'
WAREHOUSE = "transform_wh"
AS
SELECT m."part", COUNT(*) AS "messages" FROM "payer"."raw"."members" AS m GROUP BY m."part";

-- The rows that are added to members.
CREATE STREAM IF NOT EXISTS "payer"."raw"."members_added" ON TABLE "payer"."raw"."members"
APPEND_ONLY = TRUE;

-- What is done with rows that were added to members.
CREATE TASK IF NOT EXISTS "payer"."raw"."members_on_added"
WAREHOUSE = "transform_wh"
SCHEDULE = '5 MINUTE'
WHEN SYSTEM$STREAM_HAS_DATA('"payer"."raw"."members_added"')
AS
INSERT INTO "payer"."staging"."members" ("key", "after")
SELECT s."key", s."after"
FROM "payer"."raw"."members_added" AS s;

-- A task is made asleep.
ALTER TASK "payer"."raw"."members_on_added" RESUME;
