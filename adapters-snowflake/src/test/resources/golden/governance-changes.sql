-- Not declared: nobody is to hold it by this role.
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "payer"."raw" FROM ROLE "payer_analyst";

-- Not declared: the column is of no class.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "broker_name" UNSET MASKING POLICY;

-- Not declared: the column is of no class.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "broker_name" UNSET TAG "payer"."governance"."column_class";

-- Not declared: the table has no filter of rows.
ALTER TABLE "payer"."marts"."fact_claim_line" DROP ROW ACCESS POLICY "payer"."governance"."all_rows";

-- The class direct_identifier is declared otherwise now.
ALTER MASKING POLICY "payer"."governance"."direct_identifier_varchar" SET BODY ->
CASE
    WHEN IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_broker')
        THEN "val"
    ELSE NULL
END;

-- The row policy own_book is declared otherwise now.
ALTER ROW ACCESS POLICY "payer"."governance"."own_book" SET BODY ->
IS_ROLE_IN_SESSION('payer_ops') OR IS_ROLE_IN_SESSION('payer_analyst') OR IS_ROLE_IN_SESSION('payer_transformer') OR IS_ROLE_IN_SESSION('payer_store')
OR EXISTS (
    SELECT 1
    FROM "payer"."governance"."book" AS e
    WHERE e."user_name" = CURRENT_USER() AND e."broker_name" = "val"
);

-- dim_member.name is of the class direct_identifier. Another policy hides it until now.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "name" SET MASKING POLICY "payer"."governance"."direct_identifier_varchar" FORCE;

-- dim_member.dob is found by its class, birth_date.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "dob" SET TAG "payer"."governance"."column_class" = 'birth_date';

-- dim_member.zip is of the class postal_code.
ALTER TABLE "payer"."marts"."dim_member" MODIFY COLUMN "zip" SET MASKING POLICY "payer"."governance"."postal_code_varchar";

-- Of dim_member everybody sees their own rows. Another policy filters them until now.
ALTER TABLE "payer"."marts"."dim_member" DROP ROW ACCESS POLICY "payer"."governance"."all_rows", ADD ROW ACCESS POLICY "payer"."governance"."own_book" ON ("broker_name");

-- Members, as much of them as the asking role may see.
CREATE OR REPLACE SECURE VIEW "payer"."secure"."member"
COPY GRANTS
COMMENT = 'Members, as much of them as the asking role may see.'
AS SELECT
    t."member_sk",
    t."member_id",
    t."name",
    t."dob",
    t."zip",
    t."income"
FROM "payer"."marts"."dim_member" AS t;

-- Nobody but this declaration grants what it grants.
REVOKE GRANT OPTION FOR SELECT ON TABLE "payer"."marts"."dim_member" FROM DATABASE ROLE "payer"."marts_write";

-- Not declared any more.
DROP ROLE IF EXISTS "payer_gone";

-- Not declared any more.
DROP DATABASE ROLE IF EXISTS "payer"."gone_read";

-- Not declared: no column or table has it any more.
DROP MASKING POLICY "payer"."governance"."by_hand";

-- Not declared: no column or table has it any more.
DROP ROW ACCESS POLICY "payer"."governance"."all_rows";
