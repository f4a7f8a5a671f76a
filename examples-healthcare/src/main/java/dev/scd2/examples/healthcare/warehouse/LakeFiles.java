package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.lake.S3Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The Parquet files of the lake, by their keys, such as {@code entity=members/dt=2024-01-01/0-000000000000-000000000009.parquet}.
 * An upload that was killed may leave another object beside them; it is no file of the lake. Confined to one thread.
 */
final class LakeFiles implements AutoCloseable {
    private static final String ENTITY = "entity=";
    private static final Pattern FILE = Pattern.compile("entity=[^/]+/dt=[^/]+/\\d+-\\d+-\\d+\\.parquet");

    private final S3Location lake;
    private final S3Client client;

    private LakeFiles(S3Location lake) {
        this.lake = lake;
        this.client = lake.client();
    }

    static LakeFiles of(S3Location lake) {
        return new LakeFiles(lake);
    }

    List<String> keys() {
        return client
                .listObjectsV2Paginator(request -> request.bucket(lake.bucket()).prefix(ENTITY))
                .contents()
                .stream()
                .map(S3Object::key)
                .filter(key -> FILE.matcher(key).matches())
                .toList();
    }

    /** Returns the entity that a file is of. */
    static String entity(String key) {
        return key.substring(ENTITY.length(), key.indexOf('/'));
    }

    /** Copies a file to a path where there is none; its directory is made. */
    void copy(String key, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        client.getObject(request -> request.bucket(lake.bucket()).key(key), to);
    }

    @Override
    public void close() {
        client.close();
    }
}
