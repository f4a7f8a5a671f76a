package dev.scd2.sql.cases;

import dev.scd2.dimension.ColumnType;
import dev.scd2.engine.algebra.Periods;
import dev.scd2.engine.algebra.Piece;
import dev.scd2.engine.algebra.Pieces;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.sql.TableName;
import dev.scd2.timeline.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Timelines of plans and jobs, and spans that may overlap, drawn by key; in memory and as tables. Confined to one thread. */
final class DrawnTimelines {
    static final ZoneId CHICAGO = ZoneId.of("America/Chicago");
    static final LocalDate FIRST = LocalDate.of(2024, 1, 20);
    private static final long HOUR = 3_600_000_000L;
    private static final long START = FIRST.atStartOfDay(CHICAGO).toEpochSecond() * 1_000_000L;
    private static final int HOURS = 24 * 400;

    private static final List<TableColumn> COLUMNS = List.of(
            new TableColumn("carrier", ColumnType.TEXT),
            new TableColumn("member id", ColumnType.LONG),
            new TableColumn("Begin", ColumnType.TIMESTAMP),
            new TableColumn("end", ColumnType.TIMESTAMP),
            new TableColumn("value", ColumnType.TEXT));

    private final Dialect dialect;
    private final Optional<String> infinity;
    private final Map<String, Pieces<String>> plans = new TreeMap<>();
    private final Map<String, Pieces<String>> jobs = new TreeMap<>();
    private final Map<String, List<Interval>> spans = new TreeMap<>();

    /**
     * Draws none yet.
     *
     * @param infinity an end after all others that is none of the two in which a store writes an open one, if there is any
     */
    DrawnTimelines(Dialect dialect, Optional<String> infinity) {
        this.dialect = dialect;
        this.infinity = infinity;
    }

    /** Draws so many keys more. */
    void draw(SplittableRandom random, int keys) {
        for (int i = 0; i < keys; i++) {
            draw(random, "c" + i % 3 + "/" + i);
        }
    }

    /** Makes the tables {@code plan table}, {@code job table} and {@code span table}. */
    void fill(Connection connection, SplittableRandom random) throws SQLException {
        fill(connection, "plan", plans, random);
        fill(connection, "job", jobs, random);
        Map<String, List<Piece<String>>> covered = new TreeMap<>();
        spans.forEach((key, drawn) -> covered.put(
                key, drawn.stream().map(span -> new Piece<>(span, "x")).toList()));
        table(connection, "span", covered, random);
    }

    Set<String> keys() {
        return spans.keySet();
    }

    Pieces<String> plan(String key) {
        return plans.getOrDefault(key, Pieces.of(List.of()));
    }

    Pieces<String> job(String key) {
        return jobs.getOrDefault(key, Pieces.of(List.of()));
    }

    List<Interval> spansOf(String key) {
        return spans.getOrDefault(key, List.of());
    }

    Periods covered(String key) {
        return Periods.of(spansOf(key));
    }

    private void draw(SplittableRandom random, String key) {
        plans.put(key, pieces(random, "p"));
        if (random.nextInt(5) > 0) {
            jobs.put(key, pieces(random, "j"));
        }
        List<Interval> drawn = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            drawn.add(interval(random));
        }
        spans.put(key, drawn);
    }

    Interval interval(SplittableRandom random) {
        long from = START + random.nextInt(HOURS) * HOUR;
        return new Interval(from, random.nextInt(12) == 0 ? Interval.OPEN : from + (1 + random.nextInt(3_000)) * HOUR);
    }

    /** Values of two kinds, and "none", which the table holds as NULL. */
    private static Pieces<String> pieces(SplittableRandom random, String name) {
        List<Piece<String>> pieces = new ArrayList<>();
        long at = random.nextInt(500);
        int size = random.nextInt(7);
        for (int i = 0; i < size; i++) {
            long end = at + 1 + random.nextInt(1_500);
            boolean open = i == size - 1 && random.nextBoolean();
            int kind = random.nextInt(3);
            pieces.add(new Piece<>(
                    new Interval(START + at * HOUR, open ? Interval.OPEN : START + end * HOUR),
                    kind == 2 ? "none" : name + kind));
            at = end + (random.nextBoolean() ? 0 : random.nextInt(900));
        }
        return Pieces.of(pieces);
    }

    private void fill(
            Connection connection, String name, Map<String, Pieces<String>> timelines, SplittableRandom random)
            throws SQLException {
        Map<String, List<Piece<String>>> rows = new TreeMap<>();
        timelines.forEach((key, pieces) -> rows.put(key, pieces.pieces()));
        table(connection, name, rows, random);
    }

    /** An open end is one of the three that tables hold. */
    private void table(
            Connection connection, String name, Map<String, List<Piece<String>>> timelines, SplittableRandom random)
            throws SQLException {
        TableName table = new TableName(dialect.defaultSchema(), name + " table");
        List<@Nullable Object[]> rows = new ArrayList<>();
        List<String> infinite = new ArrayList<>();
        timelines.forEach((key, pieces) -> pieces.forEach(piece -> {
            int open = random.nextInt(3);
            if (piece.interval().isOpen() && open == 2 && infinity.isPresent()) {
                infinite.add(infinite(key, piece, infinity.get()));
            } else {
                rows.add(row(key, piece, open == 0));
            }
        }));
        String columns = COLUMNS.stream()
                .map(column -> dialect.quote(column.name()) + " " + dialect.typeName(column.type()))
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + dialect.qualified(table) + " (" + columns + ")");
            dialect.load(connection, table, COLUMNS, rows.iterator());
            for (String row : infinite) {
                statement.execute("INSERT INTO " + dialect.qualified(table) + " SELECT " + row);
            }
        }
    }

    private static @Nullable Object[] row(String key, Piece<String> piece, boolean openIsNull) {
        String[] parts = key.split("/", -1);
        Interval interval = piece.interval();
        Object sentinel = LocalDate.of(9999, 12, 31).toEpochDay() * 24 * HOUR;
        return new @Nullable Object[] {
            parts[0],
            Long.parseLong(parts[1]),
            interval.startMicros(),
            interval.isOpen() ? openIsNull ? null : sentinel : (Object) interval.endMicros(),
            piece.value().equals("none") ? null : piece.value()
        };
    }

    private String infinite(String key, Piece<String> piece, String end) {
        String[] parts = key.split("/", -1);
        return "'" + parts[0] + "', " + parts[1] + ", "
                + dialect.literal(piece.interval().start()) + ", " + end + ", "
                + (piece.value().equals("none") ? "NULL" : "'" + piece.value() + "'");
    }
}
