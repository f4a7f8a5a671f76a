package dev.scd2.sql.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.JoinRule;
import dev.scd2.sql.StoreOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The text of joins, compared with files; {@code -Dscd2.golden=DIR} writes them anew into a directory. */
class AsOfJoinTextTest {
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("ssn", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .systemTime(SystemTime.LOAD)
            .build();
    private static final Versions HISTORY =
            Versions.of(MEMBER, StoreOptions.standard().withSchema("mart"));
    private static final Versions COVERAGE =
            Versions.table("coverage").key("member_id", "kind").validity("effective_from", "effective_to");
    private static final Lookup LATEST =
            Lookup.in(HISTORY).key("member", "member_id").at("served_at").columns("plan");

    @ParameterizedTest
    @EnumSource(JoinDialect.class)
    void theVersionInForceIsLookedUpInTwoTablesAtOnce(JoinDialect dialect) throws IOException {
        check(
                "in-force",
                dialect,
                AsOfJoin.of("SELECT * FROM claim", dialect)
                        .lookup(LATEST)
                        .lookup(Lookup.in(COVERAGE)
                                .key("member", "member_id")
                                .key("kind", "kind")
                                .at("served_on", DateAnchor.endOfDay(ZoneId.of("America/Chicago")))
                                .columns("plan")));
    }

    @Test
    void whatFewFactsNeedIsSetAside() throws IOException {
        Lookup coverage = Lookup.in(COVERAGE)
                .key("member", "member_id")
                .key("kind", "kind")
                .at("served_at")
                .columns("plan");
        check(
                "set-aside",
                JoinDialect.DUCKDB,
                AsOfJoin.of("SELECT * FROM claim", JoinDialect.DUCKDB)
                        .lookup(LATEST.sized(1_000, 100_000, 50_000))
                        .lookup(coverage.sized(1_000, 10_000, 5_000)));
    }

    @ParameterizedTest
    @EnumSource(JoinDialect.class)
    void theNearestStartWithinATolerance(JoinDialect dialect) throws IOException {
        JoinRule rule = JoinRule.nearest().within(Duration.ofSeconds(2));
        check("nearest", dialect, AsOfJoin.of("SELECT * FROM claim", dialect).lookup(LATEST.by(rule)));
    }

    @ParameterizedTest
    @EnumSource(JoinDialect.class)
    void anotherColumnWithAnOrderAsKnownWhenPaid(JoinDialect dialect) throws IOException {
        check(
                "other-column",
                dialect,
                AsOfJoin.of("SELECT * FROM claim", dialect)
                        .lookup(Lookup.in(HISTORY)
                                .as("patient")
                                .key("ssn", "ssn")
                                .order("plan")
                                .at("served_at")
                                .knownAt("paid_at")
                                .columns("plan")));
    }

    @ParameterizedTest
    @EnumSource(JoinDialect.class)
    void inferredMembersAsKnownWhenPaid(JoinDialect dialect) throws IOException {
        check(
                "inferred-members",
                dialect,
                AsOfJoin.of("SELECT * FROM claim", dialect)
                        .lookup(Lookup.in(HISTORY.withInferredMembers())
                                .key("member", "member_id")
                                .at("served_at")
                                .knownAt("paid_at")
                                .columns("plan")));
    }

    @ParameterizedTest
    @EnumSource(JoinDialect.class)
    void theFormsAreOneQueryWithAndWithoutThoseThatMet(JoinDialect dialect) {
        AsOfJoin join = AsOfJoin.of("SELECT * FROM claim", dialect).lookup(LATEST);

        assertThat(join.inner().sql()).doesNotContain("BEFORE_FIRST").contains("\nWHERE (");
        assertThat(join.anti().sql()).contains("BEFORE_FIRST").endsWith(" IS NOT TRUE");
        assertThat(join.sql()).doesNotContain("\nWHERE (");
    }

    @Test
    void aLookupMustHaveAKeyATimeAndColumnsThatAreThere() {
        AsOfJoin join = AsOfJoin.of("SELECT 1", JoinDialect.DUCKDB);
        Lookup timeless = Lookup.in(HISTORY).key("m", "member_id");

        assertThatThrownBy(() -> join.lookup(Lookup.in(HISTORY).at("t"))).hasMessageContaining("key of the fact");
        assertThatThrownBy(() -> join.lookup(timeless)).hasMessageContaining("time of the fact");
        assertThatThrownBy(() -> join.lookup(timeless.at("t").columns("tier"))).hasMessageContaining("no column tier");
        assertThatThrownBy(() -> join.lookup(
                        Lookup.in(COVERAGE).key("m", "member_id").at("t").knownAt("p")))
                .hasMessageContaining("no system time");
        assertThatThrownBy(() -> join.lookup(
                        Lookup.in(Versions.table("plain")).key("m", "member_id").at("t")))
                .hasMessageContaining("natural key");
    }

    @Test
    void twoLookupsNeedTwoNames() {
        AsOfJoin join = AsOfJoin.of("SELECT 1", JoinDialect.DUCKDB).lookup(LATEST);

        assertThatThrownBy(() -> join.lookup(LATEST)).hasMessageContaining("Two lookups are called member");
        assertThat(join.lookup(LATEST.as("payer").at("paid_at")).sql()).contains("\"member_plan\"", "\"payer_plan\"");
    }

    private static void check(String name, JoinDialect dialect, AsOfJoin join) throws IOException {
        String file = name + "-" + dialect.name().toLowerCase(Locale.ROOT) + ".sql";
        String golden = System.getProperty("scd2.golden");
        if (golden != null) {
            Files.writeString(Path.of(golden, file), join.sql() + "\n");
        }
        try (InputStream expected = AsOfJoinTextTest.class.getResourceAsStream(file)) {
            assertThat(expected).as("the file %s", file).isNotNull();
            assertThat(join.sql() + "\n").isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
