-- The schema governance: who may see what: policies, tags and entitlements.
CREATE SCHEMA IF NOT EXISTS "pay""er"."governance" WITH MANAGED ACCESS COMMENT = 'who may see what: policies, tags and entitlements';

-- The schema ra w: it's
-- DROP DATABASE x; -- back\slash.
CREATE SCHEMA IF NOT EXISTS "pay""er"."ra w" WITH MANAGED ACCESS COMMENT = 'it''s
DROP DATABASE x; -- back\\slash';

-- The role l'oader loads.
CREATE ROLE IF NOT EXISTS "l'oader" COMMENT = 'loads (scd2 governance of pay"er)';

-- Whoever holds this role reads the schema ra w.
CREATE DATABASE ROLE IF NOT EXISTS "pay""er"."ra w_read" COMMENT = 'reads the schema ra w (scd2 governance of pay"er)';

-- Which class a column is of.
CREATE TAG IF NOT EXISTS "pay""er"."governance"."column_class" COMMENT = 'The class that a column is of.';

-- What the roles see of a column of the class id and the type VARCHAR.
CREATE MASKING POLICY IF NOT EXISTS "pay""er"."governance"."id_varchar"
AS ("val" VARCHAR) RETURNS VARCHAR ->
CASE
    WHEN IS_ROLE_IN_SESSION('l''oader')
        THEN "val"
    ELSE NULL
END
COMMENT = 'is it';

-- t"t.c"c is of the class id.
ALTER TABLE "pay""er"."ra w"."t""t" MODIFY COLUMN "c""c" SET MASKING POLICY "pay""er"."governance"."id_varchar";

-- t"t.c"c is found by its class, id.
ALTER TABLE "pay""er"."ra w"."t""t" MODIFY COLUMN "c""c" SET TAG "pay""er"."governance"."column_class" = 'id';

-- ra w_read reads the schema ra w: it finds the database.
GRANT USAGE ON DATABASE "pay""er" TO DATABASE ROLE "pay""er"."ra w_read";

-- ra w_read reads the schema ra w: it finds the schema.
GRANT USAGE ON SCHEMA "pay""er"."ra w" TO DATABASE ROLE "pay""er"."ra w_read";

-- ra w_read reads the schema ra w: the table t"t.
GRANT SELECT ON TABLE "pay""er"."ra w"."t""t" TO DATABASE ROLE "pay""er"."ra w_read";

-- ra w_read reads the schema ra w: tables to come.
GRANT SELECT ON FUTURE TABLES IN SCHEMA "pay""er"."ra w" TO DATABASE ROLE "pay""er"."ra w_read";

-- ra w_read reads the schema ra w: views to come.
GRANT SELECT ON FUTURE VIEWS IN SCHEMA "pay""er"."ra w" TO DATABASE ROLE "pay""er"."ra w_read";

-- ra w_read reads the schema ra w: dynamic tables to come.
GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA "pay""er"."ra w" TO DATABASE ROLE "pay""er"."ra w_read";

-- l'oader reads the schema ra w.
GRANT DATABASE ROLE "pay""er"."ra w_read" TO ROLE "l'oader";
