package dev.scd2.examples.healthcare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.examples.healthcare.PayerShell.Said;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PayerRunTest {
    private static final List<String> ENTITIES = List.of(
            "members",
            "plans",
            "policies",
            "enrollments",
            "providers",
            "claims",
            "claim_lines",
            "claim_status_history");

    private Path scratch;
    private Path directory;
    private PayerShell shell;
    private Said run;

    @BeforeAll
    void runOnce(@TempDir Path temporary) {
        scratch = temporary;
        directory = scratch.resolve("run");
        shell = new PayerShell(directory);
        run = shell.xs("run");
    }

    @Test
    void aRunEndsWellAndPrintsWhatItDid() {
        assertThat(run.code()).as(run.err() + run.out()).isZero();
        assertThat(run.failed()).isEmpty();
        assertThat(run.out()).containsPattern("\n[1-9][0-9]* checks passed, 0 failed\n");
        for (String stage : List.of("generate", "capture", "load", "transform")) {
            assertThat(run.out()).containsPattern("\n" + stage + " \\([0-9.]+ s\\)\n");
            assertThat(run.err()).containsPattern("(?m)^" + stage + " +[0-9.]+ s$");
        }
        ENTITIES.forEach(entity ->
                assertThat(run.lines(entity + " ")).as(entity).hasSize(4).allMatch(line -> line.matches(".*[1-9].*")));
        assertThat(run.lines("members ").get(3)).as("what Parquet saves").matches("members.*[1-9] %.*[1-9] % *");
        assertThat(run.lines("dim_member ")).hasSize(3);
        assertThat(run.lines("dim_member ").get(1)).contains("first version", "fpl_ratio", "zip");
        assertThat(run.lines("dim_enrollment ").get(2)).matches("dim_enrollment( +[0-9.]+ %){5}");
    }

    @Test
    void theStoryOfTheMemberIsAsItWasWritten() {
        String story = run.out()
                .substring(run.out().indexOf("member M9000001:"), run.out().indexOf("\ncheck\n"));
        assertThat(story)
                .containsPattern("2024-01-01 +2024-07-01 +10100TX0000020 ")
                .containsPattern("2024-05-20 +2024-07-01 +San Antonio TX 78230 ")
                .containsPattern("2024-05-28 .* MATCHED +78230")
                .containsPattern("2024-07-10 .* GAP +78230");
    }

    @Test
    void theFeedWasUnrulyAndWhatCouldNotBeReadIsInQuarantine() throws Exception {
        Map<String, Long> redelivered = new HashMap<>();
        Map<String, Long> poison = new HashMap<>();
        List<String> ledger = Files.readAllLines(directory.resolve("faults.csv"));
        for (String line : ledger.subList(1, ledger.size())) {
            String[] cells = line.split(",", -1);
            String entity = cells[0].substring("payer.".length());
            redelivered.put(entity, Long.parseLong(cells[2]));
            poison.put(entity, Long.parseLong(cells[4]));
            assertThat(run.lines(entity + ": raw is events, repetitions and quarantine"))
                    .singleElement()
                    .asString()
                    .containsPattern(" " + cells[1] + " \\+ " + cells[2] + " \\+ " + cells[4] + " +ok$");
        }
        assertThat(poison.keySet()).containsExactlyInAnyOrderElementsOf(ENTITIES);
        assertThat(sum(redelivered)).isPositive();
        assertThat(sum(poison)).isPositive();
        try (Connection warehouse = DuckDbStore.connect(directory.resolve("warehouse.duckdb"))) {
            for (String entity : ENTITIES) {
                assertThat(count(
                                warehouse,
                                "dq.quarantine where reason = 'MALFORMED' and part is not null and off is not null"
                                        + " and entity = '" + entity + "'"))
                        .as(entity)
                        .isEqualTo(poison.get(entity));
            }
        }
    }

    @Test
    void runAgainItGoesOnAndChangesNothing() throws Exception {
        Map<String, List<String>> before = WarehouseContent.everything(directory.resolve("warehouse.duckdb"));
        Said again = shell.xs("run");
        assertThat(again.code()).as(again.err() + again.out()).isZero();
        assertThat(again.lines("claims ").get(1)).matches("claims +([0-9,]+) +\\1 +0");
        requireEqual(WarehouseContent.everything(directory.resolve("warehouse.duckdb")), before);
    }

    @Test
    void theLakeAloneGivesTheWarehouseBack() throws Exception {
        Path warehouse = directory.resolve("warehouse.duckdb");
        Path kept = Files.move(warehouse, scratch.resolve("kept.duckdb"));
        try {
            for (String stage : List.of("load", "transform", "check")) {
                Said said = shell.xs(stage);
                assertThat(said.code()).as(stage + said.err() + said.out()).isZero();
            }
            requireEqual(WarehouseContent.replayed(warehouse), WarehouseContent.replayed(kept));
        } finally {
            Files.move(kept, warehouse, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What stands in for Snowflake is named by the environment, as an account would be. */
    @Test
    void onSnowflakeEveryTableHasTheSameRows() throws Exception {
        try (SnowflakeStandIn snowflake = SnowflakeStandIn.start(scratch.resolve("snowflake"))) {
            PayerShell account = new PayerShell(directory, PayerShell.account(snowflake));
            for (String stage : List.of("load", "transform")) {
                Said said = account.xs(stage, "--warehouse", "snowflake");
                assertThat(said.code()).as(stage + said.err() + said.out()).isZero();
            }
            try (Connection here = DuckDbStore.connect(directory.resolve("warehouse.duckdb"));
                    Connection there = DriverManager.getConnection(snowflake.url(), snowflake.properties())) {
                requireEqual(WarehouseRows.of(there), WarehouseRows.of(here));
            }
            assertThat(account.say("retro", "--warehouse", "snowflake").out())
                    .isEqualTo(shell.say("retro").out());
            String question = "asof enrollment M9000001 MED --on 2024-06-30";
            assertThat(account.say((question + " --warehouse snowflake").split(" ", -1))
                            .out())
                    .isEqualTo(shell.say(question.split(" ", -1)).out())
                    .contains("MATCHED");
        }
    }

    @Test
    void whatAKilledUploadLeftIsNoFileOfTheLake() throws Exception {
        Path file;
        try (Stream<Path> files = Files.walk(directory.resolve("s3"))) {
            file = files.filter(path -> path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        Path left = Files.copy(file, file.resolveSibling(file.getFileName() + "-" + new UUID(1, 2)));
        try {
            Said check = shell.xs("check");
            assertThat(check.code()).as(check.err() + check.out()).isZero();
        } finally {
            Files.delete(left);
        }
    }

    @Test
    void theStagesOneByOneMakeTheSameWarehouse() throws Exception {
        PayerShell stages = new PayerShell(scratch.resolve("stages"));
        for (String stage : List.of("generate", "capture", "load", "transform", "check")) {
            Said said = stages.xs(stage);
            assertThat(said.code()).as(stage + said.err() + said.out()).isZero();
        }
        requireEqual(
                WarehouseContent.comparable(scratch.resolve("stages/warehouse.duckdb")),
                WarehouseContent.comparable(directory.resolve("warehouse.duckdb")));
    }

    @ParameterizedTest
    @CsvSource({
        "dim_member: invariants, update marts.dim_member set validity_end_ts = validity_end_ts + interval 1 day"
                + " where member_id = 'M9000001' and not current_flag",
        "dim_member: invariants, update marts.dim_member set zip = '00000' where member_id = 'M9000001'",
        "claims: paid in staging and in the facts, update marts.fact_claim_line set paid_amount = paid_amount + 0.01"
                + " where claim_id = 'C000000265' and line_number = 1",
        "claim_lines: staging is facts and quarantine, delete from marts.fact_claim_line where claim_id = 'C000000265'",
        "provider specialty and place, update marts.fact_claim_line set provider_city = 'Nowhere'"
                + " where claim_id = 'C000000265'",
        "members: equal in every column, update staging.members set city = 'Nowhere' where member_id = 'M9000001'",
        "plans: lake and raw, delete from raw.plans where off = 0 and part = 0"
    })
    void aCheckThatFailsIsNamedAndEndsWithThree(String name, String tampering) throws Exception {
        Path warehouse = directory.resolve("warehouse.duckdb");
        Path untouched = scratch.resolve("untouched.duckdb");
        Files.copy(warehouse, untouched, StandardCopyOption.REPLACE_EXISTING);
        try {
            try (Connection connection = DuckDbStore.connect(warehouse);
                    Statement statement = connection.createStatement()) {
                assertThat(statement.executeUpdate(tampering)).isPositive();
            }
            Said check = shell.xs("check");
            assertThat(check.failed()).anyMatch(line -> line.startsWith(name));
            assertThat(check.code()).isEqualTo(3);
        } finally {
            Files.move(untouched, warehouse, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "member M9000001, 2024-07-10, MATCHED, zip +78230",
        "member M9000001, 2024-05-19, MATCHED, zip +78745",
        "member M9000001, 2000-01-01, BEFORE_FIRST, outcome",
        "member M0000000, 2024-07-10, UNKNOWN_KEY, outcome",
        "enrollment M9000001 MED, 2024-06-30, MATCHED, plan_id +10100TX0000020",
        "enrollment M9000001 MED, 2024-07-10, GAP, outcome"
    })
    void asOfAnswersFromTheWarehouse(String question, String day, String outcome, String line) {
        String[] words = ("asof " + question + " --on " + day).split(" ", -1);
        Said answer = shell.say(words);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).containsPattern("outcome +" + outcome + "\n").containsPattern(line);
    }

    @Test
    void retroListsTheStoryMembersClaimsOnceTheLostCoverageIsLearned() {
        Said all = shell.say("retro");
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.lines("2024-09-04 ").stream().filter(line -> line.contains(" M9000001 ")))
                .hasSize(2)
                .anyMatch(line -> line.contains(" 2024-07-10 "))
                .anyMatch(line -> line.contains(" 2024-08-14 "))
                .allMatch(line -> line.matches(".* 10100TX0000020 +none +LOST +[0-9]+\\.[0-9]{2}"));
        assertThat(shell.say("retro", "--since", "2024-09-04").out()).contains("M9000001");
        assertThat(shell.say("retro", "--since", "2024-09-05").out()).doesNotContain("M9000001");
    }

    /** The coverage as of the day of service, known at the end of the day of payment against known now, without any join of ours. */
    @Test
    void theClaimsThatMayBeOverpaidAreThoseOfPlainSql() throws Exception {
        String covered =
                " (select 1 from marts.dim_enrollment e where e.member_id = c.member_id and e.coverage_type = 'MED'"
                        + " and c.service_date >= e.validity_start_ts::date and c.service_date < e.validity_end_ts::date and ";
        String plain = "select c.claim_id, sum(c.paid_amount) from marts.fact_claim_line c where c.is_final"
                + " and c.paid_amount > 0 and exists" + covered + "c.paid_date + 1 > e.known_from_ts"
                + " and c.paid_date + 1 <= e.known_to_ts) and not exists" + covered
                + "e.known_to_ts = timestamptz '9999-12-31 00:00:00+00') group by 1 order by 1";
        List<String> overpaid;
        try (Connection warehouse = DuckDbStore.connect(directory.resolve("warehouse.duckdb"));
                Statement statement = warehouse.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            overpaid = rows(statement, plain);
            assertThat(rows(
                            statement,
                            "select claim_id, paid_amount from marts.overpayment_candidates order by claim_id"))
                    .isEqualTo(overpaid)
                    .hasSizeGreaterThanOrEqualTo(2);
            String then = "exists" + covered + "c.known_at >= e.known_from_ts and c.known_at < e.known_to_ts)";
            String now = "exists" + covered + "e.known_to_ts = timestamptz '9999-12-31 00:00:00+00')";
            assertThat(
                            rows(
                                    statement,
                                    "select claim_id, change from marts.retro_impact where change <> 'CHANGED' order by claim_id"))
                    .isEqualTo(rows(
                            statement,
                            "select distinct claim_id, case when covered then 'GAINED' else 'LOST' end from (select c.*, "
                                    + then + " as was_covered, " + now + " as covered from marts.fact_claim_line c)"
                                    + " where was_covered <> covered and (is_final or (status = 'DENIED' and covered))"
                                    + " order by claim_id"))
                    .hasSizeGreaterThan(2);
        }
        BigDecimal paid = overpaid.stream()
                .map(row -> new BigDecimal(row.substring(row.indexOf('|') + 1)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        Said retro = shell.say("retro");
        assertThat(retro.lines("LOST ")).singleElement().asString().contains(" " + paid.setScale(2) + " ");
        for (String row : overpaid) {
            String claim = row.substring(0, row.indexOf('|'));
            assertThat(retro.out().lines().filter(line -> line.contains(" " + claim + " ")))
                    .singleElement()
                    .asString()
                    .contains(" LOST ");
        }
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1) + "|" + row.getString(2));
            }
        }
        return rows;
    }

    @Test
    void asOfRefusesAQuestionThatDoesNotFit() {
        assertThat(shell.say("asof", "memebr", "M9000001", "--on", "2024-07-10"))
                .satisfies(said -> assertThat(said.code()).isEqualTo(2))
                .satisfies(said -> assertThat(said.err()).contains("'memebr'", "member, plan, provider, enrollment"));
        assertThat(shell.say("asof", "enrollment", "M9000001", "--on", "2024-07-10"))
                .satisfies(said -> assertThat(said.code()).isEqualTo(2))
                .satisfies(said -> assertThat(said.err()).contains("member_id, coverage_type"));
        assertThat(shell.say("asof", "plan", "10100TX0000020", "soon", "--on", "2024-07-10"))
                .satisfies(said -> assertThat(said.code()).isEqualTo(2));
        assertThat(new PayerShell(scratch.resolve("nothing")).say("asof", "member", "M1", "--on", "2024-07-10"))
                .satisfies(said -> assertThat(said.code()).isEqualTo(1))
                .satisfies(said -> assertThat(said.err()).contains("Run ./payer run first"));
    }

    static void requireEqual(Map<String, List<String>> found, Map<String, List<String>> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((table, rows) -> {
            List<String> held = found.getOrDefault(table, List.of());
            assertThat(held.stream()
                            .filter(Predicate.not(new HashSet<>(rows)::contains))
                            .limit(3))
                    .as(
                            "the first rows of %s that should not be there, of %s in place of %s",
                            table, held.size(), rows.size())
                    .isEmpty();
            assertThat(held).as(table).hasSameSizeAs(rows);
            assertThat(held.equals(rows)).as("as many of each row of " + table).isTrue();
        });
        assertThat(expected.values().stream().mapToInt(List::size).sum()).isGreaterThan(10_000);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long count(Connection warehouse, String from) throws SQLException {
        try (Statement statement = warehouse.createStatement();
                var row = statement.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getLong(1);
        }
    }
}
