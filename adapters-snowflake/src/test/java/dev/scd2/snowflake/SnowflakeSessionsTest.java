package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.error.StoreException;
import dev.scd2.snowflake.standin.ReceivedStatement;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to log in through the real driver; what is set in a session, and when; and that no secret is told. */
class SnowflakeSessionsTest {
    private static final String WRONG = "planted-secret";

    @TempDir
    Path directory;

    private SnowflakeStandIn snowflake;
    private SnowflakeLogin login;

    @BeforeEach
    void start() {
        snowflake = SnowflakeStandIn.start(directory);
        login = SnowflakeLogin.at(snowflake.url() + "?" + TestSnowflake.DRIVER)
                .property("maxHttpRetries", "1")
                .user("tester");
    }

    @AfterEach
    void stop() {
        snowflake.close();
    }

    @Test
    void aPasswordLogsIn() throws SQLException {
        assertThat(askedWho(login.password("secret"))).isEqualTo("TESTER");
    }

    @Test
    void aKeyFileLogsInWithItsPassphrase() throws Exception {
        KeyPair pair = TestKeys.PAIR;
        snowflake.acceptKey(pair.getPublic());
        Path plain = Files.writeString(directory.resolve("plain.p8"), TestKeys.pem(pair));
        Path encrypted = Files.writeString(directory.resolve("encrypted.p8"), TestKeys.pem(pair, "open sesame"));
        assertThat(askedWho(login.keyFile(plain))).isEqualTo("TESTER");
        assertThat(askedWho(login.keyFile(encrypted, "open sesame"))).isEqualTo("TESTER");
    }

    @Test
    void aKeyAsTextLogsInInPemOrInTheBase64OfIt() throws Exception {
        KeyPair pair = TestKeys.PAIR;
        snowflake.acceptKey(pair.getPublic());
        assertThat(askedWho(login.key(TestKeys.pem(pair)))).isEqualTo("TESTER");
        assertThat(askedWho(login.key(TestKeys.base64(TestKeys.pem(pair))))).isEqualTo("TESTER");
        assertThat(askedWho(login.key(TestKeys.pem(pair, "open sesame"), "open sesame")))
                .isEqualTo("TESTER");
    }

    @Test
    void anOAuthTokenLogsIn() throws SQLException {
        snowflake.acceptToken("a-token");
        assertThat(askedWho(login.token("a-token"))).isEqualTo("TESTER");
    }

    @Test
    void roleWarehouseDatabaseAndSchemaAreThoseOfTheSession() throws SQLException {
        SnowflakeSessions sessions = SnowflakeSessions.of(login.password("secret")
                .role("LOADER")
                .warehouse("LOAD_WH")
                .database("DB")
                .schema("PUBLIC"));
        assertThat(ask(sessions, "SELECT current_role() || current_warehouse() || current_database()"))
                .isEqualTo("LOADERLOAD_WHDB");
    }

    @Test
    void whoeverIsRefusedIsToldWhyWithoutASecretAndWithoutAName() throws Exception {
        String key = TestKeys.pem(TestKeys.OTHER);
        assertRefused(login.password(WRONG), 390_100, "the user or the secret is wrong");
        assertRefused(login.key(key), 390_144, "the key is not the one of the user");
        assertRefused(login.token(WRONG), 390_303, "the OAuth token is not valid");
        assertRefused(login.key(WRONG), 200_045, "the private key cannot be read");
        assertRefused(login.key(TestKeys.pem(TestKeys.OTHER, "right"), WRONG), 200_045, "cannot be read");
        assertRefused(login.keyFile(directory.resolve("none.p8"), WRONG), 200_047, "cannot be read");
    }

    private void assertRefused(SnowflakeLogin wrong, int code, String why) {
        assertThatThrownBy(() -> SnowflakeSessions.of(wrong).getConnection())
                .isInstanceOfSatisfying(SQLException.class, refusal -> {
                    assertThat(refusal.getErrorCode()).as(why).isEqualTo(code);
                    assertThat(refusal.getMessage()).contains(why);
                    assertThat(refusal.getCause()).isNull();
                })
                .satisfies(refusal -> assertNothingTold(refusal.toString(), wrong));
        Dimension member = member();
        assertThatThrownBy(() -> SnowflakeStore.open(SnowflakeSessions.of(wrong), member))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(why)
                .satisfies(refusal -> assertNothingTold(refusal + " " + refusal.getCause(), wrong));
        assertNothingTold(wrong + " " + SnowflakeSessions.of(wrong), wrong);
    }

