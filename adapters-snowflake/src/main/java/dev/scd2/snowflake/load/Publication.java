package dev.scd2.snowflake.load;

import static dev.scd2.snowflake.internal.Spelling.declared;
import static dev.scd2.snowflake.internal.Spelling.literal;

import dev.scd2.snowflake.script.Script;
import dev.scd2.snowflake.script.Step;
import java.util.List;

/**
 * A curated table for readers outside: a Delta table on a shared bucket, which Databricks reads where it is, and which
 * Snowflake reads as an Iceberg table. The Delta table itself is written by {@code adapters-delta}. Immutable.
 *
 * @param name  what readers call the table
 * @param bucket  the bucket and what stands before the path, such as {@code s3://lake/marts/}
 * @param path  the table in it, such as {@code dim_member/}
 */
public record Publication(String name, String bucket, String path) {
    /**
     * Refuses a place that is none.
     *
     * @throws IllegalArgumentException if bucket or path do not end with a slash, or the path begins with one
     */
    public Publication {
        if (!bucket.matches("s3://[A-Za-z0-9.-]+/([^?@\\s]*/)?") || !path.matches("[^/?@\\s][^?@\\s]*/")) {
            throw new IllegalArgumentException(
                    "A publication lies at s3://bucket/prefix/ and table/, with slashes at both"
                            + " ends and no user, query or key.");
        }
    }

    /** Returns the statements for Databricks, in its own dialect: an external table over the files. */
    public Script databricks(String catalog, String schema) {
        String table = String.join(".", ticks(catalog), ticks(schema), ticks(name));
        return new Script(List.of(new Step(
                "The table " + name + " for readers in Databricks; its files are written by somebody else.",
                "CREATE TABLE IF NOT EXISTS " + table + "\nUSING DELTA\nLOCATION '"
                        + (bucket + path).replace("'", "\\'") + "'")));
    }

    private static String ticks(String part) {
        return '`' + part.replace("`", "``") + '`';
    }

    /**
     * Returns the statements for Snowflake: the files as an Iceberg table, which is read only.
     *
     * @param volume  the external volume over the bucket, which is made if it is not there
     * @param catalog  the catalog integration for Delta files, which is made if it is not there
     * @param roleArn  the role of the cloud that Snowflake takes on to read the bucket
     */
    public Script snowflake(String database, String schema, String volume, String catalog, String roleArn) {
        String table = declared(database, schema, name);
        return new Script(List.of(
                new Step(
                        "Reading the shared bucket: Snowflake takes on a role of the cloud, and no key is kept.",
                        "CREATE EXTERNAL VOLUME IF NOT EXISTS " + declared(volume) + "\nSTORAGE_LOCATIONS = (\n    (\n"
                                + "        NAME = " + literal(volume) + "\n        STORAGE_PROVIDER = 'S3'\n"
                                + "        STORAGE_BASE_URL = " + literal(bucket) + "\n        STORAGE_AWS_ROLE_ARN = "
                                + literal(roleArn) + "\n    )\n)\nALLOW_WRITES = FALSE"),
                new Step(
                        "Tables on the bucket are described by their Delta logs.",
                        "CREATE CATALOG INTEGRATION IF NOT EXISTS " + declared(catalog)
                                + "\nCATALOG_SOURCE = OBJECT_STORE\nTABLE_FORMAT = DELTA\nENABLED = TRUE"),
                new Step(
                        "The table " + name + ", as its Delta log says.",
                        "CREATE ICEBERG TABLE IF NOT EXISTS " + table + "\nEXTERNAL_VOLUME = "
                                + literal(declared(volume)) + "\nCATALOG = " + literal(declared(catalog))
                                + "\nBASE_LOCATION = " + literal(path))));
    }

    /** Returns the statement by which Snowflake sees what was written since. */
    public Step refresh(String database, String schema) {
        return new Step(
                "What was written to " + name + " since.",
                "ALTER ICEBERG TABLE " + declared(database, schema, name) + " REFRESH");
    }

    /**
     * Returns the statement that unloads a table of Snowflake as Parquet files to a stage, for readers that take files.
     *
     * @param stage  the stage, in the same schema
     */
    public Step unload(String database, String schema, String stage) {
        return new Step(
                "The rows of " + name + " as files for other readers.",
                "COPY INTO @" + declared(database, schema, stage) + "/" + path + "\nFROM "
                        + declared(database, schema, name)
                        + "\nFILE_FORMAT = (TYPE = PARQUET)\nHEADER = TRUE\nOVERWRITE = TRUE\nMAX_FILE_SIZE = 134217728");
    }
}
