package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.lake.embedded.EmbeddedS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetLakeTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final long LATE_ON_MARCH_FIRST =
            Instant.parse("2026-03-01T23:59:59Z").getEpochSecond() * 1_000_000 + 999_999;

    @TempDir
    static Path directory;

    private static EmbeddedS3 s3;
    private static int buckets;

    private S3Location location;
    private Path cache;
    private Connection duck;

    @BeforeAll
    static void startServer() {
        s3 = EmbeddedS3.in(directory.resolve("s3"))
                .credentials("reader", "secret")
                .start();
    }

    @AfterAll
    static void stopServer() {
        s3.close();
    }

    @BeforeEach
    void newLake() throws SQLException {
        location = s3.bucket("lake" + buckets++);
        cache = directory.resolve("cache");
        duck = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        duck.close();
    }

    @Test
    void filesAreNamedByEntityDateAndOffsetsAndTheListingSaysWhereToGoOn() {
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            assertThat(lake.nextOffset("members", 2)).isZero();
            assertThat(lake.append("members", rows(2, 0, 3)))
                    .isEqualTo("entity=members/dt=2026-03-01/2-000000000000-000000000002.parquet");
            lake.append("members", rows(2, 3, 10));
            lake.append("members", rows(0, 5, 6));
        }
        try (ParquetLake again = ParquetLake.open(location, cache)) {
            assertThat(again.nextOffset("members", 2)).isEqualTo(10);
            assertThat(again.nextOffset("members", 0)).isEqualTo(6);
            assertThat(again.nextOffset("plans", 0)).isZero();
        }
    }

    @Test
    void loadTakesEveryRowOnceAndKeepsEveryValue() throws SQLException {
        LakeRow odd = new LakeRow(LakeRow.MALFORMED, null, null, null, null, null, null, null, 0, 5, "not JSON", "{ü");
        try (ParquetLake lake = ParquetLake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            List<LakeRow> rows = rows(0, 0, 5);
            rows.add(odd);
            lake.append("members", rows);
            lake.append("members", rows(1, 0, 4));
            lake.append("plans", rows(0, 0, 1));
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(1, 3, 11));
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(0, 0, 0));
            lake.append("members", rows(1, 4, 6));
            assertThat(loader.load(duck)).isEqualTo(new LoadResult(2, 1, 2));
        }
        assertThat(ask("select count(*) || ' ' || count(distinct (part, off)) from raw.members"))
                .isEqualTo("12 12");
        assertThat(ask("select after ->> 'id' || ' ' || lsn || ' ' || total_order || ' ' || tx_id || ' ' || ts_us"
                        + " from raw.members where part = 1 and off = 4"))
                .isEqualTo("4 1004 1 7 " + LATE_ON_MARCH_FIRST);
        assertThat(ask("select op || ' ' || problem || ' ' || payload from raw.members where off = 5 and part = 0"))
                .isEqualTo("malformed not JSON {ü");
        assertThat(ask("select string_agg(load_id || ':' || file_count || ':' || row_count, ' ' order by load_id)"
                        + " from meta.load_batches"))
                .isEqualTo("1:3:11 2:1:2");
    }

    @Test
    void writerAtAnotherCutPointIsFoundOutByTheNextWriterAndByTheLoader() {
        try (ParquetLake one = ParquetLake.open(location, cache);
                ParquetLake other = ParquetLake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK)) {
            one.append("members", rows(0, 0, 5));
            other.append("members", rows(0, 0, 8));
            assertThatThrownBy(() -> ParquetLake.open(location, cache))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("overlaps");
            assertThatThrownBy(() -> loader.load(duck))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("two programs wrote this topic at once");
            assertThat(ask("select count(*) from information_schema.tables where table_schema = 'raw'"))
                    .isEqualTo("0");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writerOfTheSameFileIsTakenForItselfOnlyWhenItWroteTheSame() {
        try (ParquetLake one = ParquetLake.open(location, cache);
                ParquetLake other = ParquetLake.open(location, cache)) {
            String key = one.append("members", rows(0, 0, 5));
            assertThat(other.append("members", rows(0, 0, 5))).isEqualTo(key);
            one.append("plans", rows(0, 0, 5));
            List<LakeRow> changed = rows(0, 0, 5);
            changed.set(3, new LakeRow("d", "{}", "{}", null, 1L, 1L, 1L, LATE_ON_MARCH_FIRST, 0, 3, null, null));
            assertThatThrownBy(() -> other.append("plans", changed))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContaining("with other content");
        }
    }

    @Test
    void offsetsThatAreInTheLakeAreRefused() {
        try (ParquetLake lake = ParquetLake.open(location, cache)) {
            lake.append("members", rows(0, 0, 5));
            assertThatThrownBy(() -> lake.append("members", rows(0, 4, 6)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Offset 4");
        }
    }

    @Test
    void brokenFileLoadsNothingAtAll() throws Exception {
        try (ParquetLake lake = ParquetLake.open(location, cache);
                LakeLoader loader = LakeLoader.open(location, cache, CLOCK);
                Bucket bucket = new Bucket(location)) {
            lake.append("members", rows(0, 0, 5));
            Path junk = Files.writeString(directory.resolve("junk"), "this is no Parquet file");
            bucket.put(
                    new LakeFile("plans", CLOCK.instant().atZone(ZoneOffset.UTC).toLocalDate(), 0, 0, 9).key(), junk);
            assertThatThrownBy(() -> loader.load(duck)).isInstanceOf(LakeException.class);
        }
        assertThat(ask("select count(*) from meta.loaded")).isEqualTo("0");
        assertThat(ask("select count(*) from information_schema.tables where table_schema = 'raw'"))
                .isEqualTo("0");
    }

    @Test
    void wrongSecretAndWrongAddressAreToldApartWithoutTheSecret() {
        S3Location wrongSecret =
                new S3Location(location.endpoint(), "us-east-1", location.bucket(), "reader", "wrong-secret");
        assertThatThrownBy(() -> ParquetLake.open(wrongSecret, cache))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("the credentials are refused")
                .hasMessageNotContaining("wrong-secret");
        S3Location wrongAddress = new S3Location(
                java.net.URI.create("http://127.0.0.1:1"), "us-east-1", location.bucket(), "reader", "wrong-secret");
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

    private static List<LakeRow> rows(int partition, long from, long to) {
        List<LakeRow> rows = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            String row = "{\"id\":" + offset + "}";
            rows.add(new LakeRow(
                    "c", row, null, row, 1000 + offset, 1L, 7L, LATE_ON_MARCH_FIRST, partition, offset, null, null));
        }
        return rows;
    }

    private String ask(String sql) throws SQLException {
        try (Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