    private static void assertNothingTold(String told, SnowflakeLogin login) {
        assertThat(told).doesNotContain(WRONG, "tester", "PRIVATE KEY");
        login.driverProperties().forEach((name, value) -> {
            if (Stream.of("pass", "key", "pwd", "token").anyMatch(name.toString()::contains)) {
                assertThat(told).doesNotContain(value.toString());
            }
        });
    }

    @Test
    void whatIsNotReachedIsToldAsThat() {
        snowflake.close();
        SnowflakeLogin impatient = login.property("loginTimeout", "1").password(WRONG);
        assertThatThrownBy(() -> SnowflakeSessions.of(impatient).getConnection())
                .hasMessageContaining("was not reached")
                .satisfies(failure -> assertNothingTold(failure.toString(), impatient));
    }

    @Test
    void eachSettingIsAStatementOfItsOwnOncePerSessionAndNotPerBatch() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(SnowflakeSessions.of(login.password("secret"))
                .lockTimeout(Duration.ofMinutes(1))
                .parameter("statement_timeout_in_seconds", "900"));
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config);
                SnowflakeStore store = SnowflakeStore.open(pool, member())) {
            History.of(store).apply(Batch.of(said(1)));
            History.of(store).apply(Batch.of(said(2)));
        }
        assertThat(snowflake.statements())
                .extracting(ReceivedStatement::sql)
                .filteredOn(sql -> sql.startsWith("ALTER SESSION"))
                .doesNotHaveDuplicates()
                .contains(
                        "ALTER SESSION SET TIMEZONE = 'UTC'",
                        "ALTER SESSION SET TIMESTAMP_TYPE_MAPPING = 'TIMESTAMP_NTZ'",
                        "ALTER SESSION SET ERROR_ON_NONDETERMINISTIC_MERGE = TRUE",
                        "ALTER SESSION SET LOCK_TIMEOUT = 60",
                        "ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 900")
                .hasSize(11)
                .allSatisfy(sql -> assertThat(sql).doesNotContain(","));
    }

    @Test
    void whatAUserOrAnAccountHasSetOtherwiseIsSetBack() throws SQLException {
        SnowflakeLogin elsewhere = login.password("secret").property("TIMEZONE", "America/New_York");
        String question = "SELECT to_timestamp_ltz(0, 6)";
        assertThat(ask(SnowflakeSessions.of(elsewhere), question)).isEqualTo("1970-01-01T00:00:00.000000Z");
    }

    @Test
    void aPinnedSettingCannotBeSaidOtherwise() {
        SnowflakeSessions sessions = SnowflakeSessions.of(login.password("secret"));
        assertThatThrownBy(() -> sessions.parameter("timezone", "Asia/Tokyo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is pinned to 'UTC'");
        assertThatThrownBy(() -> sessions.parameter("A = 1 B", "2")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyStatementOfABatchSaysInItsTagToWhichItBelongs() {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(1);
        config.setDataSource(SnowflakeSessions.of(login.password("secret")));
        try (HikariDataSource pool = new HikariDataSource(config);
                SnowflakeStore store = SnowflakeStore.open(pool, member())) {
            History.of(store).apply(Batch.of(said(1)));
            snowflake.forgetStatements();
            History.of(store)
                    .apply(Batch.builder().change(said(2)).loadId("load \"7\"").build());
            List<ReceivedStatement> batch = snowflake.statements();
            assertThat(batch).hasSizeGreaterThan(9);
            String tag = batch.get(0).queryTag();
            assertThat(tag).matches("\\{\"app\":\"scd2\",\"dimension\":\"member\",\"batch\":\"[0-9a-f-]{36}\"}");
            String written = tag.replace("}", ",\"load\":\"load \\\"7\\\"\"}");
            int write = IntStream.range(0, batch.size())
                    .filter(i -> batch.get(i).sql().startsWith("MERGE"))
                    .findFirst()
                    .orElseThrow();
            assertThat(batch.subList(0, write))
                    .extracting(ReceivedStatement::queryTag)
                    .containsOnly(tag);
            assertThat(batch.subList(write, batch.size()))
                    .extracting(ReceivedStatement::queryTag)
                    .containsOnly(written);
        }
    }

    @Test
    void theEnvironmentSaysWhereAndWhoAndHow() {
        SnowflakeLogin said = fromEnvironment(Map.of(
                "SCD2_SNOWFLAKE_URL", "jdbc:snowflake://acme.snowflakecomputing.com/?loginTimeout=9",
                "SCD2_SNOWFLAKE_USER", "LOADER",
                "SCD2_SNOWFLAKE_ROLE", "LOAD",
                "SCD2_SNOWFLAKE_WAREHOUSE", "WH",
                "SCD2_SNOWFLAKE_DATABASE", "MART",
                "SCD2_SNOWFLAKE_SCHEMA", "PUBLIC",
                "SCD2_SNOWFLAKE_PASSWORD", "",
                "SCD2_SNOWFLAKE_PRIVATE_KEY_FILE", "key.p8",
                "SCD2_SNOWFLAKE_PRIVATE_KEY_PASSPHRASE", WRONG));
        assertThat(said).hasToString("snowflake://acme.snowflakecomputing.com/ by key pair");
        assertThat(said.driverProperties())
                .containsOnly(
                        Map.entry("user", "LOADER"),
                        Map.entry("role", "LOAD"),
                        Map.entry("warehouse", "WH"),
                        Map.entry("db", "MART"),
                        Map.entry("schema", "PUBLIC"),
                        Map.entry("private_key_file", "key.p8"),
                        Map.entry("private_key_pwd", WRONG));
    }

    @Test
    void propertiesSayTheSame() {
        java.util.Properties properties = new java.util.Properties();
        properties.setProperty("scd2.snowflake.url", "jdbc:snowflake://acme.snowflakecomputing.com/");
        properties.setProperty("scd2.snowflake.token", WRONG);
        assertThat(SnowflakeLogin.fromProperties(properties))
                .hasToString("snowflake://acme.snowflakecomputing.com/ by OAuth token");
    }

    @Test
    void aLoginThatIsNotClearIsRefusedWithoutTellingWhatWasSaid() {
        String url = "jdbc:snowflake://acme.snowflakecomputing.com/";
        assertUnclear(Map.of("SCD2_SNOWFLAKE_PASSWORD", WRONG), "SCD2_SNOWFLAKE_URL");
        assertUnclear(Map.of("SCD2_SNOWFLAKE_URL", "jdbc:" + WRONG), "must begin with jdbc:snowflake://");
        assertUnclear(Map.of("SCD2_SNOWFLAKE_URL", url + "?password=" + WRONG), "secret among its parameters");
        assertUnclear(
                Map.of(
                        "SCD2_SNOWFLAKE_URL", url,
                        "SCD2_SNOWFLAKE_PASSWORD", WRONG,
                        "SCD2_SNOWFLAKE_TOKEN", WRONG),
                "SCD2_SNOWFLAKE_PASSWORD, SCD2_SNOWFLAKE_TOKEN");
        SnowflakeLogin known = SnowflakeLogin.at(url).password(WRONG);
        assertThatThrownBy(() -> known.token(WRONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("by password already")
                .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain(WRONG));
    }

    private static void assertUnclear(Map<String, String> environment, String says) {
        assertThatThrownBy(() -> fromEnvironment(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says)
                .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain(WRONG));
    }

    private static SnowflakeLogin fromEnvironment(Map<String, String> environment) {
        return SnowflakeLogin.from(environment, name -> "SCD2_SNOWFLAKE_" + name);
    }

    private static Dimension member() {
        return Dimension.named("member")
                .key("id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .build();
    }

    private static Observation said(int sequence) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(sequence));
        return Observation.of(Map.of("id", "M1", "plan", "p" + sequence), at, Sequence.of(sequence));
    }

    private static String askedWho(SnowflakeLogin login) throws SQLException {
        return ask(SnowflakeSessions.of(login), "SELECT current_user()");
    }

    private static String ask(SnowflakeSessions sessions, String question) throws SQLException {
        try (Connection connection = sessions.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }
}
