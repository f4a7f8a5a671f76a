package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The few things that the lake asks of a bucket. Thread-safe. */
final class Bucket implements AutoCloseable {
    private static final int PRECONDITION_FAILED = 412;

    private final S3Location location;
    private final S3Client client;

    Bucket(S3Location location) {
        this.location = location;
        this.client = location.client();
    }

    void createIfMissing() {
        asked("make the bucket", () -> {
            try {
                return client.headBucket(request -> request.bucket(location.bucket()));
            } catch (NoSuchBucketException e) {
                return client.createBucket(request -> request.bucket(location.bucket()));
            } catch (S3Exception e) {
                if (e.statusCode() != 404) {
                    throw e;
                }
                return client.createBucket(request -> request.bucket(location.bucket()));
            }
        });
    }

    /** The objects of the lake with their tags, by partition and then by offset. */
    Map<LakeFile, String> files() {
        Map<LakeFile, String> files = new TreeMap<>(Comparator.comparing(LakeFile::entity)
                .thenComparing(LakeFile::partition)
                .thenComparing(LakeFile::first)
                .thenComparing(LakeFile::last)
                .thenComparing(LakeFile::date));
        asked("list the files", () -> {
            for (S3Object object : client.listObjectsV2Paginator(
                            request -> request.bucket(location.bucket()).prefix(LakeFile.ROOT))
                    .contents()) {
                LakeFile.named(object.key()).ifPresent(file -> files.put(file, object.eTag()));
            }
            return files;
        });
        return files;
    }

    /**
     * Writes an object that is not there yet. A refusal may be the echo of our own write, sent twice by the client: then
     * the object holds what we sent, and all is well.
     */
    void put(String key, Path content) throws IOException {
        byte[] bytes = Files.readAllBytes(content);
        asked("write " + key, () -> {
            try {
                return client.putObject(
                        request -> request.bucket(location.bucket()).key(key).ifNoneMatch("*"),
                        RequestBody.fromBytes(bytes));
            } catch (S3Exception e) {
                if (e.statusCode() != PRECONDITION_FAILED) {
                    throw e;
                }
                byte[] there = client.getObjectAsBytes(
                                request -> request.bucket(location.bucket()).key(key))
                        .asByteArrayUnsafe();
                if (!Arrays.equals(bytes, there)) {
                    throw new LakeException("Another writer wrote " + key + " in " + location
                            + " with other content. Only one program may write a topic into a lake.");
                }
                return e;
            }
        });
    }

    /** Copies an object to a file and returns its tag. */
    String get(String key, Path target) {
        return asked(
                "read " + key,
                () -> client.getObject(
                                request -> request.bucket(location.bucket()).key(key), target)
                        .eTag());
    }

    S3Location location() {
        return location;
    }

    @Override
    public void close() {
        client.close();
    }

    private <T> T asked(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (S3Exception e) {
            String hint = e.statusCode() == 403
                    ? "the credentials are refused"
                    : e.statusCode() == 404 ? "there is no such bucket or object" : "status " + e.statusCode();
            throw new LakeException("Cannot " + what + " in " + location + ": " + hint + ".", e);
        } catch (SdkException e) {
            throw new LakeException(
                    "Cannot " + what + " in " + location + ": " + e.getMessage()
                            + ". Check the address, and that the S3 server runs.",
                    e);
        }
    }
}
