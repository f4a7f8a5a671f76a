package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of an S3 store. Thread-safe. */
final class S3Bucket implements Bucket {
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int PART_BYTES = 32 << 20;

    private final S3Location location;
    private final S3Client client;
    private final S3Upload upload;

    S3Bucket(S3Location location) {
        this(location, PART_BYTES);
    }

    /** Makes a bucket whose objects are sent in parts where they are larger than {@code partBytes}. */
    S3Bucket(S3Location location, int partBytes) {
        this.location = location;
        this.client = location.client();
        this.upload = new S3Upload(client, location, partBytes);
    }

    @Override
    public LakeLocation location() {
        return location;
    }

    @Override
    public void createIfMissing() {
        asked("make the bucket", () -> {
            try {
                return client.headBucket(request -> request.bucket(location.bucket()));
            } catch (NoSuchBucketException e) {
                return create();
            } catch (S3Exception e) {
                if (e.statusCode() != 404) {
                    throw e;
                }
                return create();
            }
        });
    }

    /** A conflict is another program that makes it now, or the echo of our own request that was sent twice. */
    private Object create() {
        try {
            return client.createBucket(request -> request.bucket(location.bucket()));
        } catch (S3Exception e) {
            if (e.statusCode() != 409) {
                throw e;
            }
            return client.headBucket(request -> request.bucket(location.bucket()));
        }
    }

    @Override
    public List<StoredObject> list(String prefix) {
        return asked("list the files", () -> {
            List<StoredObject> objects = new ArrayList<>();
            for (S3Object object : client.listObjectsV2Paginator(
                            request -> request.bucket(location.bucket()).prefix(location.prefix() + prefix))
                    .contents()) {
                objects.add(new StoredObject(
                        object.key().substring(location.prefix().length()), object.size()));
            }
            return objects;
        });
    }

    @Override
    public void put(String key, Path content) throws IOException {
        String sha256 = Checksum.of(content);
        long bytes = Files.size(content);
        asked("write " + key, () -> {
            try {
                return upload.send(key, content, bytes, sha256);
            } catch (S3Exception e) {
                if (e.statusCode() != PRECONDITION_FAILED && e.statusCode() != CONFLICT) {
                    throw e;
                }
                return requireEcho(key, content);
            }
        });
    }

    /** The object is there: all is well where it holds what we sent. */
    private String requireEcho(String key, Path content) {
        try {
            Path there = Files.createTempFile(content.toAbsolutePath().getParent(), "there", ".part");
            try {
                Optional<String> tag = get(key, there);
                if (tag.isEmpty() || Files.mismatch(content, there) >= 0) {
                    throw DirectoryBucket.otherContent(key, location);
                }
                return tag.get();
            } finally {
                Files.deleteIfExists(there);
            }
        } catch (IOException e) {
            throw new LakeException(
                    "The copy of " + key + " beside " + content + " cannot be compared: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> get(String key, Path target) throws IOException {
        Files.deleteIfExists(target);
        Optional<GetObjectResponse> response = asked("read " + key, () -> {
            try {
                return Optional.of(client.getObject(
                        request -> request.bucket(location.bucket()).key(location.prefix() + key),
                        ResponseTransformer.toFile(target)));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
        if (response.isPresent()) {
            String sent = response.get().metadata().get(S3Upload.SHA256);
            if (sent != null && !sent.equals(Checksum.of(target))) {
                throw new LakeException("The object " + key + " in " + location
                        + " came with other bytes than were written (SHA-256). Read again; if it stays, bring it back from a"
                        + " copy.");
            }
        }
        return response.map(GetObjectResponse::eTag);
    }

    @Override
    public void delete(String key) {
        asked(
                "remove " + key,
                () -> client.deleteObject(
                        request -> request.bucket(location.bucket()).key(location.prefix() + key)));
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
                    : e.statusCode() == 404
                            ? "there is no such bucket or object"
                            : "status " + e.statusCode() + " after " + Math.max(1, e.numAttempts()) + " attempts";
            throw new LakeException("Cannot " + what + " in " + location + ": " + hint + ".", e);
        } catch (SdkException e) {
            throw new LakeException(
                    "Cannot " + what + " in " + location + ": " + e.getMessage()
                            + ". Check the address, and that the S3 server runs.",
                    e);
        }
    }
}
