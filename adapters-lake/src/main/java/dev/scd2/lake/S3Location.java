package dev.scd2.lake;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A bucket of an S3 store, or what lies under a prefix of it, and the credentials for it. Immutable; its text leaves the
 * secrets out.
 *
 * @param endpoint  the address of the store, for instance {@code http://127.0.0.1:9000}; null for Amazon's own
 * @param region  any name where the store does not care
 * @param bucket  the bucket that holds the lake
 * @param prefix  what keys begin with: empty, or ends with a slash, which is added where it is missing
 * @param accessKey  null to look for keys where the AWS tools look
 * @param secretKey  null like {@code accessKey}
 * @param sessionToken  what goes with keys for a time; null for others
 * @param encryption  asked for with each write
 */
public record S3Location(
        @Nullable URI endpoint,
        String region,
        String bucket,
        String prefix,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable String sessionToken,
        S3Encryption encryption)
        implements LakeLocation {
    private static final int ATTEMPTS = 6;

    public S3Location {
        if (bucket.isBlank() || region.isBlank()) {
            throw new IllegalArgumentException("A location in S3 needs the name of a bucket, and of a region.");
        }
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException(
                    "An access key and a secret key belong together; one of them is missing.");
        }
        prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    /** Makes the location of a whole bucket, without more. */
    public S3Location(URI endpoint, String region, String bucket, String accessKey, String secretKey) {
        this(endpoint, region, bucket, "", accessKey, secretKey, null, S3Encryption.bucketDefault());
    }

    /** Returns this bucket with only what lies under {@code prefix}. */
    public S3Location withPrefix(String prefix) {
        return new S3Location(endpoint, region, bucket, prefix, accessKey, secretKey, sessionToken, encryption);
    }

    /** Returns this location with what the store is to encrypt by. */
    public S3Location withEncryption(S3Encryption encryption) {
        return new S3Location(endpoint, region, bucket, prefix, accessKey, secretKey, sessionToken, encryption);
    }

    /**
     * Opens a client; the caller closes it. Addresses are path-style where an endpoint is given. A call that fails by the
     * store or on the way is made up to six times, with pauses that grow.
     */
    public S3Client client() {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(region))
                .forcePathStyle(endpoint != null)
                .credentialsProvider(credentials())
                .overrideConfiguration(
                        client -> client.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(60)));
        return endpoint == null
                ? builder.build()
                : builder.endpointOverride(endpoint).build();
    }

    private AwsCredentialsProvider credentials() {
        if (accessKey == null || secretKey == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(
                sessionToken == null
                        ? AwsBasicCredentials.create(accessKey, secretKey)
                        : AwsSessionCredentials.create(accessKey, secretKey, sessionToken));
    }

    /** Names the place only. */
    @Override
    public String toString() {
        String place = bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
        return endpoint == null ? "s3://" + place : endpoint + "/" + place;
    }
}
