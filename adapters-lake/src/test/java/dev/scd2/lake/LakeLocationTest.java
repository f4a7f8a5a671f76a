package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeLocationTest {
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "AWS_ENDPOINT_URL", "http://127.0.0.1:9000", "AWS_ACCESS_KEY_ID", "me", "AWS_SECRET_ACCESS_KEY", "hush"));

    @Test
    void pathIsADirectory() {
        assertThat(LakeLocation.parse("some/lake")).isEqualTo(new DirectoryLocation(Path.of("some/lake")));
        assertThat(LakeLocation.parse("/lake")).hasToString("/lake");
    }

    @Test
    void bucketTakesTheRestFromTheEnvironment() {
        S3Location bucket = S3Address.read("s3://lake-1/a/b/", environment);
        assertThat(bucket).hasToString("http://127.0.0.1:9000/lake-1/a/b");
        assertThat(bucket.prefix()).isEqualTo("a/b/");
        assertThat(bucket.accessKey()).isEqualTo("me");
        assertThat(bucket.sessionToken()).isNull();
        assertThat(bucket.encryption()).isEqualTo(S3Encryption.bucketDefault());
        environment.put("AWS_SESSION_TOKEN", "for an hour");
        environment.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9001");
        environment.put("AWS_DEFAULT_REGION", "eu-west-1");
        bucket = S3Address.read("s3://lake-1", environment);
        assertThat(bucket).hasToString("http://127.0.0.1:9001/lake-1");
        assertThat(bucket.sessionToken()).isEqualTo("for an hour");
        assertThat(bucket.region()).isEqualTo("eu-west-1");
        assertThat(bucket.toString()).doesNotContain("hush");
    }

    @Test
    void withoutAnEndpointItIsAmazonsAndWithoutKeysTheyAreLookedForElsewhere() {
        S3Location bucket = S3Address.read("s3://lake/x", Map.of("AWS_REGION", "eu-west-1"));
        assertThat(bucket.endpoint()).isNull();
        assertThat(bucket.accessKey()).isNull();
        assertThat(bucket).hasToString("s3://lake/x");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://lake/x?sse=AES256, AES256,",
        "s3://lake?sse=aws:kms&kms-key=arn:aws:kms:eu-west-1:1:key/2, aws:kms, arn:aws:kms:eu-west-1:1:key/2",
        "s3://lake?sse=aws:kms, aws:kms,"
    })
    void encryptionIsSaidBehindTheLocation(String text, String algorithm, String key) {
        assertThat(S3Address.read(text, environment).encryption()).isEqualTo(new S3Encryption(algorithm, key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3://                 | Not a location in S3",
                "s3://Lake/x           | small letters",
                "s3://lake?sse=rot13   | not with 'rot13'",
                "s3://lake?kms-key=1   | goes with aws:kms only",
                "s3://lake?colour=red  | Unknown option of a location in S3: 'colour=red'"
            })
    void whatCannotBeReadIsSaid(String text, String message) {
        assertThatThrownBy(() -> S3Address.read(text, environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsMissingInTheEnvironmentIsNamed() {
        assertThatThrownBy(() -> S3Address.read("s3://lake", Map.of())).hasMessageContaining("AWS_REGION");
        environment.remove("AWS_SECRET_ACCESS_KEY");
        assertThatThrownBy(() -> S3Address.read("s3://lake", environment))
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY is missing");
        environment.put("AWS_ENDPOINT_URL", "nowhere");
        assertThatThrownBy(() -> S3Address.read("s3://lake", environment))
                .hasMessageContaining("AWS_ENDPOINT_URL is no address");
        assertThatThrownBy(() -> LakeLocation.parse("gs://lake")).hasMessageContaining("s3://bucket/prefix");
        assertThatThrownBy(() -> LakeLocation.parse(" ")).hasMessageContaining("s3://bucket/prefix");
    }
}
