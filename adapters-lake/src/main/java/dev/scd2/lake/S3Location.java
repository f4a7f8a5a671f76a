package dev.scd2.lake;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket of an S3 store, and the credentials for it. Immutable; its text leaves the secret out.
 *
 * @param endpoint  the address of the store, for instance {@code http://127.0.0.1:9000}
 * @param region  any name where the store does not care
 * @param bucket  the bucket that holds the lake
 */
public record S3Location(URI endpoint, String region, String bucket, String accessKey, String secretKey) {

    /** Opens a client with path-style addresses; the caller closes it. */
    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(Duration.ofSeconds(60)))
                .build();
    }

    /** Names the place only. */
    @Override
    public String toString() {
        return endpoint + "/" + bucket;
    }
}
