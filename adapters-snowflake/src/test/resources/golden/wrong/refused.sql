-- No statement of Snowflake: the linter has to refuse every one, or it would not see a wrong one of ours.
GRANT SELECT ON TABLE "payer"."marts"."dim_member" FOR ROLE "payer_analyst";
GRANT SELECT ON FUTURE TABLES OF SCHEMA "payer"."marts" TO ROLE "payer_analyst";
REVOKE SELECT ON TABLE "payer"."marts"."dim_member" TO ROLE "payer_analyst";
CREATE ROLE "payer_analyst" WITH REMARK = 'asks questions';
CREATE MASKING POLICY "payer"."governance"."p" AS ("val" VARCHAR) RETURNS VARCHAR -> ;
CREATE MASKING POLICY "payer"."governance"."p" ("val" VARCHAR) GIVES VARCHAR -> "val";
ALTER TABLE "payer"."marts"."dim_member" ALTER "name" APPLY MASKING POLICY "payer"."governance"."p";
CREATE ROW ACCESS POLICY "payer"."governance"."p" AS ("val" VARCHAR) -> TRUE;
CREATE OR REPLACE SECURE VIEW "payer"."marts"."v" SELECT 1;
COPY INTO "payer"."raw"."members" FROM @"payer"."raw"."lake" FILE FORMAT (TYPE = PARQUET);
COPY "payer"."raw"."members" FROM @"payer"."raw"."lake" FILE_FORMAT = (TYPE = PARQUET);
MERGE INTO "a" USING "b" ON "a"."k" = "b"."k" WHEN MATCHED UPDATE SET "v" = 1;
CREATE STREAM "payer"."raw"."s" ON "payer"."raw"."members" TABLE;
CREATE TASK "payer"."raw"."t" EVERY '5 MINUTE' AS SELECT 1;
SELECT "a" FROM "b" QUALIFY;
SHOW GRANTS TO THE ROLE "payer_analyst";
