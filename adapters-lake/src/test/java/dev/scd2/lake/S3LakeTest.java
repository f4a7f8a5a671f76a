package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.lake.embedded.EmbeddedS3;
import dev.scd2.tck.generate.Properties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

class S3LakeTest extends LakeContract {
    @TempDir
    static Path server;

    private static EmbeddedS3 s3;
    private static int buckets;

    @BeforeAll
    static void startServer() {
        s3 = EmbeddedS3.in(server).credentials("reader", "secret").start();
    }

    @AfterAll
    static void stopServer() {
        s3.close();
    }

    @Override
    LakeLocation newLocation() {
        return newBucket();
    }

    static S3Location newBucket() {
        int number = buckets++;
        return number % 2 == 0
                ? s3.bucket("lake" + number)
                : s3.bucket("lake" + number).withPrefix("of/ours");
    }

    @Nested
    class Writing extends LakeWritingContract {
        @Override
        LakeLocation newLocation() {
            return newBucket();
        }
    }

    @Nested
    class Typed extends TypedFilesContract {
        @Override
        LakeLocation newLocation() {
            return newBucket();
        }
    }

    @Nested
    class Upkeep extends LakeUpkeepContract {
        @Override
        LakeLocation newLocation() {
            return newBucket();
        }

        @Override
        LakeLocation newLocation(int number) {
            return newBucket();
        }
    }

    @Nested
    class Compacting extends LakeCompactionContract {
        @Override
        LakeLocation newLocation() {
            return newBucket();
        }

        @Override
        LakeLocation newLocation(int number) {
            return newBucket();
        }

        @Override
        int stride() {
            return 9;
        }
    }

    @Test
    void largeObjectIsSentInPartsAndNoneOfThemStaysBehind() throws IOException {
        S3Location location = newBucket();
        byte[] noise = new byte[12 << 20];
        new Random(Properties.seed()).nextBytes(noise);
        Path content = Files.write(directory.resolve("large"), noise);
        Path copy = directory.resolve("copy");
        String key = "entity=members/dt=2026-03-01/0-0-9.parquet";
        try (S3Bucket bucket = new S3Bucket(location, 5 << 20);
                S3Client client = location.client()) {
            bucket.createIfMissing();
            bucket.put(key, content);
            assertThat(bucket.get(key, copy))
                    .hasValueSatisfying(tag -> assertThat(tag).contains("-3"));
            assertThat(copy).hasSameBinaryContentAs(content);
            bucket.put(key, content);
            noise[11 << 20]++;
            Files.write(content, noise);
            assertThatThrownBy(() -> bucket.put(key, content))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("with other content");
            bucket.get(key, copy);
            assertThat(copy).as("the first").isNotEqualTo(content).exists();
            assertThat(Files.mismatch(copy, content)).isEqualTo(11 << 20);
            assertThat(client.listMultipartUploads(request -> request.bucket(location.bucket()))
                            .uploads())
                    .isEmpty();
        }
    }

    @Test
    void lakesUnderTwoPrefixesOfABucketDoNotSeeEachOther() {
        S3Location bucket = s3.bucket("shared");
        try (ParquetLake one = ParquetLake.open(bucket.withPrefix("one"), directory)) {
            one.append("members", rows(0, 0, 3));
        }
        try (ParquetLake one = ParquetLake.open(bucket.withPrefix("one/"), directory);
                ParquetLake other = ParquetLake.open(bucket.withPrefix("on"), directory)) {
            assertThat(one.nextOffset("members", 0)).isEqualTo(3);
            assertThat(other.nextOffset("members", 0)).isZero();
        }
    }

    @Test
    void wrongSecretAndWrongAddressAreToldApartWithoutTheSecret() {
        S3Location location = s3.bucket("wrong");
        Path cache = directory.resolve("cache");
        S3Location wrongSecret =
                new S3Location(location.endpoint(), "us-east-1", location.bucket(), "reader", "wrong-secret");
        assertThatThrownBy(() -> ParquetLake.open(wrongSecret, cache))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("the credentials are refused")
                .hasMessageNotContaining("wrong-secret");
        S3Location wrongAddress = new S3Location(
                URI.create("http://127.0.0.1:1"), "us-east-1", location.bucket(), "reader", "wrong-secret");
        assertThatThrownBy(() -> ParquetLake.open(wrongAddress, cache))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("Check the address")
                .hasMessageNotContaining("wrong-secret");
        assertThat(wrongSecret.toString()).doesNotContain("wrong-secret");
    }

    @Test
    void takenPortIsNamedInTheError() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedS3.in(directory.resolve("s3-two"))
                            .port(port)
                            .start())
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("Port " + port + " is in use");
        }
    }
}
