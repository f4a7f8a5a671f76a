package dev.scd2.sql.cases;

import static dev.scd2.sql.cases.DrawnTimelines.CHICAGO;
import static dev.scd2.sql.cases.DrawnTimelines.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.engine.algebra.CalendarUnit;
import dev.scd2.engine.algebra.Periods;
import dev.scd2.engine.algebra.Piece;
import dev.scd2.engine.algebra.Pieces;
import dev.scd2.fact.DateAnchor;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.algebra.Timelines;
import dev.scd2.timeline.Interval;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The algebra of timelines in the database against the same one in memory, which is proved instant by instant. */
public abstract class TimelinesContract {
    private static final long HOUR = 3_600_000_000L;
    private static final int KEYS = 30;
    private static final List<String> KEY = List.of("carrier", "member id");

    private final DrawnTimelines drawn = new DrawnTimelines(dialect(), infinity());

    /** Returns a connection to an empty database. */
    protected abstract Connection connect() throws SQLException;

    protected abstract Dialect dialect();

    /** Returns a timestamp after all others, where the database has one. */
    protected Optional<String> infinity() {
        return Optional.of("TIMESTAMPTZ 'infinity'");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyOperationGivesWhatItGivesInMemory(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (Connection connection = connect()) {
            drawn.draw(random, KEYS);
            drawn.fill(connection, random);
            compareSets(connection, random);
            compareValues(connection, random);
            compareCalendars(connection);
        }
    }

    private void compareSets(Connection connection, SplittableRandom random) throws SQLException {
        Timelines all = table("span", "value");
        Timelines held = table("plan", "value");
        Interval window = drawn.interval(random);
        Duration gap = Duration.ofHours(random.nextInt(600));
        int days = random.nextInt(40);
        DateAnchor start = DateAnchor.startOfDay(CHICAGO);
        DateAnchor end = DateAnchor.endOfDay(CHICAGO);
        same(connection, all.periods(), (key, rows) -> add(rows, key, drawn.covered(key)));
        same(connection, all.overlaps(), (key, rows) -> add(rows, key, Periods.overlaps(drawn.spansOf(key))));
        same(
                connection,
                all.islands(gap),
                (key, rows) -> add(rows, key, drawn.covered(key).islands(gap)));
        same(
                connection,
                all.islands(days, start),
                (key, rows) -> add(rows, key, drawn.covered(key).islands(days, start)));
        same(
                connection,
                all.islands(days, end),
                (key, rows) -> add(rows, key, drawn.covered(key).islands(days, end)));
        same(
                connection,
                all.gaps(),
                (key, rows) -> add(rows, key, drawn.covered(key).gaps()));
        same(connection, all.gaps(window), (key, rows) -> {
            if (!drawn.spansOf(key).isEmpty()) {
                add(rows, key, drawn.covered(key).gaps(window));
            }
        });
        same(
                connection,
                all.periods().clip(window),
                (key, rows) -> add(rows, key, drawn.covered(key).clip(window)));
        same(
                connection,
                all.union(held),
                (key, rows) ->
                        add(rows, key, drawn.covered(key).union(drawn.plan(key).periods())));
        same(
                connection,
                all.periods().subtract(held),
                (key, rows) -> add(
                        rows, key, drawn.covered(key).subtract(drawn.plan(key).periods())));
        same(
                connection,
                all.periods().intersect(held.periods()),
                (key, rows) -> add(
                        rows, key, drawn.covered(key).intersect(drawn.plan(key).periods())));
    }

    private void compareValues(Connection connection, SplittableRandom random) throws SQLException {
        Timelines plan = table("plan", "value");
        Timelines job = table("job", "title");
        Timelines span = table("span", "unused").periods();
        Interval window = drawn.interval(random);
        same(
                connection,
                plan.coalesce(),
                (key, rows) -> add(rows, key, drawn.plan(key).coalesce()));
        same(
                connection,
                plan.clip(window),
                (key, rows) -> add(rows, key, drawn.plan(key).clip(window)));
        same(
                connection,
                plan.subtract(job),
                (key, rows) ->
                        add(rows, key, drawn.plan(key).subtract(drawn.job(key).periods())));
        same(
                connection,
                plan.intersect(span),
                (key, rows) -> add(rows, key, drawn.plan(key).during(drawn.covered(key))));
        Timelines both = plan.intersect(job);
        same(
                connection,
                both,
                (key, rows) -> add(rows, key, Pieces.intersect(List.of(drawn.plan(key), drawn.job(key)))));
        Timelines all = plan.overlay(job, span);
        same(
                connection,
                all,
                (key, rows) -> add(
                        rows,
                        key,
                        Pieces.of(Pieces.overlay(
                                        List.of(drawn.plan(key), drawn.job(key), Pieces.of(drawn.covered(key), "s")))
                                .pieces()
                                .stream()
                                .map(piece -> new Piece<>(
                                        piece.interval(), piece.value().subList(0, 2)))
                                .toList())));
        assertThat(rows(connection, both.notPartitionOf(plan.periods().intersect(job.periods())), 1))
                .isEmpty();
        assertThat(rows(connection, all.notPartitionOf(plan.union(job).union(span)), 1))
                .isEmpty();
        assertThat(rows(connection, both.notPartitionOf(plan), 1)).isNotEmpty();
        assertThat(rows(connection, table("span", "value").notPartitionOf(span), 1))
                .isNotEmpty();
    }

    private void compareCalendars(Connection connection) throws SQLException {
        Interval window = Interval.ofClosed(FIRST.minusDays(5), FIRST.plusDays(300), CHICAGO);
        Timelines plan = table("plan", "value");
        for (CalendarUnit unit : CalendarUnit.values()) {
            same(connection, plan.split(unit, CHICAGO, window), (key, rows) -> {
                for (Piece<String> piece :
                        drawn.plan(key).split(unit, CHICAGO, window).pieces()) {
                    LocalDate first = unit.firstDay(piece.interval().startMicros(), CHICAGO);
                    rows.add(row(key, piece.interval(), piece.value(), first));
                }
            });
        }
        YearMonth first = YearMonth.from(FIRST);
        for (DateAnchor anchor : List.of(DateAnchor.startOfDay(CHICAGO), DateAnchor.endOfDay(CHICAGO))) {
            List<String> expected = new ArrayList<>();
            for (String key : drawn.keys()) {
                drawn.covered(key)
                        .memberMonths(first, first.plusMonths(15), anchor)
                        .forEach(month -> expected.add(key + "|"
                                + month.month().atDay(1) + "|1|" + (month.midMonth() ? 1 : 0) + "|"
                                + month.coveredDays() + "|"
                                + month.days() + "|" + month.proRated()));
            }
            assertThat(rows(connection, table("span", "value").memberMonths(first, first.plusMonths(15), anchor), 8))
                    .containsExactlyInAnyOrderElementsOf(expected)
                    .hasSizeGreaterThan(KEYS);
        }
    }

    @Test
    void daysThatAreBothInclusiveAreReadRight() throws Exception {
        try (Connection connection = connect()) {
            run(connection, "CREATE TABLE eligibility (person TEXT, first_day DATE, last_day DATE)");
            run(
                    connection,
                    "INSERT INTO eligibility (person, first_day, last_day) VALUES ('a', DATE '2024-01-01', DATE '2024-01-31'),"
                            + " ('a', DATE '2024-02-01', DATE '2024-02-29'), ('a', DATE '2024-04-14', NULL),"
                            + " ('cancelled', DATE '2024-01-01', DATE '2023-12-31'), (NULL, DATE '2024-01-01', NULL)");
            Timelines days = Timelines.ofDays(
                    "SELECT * FROM eligibility", dialect(), List.of("person"), "first_day", "last_day", ZoneOffset.UTC);
            DateAnchor start = DateAnchor.startOfDay(ZoneOffset.UTC);
            assertThat(periods(connection, days.periods(), 1))
                    .containsExactly("a|2024-01-01T00:00:00Z/2024-03-01T00:00:00Z", "a|2024-04-14T00:00:00Z/open");
            assertThat(periods(connection, days.islands(43, start), 1)).hasSize(2);
            assertThat(periods(connection, days.islands(44, start), 1)).containsExactly("a|2024-01-01T00:00:00Z/open");
            assertThat(rows(connection, days.memberMonths(YearMonth.of(2024, 1), YearMonth.of(2024, 4), start), 7))
                    .containsExactlyInAnyOrder(
                            "a|2024-01-01|1|1|31|31|1.0",
                            "a|2024-02-01|1|1|29|29|1.0",
                            "a|2024-04-01|1|1|17|30|" + 17.0 / 30);
        }
    }

    @Test
    void aColumnThatTheQueryNeedsItselfIsRefused() {
        assertThatThrownBy(() -> table("plan", "valid_from"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("valid_from")
                .hasMessageContaining("another name");
        assertThatThrownBy(() -> table("plan", "value").intersect(table("job", "value")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value");
        Timelines other = Timelines.of("SELECT 1", dialect(), List.of("id"), "f", "t");
        assertThatThrownBy(() -> table("plan", "value").subtract(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same key");
    }

    private interface Expected extends BiConsumer<String, List<String>> {}

    private void same(Connection connection, Timelines timelines, Expected expected) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String key : drawn.keys()) {
            expected.accept(key, rows);
        }
        assertThat(periods(connection, timelines, 2))
                .containsExactlyInAnyOrderElementsOf(rows)
                .isNotEmpty();
    }

    private Timelines table(String name, String value) {
        String named = value.equals("value")
                ? ""
                : ", s." + dialect().quote("value") + " AS " + dialect().quote(value);
        String query = "SELECT s.*" + named + " FROM " + dialect().quote(name + " table") + " AS s";
        return Timelines.of(query, dialect(), KEY, "Begin", "end", value);
    }

    private static void add(List<String> rows, String key, Periods periods) {
        periods.intervals().forEach(interval -> rows.add(row(key, interval)));
    }

    private static void add(List<String> rows, String key, Pieces<?> pieces) {
        for (Piece<?> piece : pieces.pieces()) {
            List<?> values = piece.value() instanceof List<?> list ? list : List.of(piece.value());
            rows.add(row(key, piece.interval(), values.toArray()));
        }
    }

    private static String row(String key, Interval interval, Object... values) {
        StringBuilder row = new StringBuilder(key + "|" + interval);
        Arrays.stream(values).forEach(value -> row.append('|').append(value == null ? "none" : value));
        return row.toString();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of timelines, each as key, interval and values. */
    private List<String> periods(Connection connection, Timelines timelines, int keys) throws SQLException {
        String micros =
                dialect().epochMicros("valid_from") + " AS f, " + dialect().epochMicros("valid_to") + " AS t";
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT q.*, " + micros + " FROM (" + timelines.sql() + ") AS q")) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<Object> values = new ArrayList<>();
                for (int i = keys + 3; i < columns - 1; i++) {
                    values.add(row.getString(i));
                }
                long to = row.getLong(columns);
                boolean open = to == LocalDate.of(9999, 12, 31).toEpochDay() * 24 * HOUR;
                String key = keys == 1 ? row.getString(1) : row.getString(1) + "/" + row.getString(2);
                rows.add(row(key, new Interval(row.getLong(columns - 1), open ? Interval.OPEN : to), values.toArray()));
            }
        }
        rows.sort(null);
        return rows;
    }

    private static List<String> rows(Connection connection, String sql, int columns) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                StringBuilder cells = new StringBuilder(row.getString(1));
                for (int i = 2; i <= columns; i++) {
                    cells.append(columns == 8 && i == 2 ? "/" : "|").append(row.getObject(i));
                }
                rows.add(cells.toString());
            }
        }
        return rows;
    }
}
