package dev.scd2.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Writes objects that are not there yet: small ones in one request, large ones in parts, which are given up where one of them
 * fails. A CRC-32 goes with each request, and SHA-256 of the whole lies beside the object. Thread-safe.
 */
final class S3Upload {
    /** The object's own metadata with the SHA-256 of its bytes, hexadecimal. */
    static final String SHA256 = "sha256";

    private static final int MOST_PARTS = 10_000;

    private final S3Client client;
    private final S3Location location;
    private final int partBytes;

    S3Upload(S3Client client, S3Location location, int partBytes) {
        this.client = client;
        this.location = location;
        this.partBytes = partBytes;
    }

    /** Sends it and returns its tag; a refusal is for the caller to judge. */
    String send(String key, Path content, long bytes, String sha256) {
        if (bytes > partBytes) {
            return inParts(key, content, bytes, sha256);
        }
        S3Encryption encryption = location.encryption();
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.prefix() + key)
                .ifNoneMatch("*")
                .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                .metadata(Map.of(SHA256, sha256))
                .serverSideEncryption(encryption.algorithm())
                .ssekmsKeyId(encryption.keyId())
                .build();
        return client.putObject(request, RequestBody.fromFile(content)).eTag();
    }

    private String inParts(String key, Path content, long bytes, String sha256) {
        String name = location.prefix() + key;
        S3Encryption encryption = location.encryption();
        String id = client.createMultipartUpload(CreateMultipartUploadRequest.builder()
                        .bucket(location.bucket())
                        .key(name)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                        .metadata(Map.of(SHA256, sha256))
                        .serverSideEncryption(encryption.algorithm())
                        .ssekmsKeyId(encryption.keyId())
                        .build())
                .uploadId();
        try {
            List<CompletedPart> parts = parts(name, id, content, bytes);
            return client.completeMultipartUpload(request -> request.bucket(location.bucket())
                            .key(name)
                            .uploadId(id)
                            .ifNoneMatch("*")
                            .multipartUpload(upload -> upload.parts(parts)))
                    .eTag();
        } catch (RuntimeException e) {
            giveUp(name, id, e);
            throw e;
        }
    }

    private List<CompletedPart> parts(String name, String id, Path content, long bytes) {
        int size = Math.toIntExact(Math.max(partBytes, bytes / MOST_PARTS + 1));
        List<CompletedPart> parts = new ArrayList<>();
        try (InputStream stream = Files.newInputStream(content)) {
            for (byte[] part = stream.readNBytes(size); part.length > 0; part = stream.readNBytes(size)) {
                int number = parts.size() + 1;
                UploadPartResponse sent = client.uploadPart(
                        request -> request.bucket(location.bucket())
                                .key(name)
                                .uploadId(id)
                                .partNumber(number)
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        RequestBody.fromBytes(part));
                parts.add(CompletedPart.builder()
                        .partNumber(number)
                        .eTag(sent.eTag())
                        .checksumCRC32(sent.checksumCRC32())
                        .build());
            }
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is not given up costs its space until a rule of the bucket removes it. */
    private void giveUp(String name, String id, RuntimeException reason) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(location.bucket()).key(name).uploadId(id));
        } catch (SdkException e) {
            reason.addSuppressed(e);
        }
    }
}
