-- Read for the difference between declaration and account.
SELECT s."SCHEMA_NAME" AS "name" FROM "payer".INFORMATION_SCHEMA.SCHEMATA AS s WHERE s."CATALOG_NAME" = 'payer';

-- Read for the difference between declaration and account.
SELECT c."TABLE_SCHEMA" AS "schema", c."TABLE_NAME" AS "table", c."COLUMN_NAME" AS "column" FROM "payer".INFORMATION_SCHEMA.COLUMNS AS c WHERE c."TABLE_CATALOG" = 'payer';

-- Read for the difference between declaration and account.
SHOW ROLES;

-- Read for the difference between declaration and account.
SHOW DATABASE ROLES IN DATABASE "payer";

-- Read for the difference between declaration and account.
SHOW GRANTS TO ROLE "payer_loader";

-- Read for the difference between declaration and account.
SHOW GRANTS TO ROLE "payer_transformer";

-- Read for the difference between declaration and account.
SHOW GRANTS TO ROLE "payer_store";

-- Read for the difference between declaration and account.
SHOW GRANTS TO ROLE "payer_analyst";

-- Read for the difference between declaration and account.
SHOW GRANTS TO ROLE "payer_actuary";

-- Read for the difference between declaration and account.
SHOW GRANTS TO ROLE "payer_broker";

-- Read for the difference between declaration and account.
SHOW GRANTS TO ROLE "payer_ops";

-- Read for the difference between declaration and account.
SHOW GRANTS TO ROLE "payer_auditor";

-- Read for the difference between declaration and account.
SHOW GRANTS TO DATABASE ROLE "payer"."audit_read";

-- Read for the difference between declaration and account.
SHOW GRANTS TO DATABASE ROLE "payer"."intermediate_build";

-- Read for the difference between declaration and account.
SHOW GRANTS TO DATABASE ROLE "payer"."marts_write";

-- Read for the difference between declaration and account.
SHOW GRANTS TO DATABASE ROLE "payer"."marts_build";

-- Read for the difference between declaration and account.
SHOW GRANTS TO DATABASE ROLE "payer"."raw_read";

-- Read for the difference between declaration and account.
SHOW GRANTS TO DATABASE ROLE "payer"."raw_load";

-- Read for the difference between declaration and account.
SHOW GRANTS TO DATABASE ROLE "payer"."secure_read";

-- Read for the difference between declaration and account.
SHOW GRANTS TO DATABASE ROLE "payer"."staging_build";

-- Read for the difference between declaration and account.
SHOW GRANTS OF ROLE "payer_loader";

-- Read for the difference between declaration and account.
SHOW GRANTS OF ROLE "payer_transformer";

-- Read for the difference between declaration and account.
SHOW GRANTS OF ROLE "payer_store";

-- Read for the difference between declaration and account.
SHOW GRANTS OF ROLE "payer_analyst";

-- Read for the difference between declaration and account.
SHOW GRANTS OF ROLE "payer_actuary";

-- Read for the difference between declaration and account.
SHOW GRANTS OF ROLE "payer_broker";

-- Read for the difference between declaration and account.
SHOW GRANTS OF ROLE "payer_ops";

-- Read for the difference between declaration and account.
SHOW GRANTS OF ROLE "payer_auditor";

-- Read for the difference between declaration and account.
SHOW GRANTS OF DATABASE ROLE "payer"."audit_read";

-- Read for the difference between declaration and account.
SHOW GRANTS OF DATABASE ROLE "payer"."intermediate_build";

-- Read for the difference between declaration and account.
SHOW GRANTS OF DATABASE ROLE "payer"."marts_write";

-- Read for the difference between declaration and account.
SHOW GRANTS OF DATABASE ROLE "payer"."marts_build";

-- Read for the difference between declaration and account.
SHOW GRANTS OF DATABASE ROLE "payer"."raw_read";

-- Read for the difference between declaration and account.
SHOW GRANTS OF DATABASE ROLE "payer"."raw_load";

