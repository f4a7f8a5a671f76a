package dev.scd2.sql.cases;

import dev.scd2.engine.algebra.Periods;
import dev.scd2.engine.algebra.Piece;
import dev.scd2.engine.algebra.Pieces;
import dev.scd2.timeline.Interval;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Timelines of plans and jobs, and spans that may overlap, drawn by key; in memory and as tables. Confined to one thread. */
final class DrawnTimelines {
    static final ZoneId CHICAGO = ZoneId.of("America/Chicago");
    static final LocalDate FIRST = LocalDate.of(2024, 1, 20);
    private static final long HOUR = 3_600_000_000L;
    private static final long START = FIRST.atStartOfDay(CHICAGO).toEpochSecond() * 1_000_000L;
    private static final int HOURS = 24 * 400;

    private final Map<String, Pieces<String>> plans = new TreeMap<>();
    private final Map<String, Pieces<String>> jobs = new TreeMap<>();
    private final Map<String, List<Interval>> spans = new TreeMap<>();

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
        fill(connection, "span", Map.of(), random);
        for (Map.Entry<String, List<Interval>> entry : spans.entrySet()) {
            for (Interval span : entry.getValue()) {
                insert(connection, "span", entry.getKey(), new Piece<>(span, "x"), random);
            }
        }
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

    private static void fill(
            Connection connection, String name, Map<String, Pieces<String>> timelines, SplittableRandom random)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE \"" + name
                    + " table\" (carrier TEXT, \"member id\" BIGINT, \"Begin\" TIMESTAMP WITH TIME"
                    + " ZONE, \"end\" TIMESTAMP WITH TIME ZONE, \"value\" TEXT)");
        }
        for (Map.Entry<String, Pieces<String>> entry : timelines.entrySet()) {
            for (Piece<String> piece : entry.getValue().pieces()) {
                insert(connection, name, entry.getKey(), piece, random);
            }
        }
    }

    /** An open end is one of the three that tables hold. */
    private static void insert(
            Connection connection, String name, String key, Piece<String> piece, SplittableRandom random)
            throws SQLException {
        String open = List.of("NULL", "TIMESTAMPTZ '9999-12-31 00:00:00+00'", "TIMESTAMPTZ 'infinity'")
                .get(random.nextInt(3));
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO \"" + name
                + " table\" VALUES (?, ?, ?, " + (piece.interval().isOpen() ? open : "?") + ", ?)")) {
            String[] parts = key.split("/", -1);
            statement.setString(1, parts[0]);
            statement.setLong(2, Long.parseLong(parts[1]));
            statement.setObject(3, OffsetDateTime.ofInstant(piece.interval().start(), ZoneOffset.UTC));
            int next = 4;
            if (!piece.interval().isOpen()) {
                statement.setObject(
                        next++, OffsetDateTime.ofInstant(piece.interval().end().orElseThrow(), ZoneOffset.UTC));
            }
            statement.setString(next, piece.value().equals("none") ? null : piece.value());
            statement.executeUpdate();
        }
    }
}
