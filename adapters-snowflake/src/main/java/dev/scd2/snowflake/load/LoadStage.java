package dev.scd2.snowflake.load;

import static dev.scd2.snowflake.internal.Spelling.declared;
import static dev.scd2.snowflake.internal.Spelling.literal;

import dev.scd2.snowflake.script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a lake's files are for Snowflake: a stage in the raw layer. Immutable. */
public final class LoadStage {
    private final String name;
    private final List<Bucket> bucket;

    private LoadStage(String name, List<Bucket> bucket) {
        this.name = name;
        this.bucket = bucket;
    }

    record Bucket(String url, String integration, String roleArn) {}

    /** Returns a stage that keeps its files in Snowflake; they come there by PUT. */
    public static LoadStage internal(String name) {
        return new LoadStage(name, List.of());
    }

    /**
     * Returns a stage over a bucket. What may read the bucket is a role of the cloud, by an integration, so that no key is
     * part of a stage.
     *
     * @param url  such as {@code s3://lake/production/}
     * @param integration  the storage integration, which is made if it is not there
     * @param roleArn  the role that Snowflake takes on, such as {@code arn:aws:iam::000000000000:role/snowflake}
     * @throws IllegalArgumentException if the URL does not begin with {@code s3://} and end with a slash, or holds a user,
     *     a query or a key
     */
    public static LoadStage external(String name, String url, String integration, String roleArn) {
        if (!url.matches("s3://[A-Za-z0-9.-]+/([^?@\\s]*/)?")) {
            throw new IllegalArgumentException("The URL of the stage " + name
                    + " is not of the form s3://bucket/prefix/, with a slash at its end.");
        }
        return new LoadStage(name, List.of(new Bucket(url, integration, roleArn)));
    }

    String name() {
        return name;
    }

    /** Returns the integration that it needs; nothing for an internal stage. */
    Optional<String> integration() {
        return bucket.stream().map(Bucket::integration).findFirst();
    }

    List<Step> steps(String database, String format) {
        List<Step> steps = new ArrayList<>();
        String stage = declared(database, LoadLayout.RAW, name);
        String files = "\nFILE_FORMAT = (FORMAT_NAME = " + literal(format) + ")";
        for (Bucket in : bucket) {
            steps.add(new Step(
                    "Reading the bucket: Snowflake takes on a role of the cloud, and no key is kept.",
                    "CREATE STORAGE INTEGRATION IF NOT EXISTS " + declared(in.integration())
                            + "\nTYPE = EXTERNAL_STAGE\nSTORAGE_PROVIDER = 'S3'\nENABLED = TRUE\nSTORAGE_AWS_ROLE_ARN = "
                            + literal(in.roleArn()) + "\nSTORAGE_ALLOWED_LOCATIONS = (" + literal(in.url()) + ")"));
            steps.add(new Step(
                    "The files of the lake, where they are.",
                    "CREATE STAGE IF NOT EXISTS " + stage + "\nURL = " + literal(in.url()) + "\nSTORAGE_INTEGRATION = "
                            + declared(in.integration()) + files));
        }
        if (bucket.isEmpty()) {
            steps.add(new Step(
                    "Files that are put into Snowflake before they are copied.",
                    "CREATE STAGE IF NOT EXISTS " + stage + files));
        }
        return steps;
    }
}
