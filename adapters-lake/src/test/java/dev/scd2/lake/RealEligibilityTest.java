package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.engine.algebra.MemberMonth;
import dev.scd2.engine.algebra.Periods;
import dev.scd2.fact.DateAnchor;
import dev.scd2.sql.algebra.Timelines;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Member months and claims of published eligibility data, in the form of the Tuva project's seeds, against plain SQL. Runs
 * where {@code -Dscd2.eligibility=DIR} names a folder with {@code eligibility*.csv.gz} and {@code medical_claim.csv.gz}.
 */
@EnabledIfSystemProperty(named = "scd2.eligibility", matches = ".+")
class RealEligibilityTest {
    private static final DateAnchor UTC = DateAnchor.startOfDay(ZoneOffset.UTC);
    private static final YearMonth FIRST = YearMonth.of(2015, 1);
    private static final YearMonth LAST = YearMonth.of(2020, 12);

    @TempDir
    Path directory;

    private Connection connection;
    private Timelines coverage;

    @BeforeEach
    void read() throws SQLException {
        Path data = Path.of(System.getProperty("scd2.eligibility"));
        connection = DuckDbStore.connect(directory.resolve("real.duckdb"));
        run("CREATE TABLE span AS SELECT DISTINCT person_id, enrollment_start_date::DATE AS first_day,"
                + " enrollment_end_date::DATE AS last_day FROM read_csv('" + data + "/eligibility*.csv.gz',"
                + " all_varchar = true, union_by_name = true)");
        run("CREATE TABLE claim AS SELECT claim_id, claim_line_number AS line, person_id,"
                + " claim_start_date::DATE AS day FROM read_csv('" + data
                + "/medical_claim.csv.gz', all_varchar = true)");
        coverage = Timelines.ofDays(
                "SELECT * FROM span",
                DuckDbDialect.INSTANCE,
                List.of("person_id"),
                "first_day",
                "last_day",
                ZoneOffset.UTC);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void memberMonthsAreThoseOfPlainSqlAndOfTheAlgebraInMemory() throws SQLException {
        List<String> months = rows("SELECT person_id, month, mid_month, covered_days, days_in_month FROM ("
                + coverage.memberMonths(FIRST, LAST, UTC) + ")");
        assertThat(months)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(rows(
                        "SELECT person_id, date_trunc('month', day)::DATE AS month, max(CASE WHEN day(day) = 15 THEN 1"
                                + " ELSE 0 END), count(DISTINCT day), day(last_day(any_value(day))) FROM (SELECT"
                                + " person_id, unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS"
                                + " day FROM span) GROUP BY ALL"));
        List<String> inMemory = new ArrayList<>();
        covered().forEach((person, periods) -> {
            for (MemberMonth month : periods.memberMonths(FIRST, LAST, UTC)) {
                inMemory.add(person + "|" + month.month().atDay(1) + "|" + (month.midMonth() ? 1 : 0) + "|"
                        + month.coveredDays() + "|" + month.days());
            }
        });
        assertThat(months).containsExactlyInAnyOrderElementsOf(inMemory);
    }

    @Test
    void claimLinesInsideCoverageAreThoseOfPlainSql() throws SQLException {
        String inside = "SELECT c.claim_id, c.line FROM claim c JOIN ("
                + coverage.periods().sql()
                + ") p ON p.person_id = c.person_id AND p.valid_from <= (c.day::TIMESTAMP AT TIME ZONE 'UTC')"
                + " AND (c.day::TIMESTAMP AT TIME ZONE 'UTC') < p.valid_to";
        String plain = "SELECT c.claim_id, c.line FROM claim c WHERE EXISTS (SELECT 1 FROM span s WHERE s.person_id ="
                + " c.person_id AND c.day BETWEEN s.first_day AND s.last_day)";
        assertThat(rows(inside)).isNotEmpty().containsExactlyInAnyOrderElementsOf(rows(plain));
        Map<String, Periods> covered = covered();
        long inMemory = 0;
        for (String claim : rows("SELECT person_id, day FROM claim")) {
            String[] cells = claim.split("\\|", -1);
            inMemory += covered.getOrDefault(cells[0], Periods.none())
                            .contains(Instants.ofMicros(UTC.toMicros(LocalDate.parse(cells[1]))))
                    ? 1
                    : 0;
        }
        assertThat(inMemory).isEqualTo(rows(plain).size());
        String misread = "s.first_day <= c.day AND c.day < s.last_day";
        assertThat(rows(plain.replace("c.day BETWEEN s.first_day AND s.last_day", misread)))
                .as("claims on last days, which a reader of half-open dates loses")
                .hasSizeLessThan((int) inMemory);
    }

    @Test
    void continuousCoverageWithAnAllowedGapIsThatOfPlainSql() throws SQLException {
        for (int allowed : new int[] {0, 29, 30, 31, 45}) {
            assertThat(rows(
                            "SELECT person_id, CAST(valid_from AT TIME ZONE 'UTC' AS DATE), CAST(valid_to AT TIME ZONE 'UTC'"
                                    + " AS DATE) - 1 FROM ("
                                    + coverage.islands(allowed, UTC).sql() + ")"))
                    .as("a gap of %s days", allowed)
                    .containsExactlyInAnyOrderElementsOf(rows(
                            "SELECT person_id, min(first_day), max(last_day) FROM (SELECT *, count(*) FILTER (new) OVER"
                                    + " (PARTITION BY person_id ORDER BY first_day) AS island FROM (SELECT *, first_day >"
                                    + " lag(last_day, 1, DATE '1900-01-01') OVER (PARTITION BY person_id ORDER BY"
                                    + " first_day) + 1 + " + allowed
                                    + " AS new FROM span)) GROUP BY person_id, island"));
        }
    }

    private Map<String, Periods> covered() throws SQLException {
        Map<String, Periods> covered = new HashMap<>();
        for (String span : rows("SELECT person_id, first_day, last_day FROM span")) {
            String[] cells = span.split("\\|", -1);
            Interval days = Interval.ofClosed(LocalDate.parse(cells[1]), LocalDate.parse(cells[2]), ZoneOffset.UTC);
            covered.merge(cells[0], Periods.of(days), Periods::union);
        }
        return covered;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                StringBuilder cells = new StringBuilder(row.getString(1));
                for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                    cells.append('|').append(row.getString(i));
                }
                rows.add(cells.toString());
            }
        }
        return rows;
    }
}