-- Read for the difference between declaration and account.
SHOW GRANTS OF DATABASE ROLE "payer"."secure_read";

-- Read for the difference between declaration and account.
SHOW GRANTS OF DATABASE ROLE "payer"."staging_build";

-- Read for the difference between declaration and account.
SHOW FUTURE GRANTS IN SCHEMA "payer"."governance";

-- Read for the difference between declaration and account.
SHOW FUTURE GRANTS IN SCHEMA "payer"."raw";

-- Read for the difference between declaration and account.
SHOW FUTURE GRANTS IN SCHEMA "payer"."staging";

-- Read for the difference between declaration and account.
SHOW FUTURE GRANTS IN SCHEMA "payer"."intermediate";

-- Read for the difference between declaration and account.
SHOW FUTURE GRANTS IN SCHEMA "payer"."marts";

-- Read for the difference between declaration and account.
SHOW FUTURE GRANTS IN SCHEMA "payer"."secure";

-- Read for the difference between declaration and account.
SHOW FUTURE GRANTS IN SCHEMA "payer"."audit";

-- Read for the difference between declaration and account.
SHOW MASKING POLICIES IN SCHEMA "payer"."governance";

-- Read for the difference between declaration and account.
DESCRIBE MASKING POLICY "payer"."governance"."record_identifier_varchar";

-- Read for the difference between declaration and account.
DESCRIBE MASKING POLICY "payer"."governance"."direct_identifier_varchar";

-- Read for the difference between declaration and account.
DESCRIBE MASKING POLICY "payer"."governance"."birth_date_date";

-- Read for the difference between declaration and account.
DESCRIBE MASKING POLICY "payer"."governance"."postal_code_varchar";

-- Read for the difference between declaration and account.
DESCRIBE MASKING POLICY "payer"."governance"."income_number_12_2";

-- Read for the difference between declaration and account.
DESCRIBE MASKING POLICY "payer"."governance"."event_date_date";

-- Read for the difference between declaration and account.
DESCRIBE MASKING POLICY "payer"."governance"."event_date_timestamp_ntz_6";

-- Read for the difference between declaration and account.
DESCRIBE MASKING POLICY "payer"."governance"."diagnosis_varchar";

-- Read for the difference between declaration and account.
DESCRIBE MASKING POLICY "payer"."governance"."free_text_varchar";

-- Read for the difference between declaration and account.
SHOW ROW ACCESS POLICIES IN SCHEMA "payer"."governance";

-- Read for the difference between declaration and account.
DESCRIBE ROW ACCESS POLICY "payer"."governance"."own_book";

-- Read for the difference between declaration and account.
SHOW TAGS IN SCHEMA "payer"."governance";

-- Read for the difference between declaration and account.
SELECT p.* FROM TABLE("payer".INFORMATION_SCHEMA.POLICY_REFERENCES(REF_ENTITY_NAME => '"payer"."marts"."dim_member"', REF_ENTITY_DOMAIN => 'TABLE')) AS p;

-- Read for the difference between declaration and account.
SELECT t.* FROM TABLE("payer".INFORMATION_SCHEMA.TAG_REFERENCES_ALL_COLUMNS('"payer"."marts"."dim_member"', 'TABLE')) AS t;

-- Read for the difference between declaration and account.
SELECT p.* FROM TABLE("payer".INFORMATION_SCHEMA.POLICY_REFERENCES(REF_ENTITY_NAME => '"payer"."marts"."fact_claim_line"', REF_ENTITY_DOMAIN => 'TABLE')) AS p;

-- Read for the difference between declaration and account.
SELECT t.* FROM TABLE("payer".INFORMATION_SCHEMA.TAG_REFERENCES_ALL_COLUMNS('"payer"."marts"."fact_claim_line"', 'TABLE')) AS t;

-- Read for the difference between declaration and account.
SHOW VIEWS IN SCHEMA "payer"."secure";

-- Read for the difference between declaration and account.
SHOW VIEWS IN SCHEMA "payer"."audit";
