package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.lake.embedded.EmbeddedS3;
import dev.scd2.lake.embedded.FaultyS3;
import dev.scd2.tck.generate.Properties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server behind a proxy that lets requests fail: what is in the lake in the end is what an undisturbed run leaves. */
class S3FaultsTest {
    @TempDir
    static Path server;

    private static EmbeddedS3 s3;
    private static int buckets;

    @TempDir
    Path directory;

    private S3Location location;
    private Path cache;

    @BeforeAll
    static void startServer() {
        s3 = EmbeddedS3.in(server).start();
    }

    @AfterAll
    static void stopServer() {
        s3.close();
    }

    @BeforeEach
    void newBucket() {
        location = s3.bucket("faulty" + buckets++);
        cache = directory.resolve("cache");
    }

    @ParameterizedTest
    @EnumSource(FaultyS3.Kind.class)
    void writingCompactingAndLoadingEndAsUndisturbedOnes(FaultyS3.Kind kind) throws Exception {
        S3Location undisturbed = s3.bucket("undisturbed" + buckets);
        run(undisturbed);
        try (FaultyS3 proxy = FaultyS3.before(s3.endpoint());
                Bucket one = Bucket.of(undisturbed);
                Bucket other = Bucket.of(location)) {
            for (String meant : List.of(
                    "PUT .*entity=members.*",
                    "PUT .*manifest.*",
                    "PUT .*compacting.*",
                    "PUT .*0-000000000000-000000000009.*",
                    "GET .*list-type.*",
                    "GET .*entity=.*parquet.*",
                    "DELETE .*entity=.*",
                    "DELETE .*compacting.*")) {
                proxy.next(kind, asked -> asked.replace("%3D", "=").matches(meant));
            }
            String disturbed = run(proxy.before(location));
            assertThat(proxy.waiting()).as("faults that met no request").isZero();
            assertThat(SmallLake.keys(other)).isEqualTo(SmallLake.keys(one));
            assertThat(disturbed).isEqualTo(run(undisturbed));
            assertThat(Lake.of(other, cache).verify().findings()).isEmpty();
        }
    }

    /** Writes the small lake where it is not there yet, compacts it, and returns what is loaded. */
    private String run(S3Location place) throws Exception {
        try (ParquetLake lake = ParquetLake.open(place, cache)) {
            if (lake.nextOffset("members", 0) == 0) {
                SmallLake.write(place, cache);
            }
        }
        try (Bucket bucket = Bucket.of(place);
                Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            SmallLake.compact(bucket, cache);
            LakeLoader.of(bucket, cache, LakeFixture.CLOCK).load(duck);
            return SmallLake.content(duck);
        }
    }

    @ParameterizedTest
    @EnumSource(FaultyS3.Kind.class)
    void largeObjectArrivesWholeWhicheverOfItsRequestsFails(FaultyS3.Kind kind) throws Exception {
        Path content = noise();
        String key = "entity=members/dt=2026-03-01/0-0-9.parquet";
        try (FaultyS3 proxy = FaultyS3.before(s3.endpoint());
                S3Bucket bucket = new S3Bucket(proxy.before(location), 5 << 20);
                S3Client client = location.client()) {
            bucket.createIfMissing();
            proxy.next(kind, asked -> asked.matches("PUT .*partNumber=2.*"));
            proxy.next(kind, asked -> asked.matches("POST .*uploadId.*"));
            bucket.put(key, content);
            assertThat(proxy.waiting()).isZero();
            Path copy = directory.resolve("copy");
            bucket.get(key, copy);
            assertThat(Files.mismatch(copy, content)).isEqualTo(-1);
            assertThat(client.listMultipartUploads(request -> request.bucket(location.bucket()))
                            .uploads())
                    .isEmpty();
        }
    }

    @Test
    void bucketThatIsThereWhenItIsMadeIsTaken() throws Exception {
        try (FaultyS3 proxy = FaultyS3.before(s3.endpoint());
                S3Bucket bucket = new S3Bucket(proxy.before(location))) {
            proxy.next(FaultyS3.Kind.DONE_AND_NOT_SAID, asked -> asked.matches("PUT /[a-z0-9]+/?"));
            bucket.createIfMissing(); // made by the first attempt, a conflict for the second
            assertThat(proxy.waiting()).isZero();
            assertThat(bucket.list("")).isEmpty();
        }
    }

    @Test
    void serverThatKeepsFailingIsNamedAndNothingOfALargeObjectStays() throws Exception {
        Path content = noise();
        try (FaultyS3 proxy = FaultyS3.before(s3.endpoint());
                S3Bucket bucket = new S3Bucket(proxy.before(location), 5 << 20);
                S3Client client = location.client()) {
            bucket.createIfMissing();
            for (int i = 0; i < 6; i++) {
                proxy.next(FaultyS3.Kind.STATUS_500, asked -> asked.matches("PUT .*partNumber=2.*"));
            }
            assertThatThrownBy(() -> bucket.put("entity=members/dt=2026-03-01/0-0-9.parquet", content))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("Cannot write entity=members/dt=2026-03-01/0-0-9.parquet")
                    .hasMessageContaining("status 500 after 6 attempts");
            assertThat(bucket.list("")).isEmpty();
            assertThat(client.listMultipartUploads(request -> request.bucket(location.bucket()))
                            .uploads())
                    .isEmpty();
        }
    }

    /** The embedded server cannot encrypt: it refuses what asks for it, so nothing is written in clear by mistake. */
    @Test
    void encryptionGoesWithEachWriteAndIsRefusedWhereTheServerCannot() throws Exception {
        Path content = noise();
        Path small = Files.writeString(directory.resolve("small"), "small");
        try (FaultyS3 proxy = FaultyS3.before(s3.endpoint());
                S3Bucket bucket =
                        new S3Bucket(proxy.before(location).withEncryption(S3Encryption.kms("key-1")), 5 << 20)) {
            bucket.createIfMissing();
            assertThatThrownBy(() -> bucket.put("small", small)).hasMessageContaining("status 501");
            assertThatThrownBy(() -> bucket.put("large", content)).hasMessageContaining("status 501");
            assertThat(bucket.list("")).isEmpty();
            assertThat(writes(proxy, "(put .*small|post .*uploads).*"))
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request)
                            .contains("x-amz-server-side-encryption=[aws:kms]")
                            .contains("x-amz-server-side-encryption-aws-kms-key-id=[key-1]"));
        }
    }

    @Test
    void checksumsGoWithEachWrite() throws Exception {
        Path content = noise();
        Path small = Files.writeString(directory.resolve("small"), "small");
        try (FaultyS3 proxy = FaultyS3.before(s3.endpoint());
                S3Bucket bucket = new S3Bucket(proxy.before(location), 5 << 20)) {
            bucket.createIfMissing();
            bucket.put("small", small);
            bucket.put("large", content);
            assertThat(writes(proxy, "(put .*small|post .*uploads).*"))
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request).contains("x-amz-meta-sha256=["));
            assertThat(writes(proxy, "put .*(small|partnumber).*"))
                    .hasSize(4)
                    .allSatisfy(request -> assertThat(request).contains("crc32"));
        }
    }

    private static List<String> writes(FaultyS3 proxy, String pattern) {
        return proxy.requests().stream()
                .map(request -> request.toLowerCase(Locale.ROOT))
                .filter(request -> request.matches(pattern))
                .toList();
    }

    private Path noise() throws IOException {
        byte[] noise = new byte[12 << 20];
        new Random(Properties.seed()).nextBytes(noise);
        return Files.write(directory.resolve("large"), noise);
    }
}
