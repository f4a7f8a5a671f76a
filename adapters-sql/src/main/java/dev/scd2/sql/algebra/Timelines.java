package dev.scd2.sql.algebra;

import dev.scd2.dimension.Dimension;
import dev.scd2.engine.algebra.CalendarUnit;
import dev.scd2.fact.DateAnchor;
import dev.scd2.sql.ColumnNames;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.TableName;
import dev.scd2.timeline.Interval;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The timelines of many keys, as a query: what held when. Each operation is done per key and gives another query, so they
 * can be chained; {@link #sql()} is the text to run.
 *
 * <pre>{@code
 * Timelines coverage = Timelines.ofDays(
 *         "SELECT * FROM eligibility", dialect, List.of("person_id"), "first_day", "last_day", ZoneOffset.UTC);
 * coverage.periods().sql()                                    // when each person was covered
 * coverage.islands(45, DateAnchor.startOfDay(UTC)).sql()      // continuously, up to 45 days of gap allowed
 * coverage.memberMonths(JAN_2024, DEC_2024, DateAnchor.startOfDay(UTC))
 * }</pre>
 *
 * <p>The columns are those of the key, {@code valid_from} (inclusive) and {@code valid_to} (exclusive), timestamps with a
 * time zone, and the values. An end that is open, null or infinite comes out as {@code 9999-12-31T00:00:00Z}. Rows without
 * a key, without a start, or empty are left out.
 *
 * <p>Each operation sorts the rows of a key, or joins two sides by key: one hash join whose matches are compared by time,
 * so its cost grows with the product of the rows that one key has on both sides. Results equal those of {@code
 * dev.scd2.engine.algebra}, where the pictures are. Immutable.
 */
public final class Timelines {
    private static final String FROM = "valid_from";
    private static final String TO = "valid_to";

    private final String query;
    private final Dialect dialect;
    private final KeyColumns key;
    private final List<String> values;

    private Timelines(String query, KeyColumns key, List<String> values) {
        this.query = query;
        this.dialect = key.dialect();
        this.key = key;
        this.values = List.copyOf(values);
        List<String> columns = new ArrayList<>(key.names());
        columns.addAll(values);
        Set<String> taken = new HashSet<>(Set.of(dialect.folded(FROM), dialect.folded(TO)));
        for (String column : columns) {
            if (column.startsWith("_") || !taken.add(dialect.folded(column))) {
                throw new IllegalArgumentException("The column " + column
                        + " is named twice, or like one that the query needs itself. Give it another name.");
            }
        }
    }

    /**
     * Returns the timelines that a query holds as half-open intervals.
     *
     * @param query a SELECT; it goes into the result as it is
     * @param key the columns whose values together name a timeline
     * @param from the column of the start, inclusive, a timestamp with a time zone
     * @param to the column of the end, exclusive, likewise
     * @param values the columns of what held
     */
    public static Timelines of(
            String query, Dialect dialect, List<String> key, String from, String to, String... values) {
        return read(query, dialect, key, "s." + dialect.quote(from), "s." + dialect.quote(to), List.of(values));
    }

    /**
     * Returns the timelines that a query holds as days, both inclusive, as health coverage states them.
     *
     * @param firstDay the column of the first day, a date
     * @param lastDay the column of the last day, a date that is in the interval; null when it is open
     * @param zone where the days begin; by the time zones of the database
     */
    public static Timelines ofDays(
            String query,
            Dialect dialect,
            List<String> key,
            String firstDay,
            String lastDay,
            ZoneId zone,
            String... values) {
        String from = dialect.startOfDay("s." + dialect.quote(firstDay), Text.zone(zone));
        String to = dialect.startOfDay("(s." + dialect.quote(lastDay) + " + 1)", Text.zone(zone));
        return read(query, dialect, key, from, to, List.of(values));
    }

    /** Returns the versions of a dimension by the latest belief, without those that mark an absence. */
    public static Timelines in(Dimension dimension, StoreOptions options, Dialect dialect, String... values) {
        ColumnNames names = options.columns().of(dimension);
        String table =
                dialect.qualified(new TableName(options.schema().orElse(dialect.defaultSchema()), dimension.name()));
        String latest = "SELECT * FROM " + table + " AS v WHERE NOT v." + dialect.quote(names.deleted());
        if (dimension.isBitemporal()) {
            String open = Text.open(dialect);
            latest += " AND coalesce(v." + dialect.quote(names.systemTo()) + ", " + open + ") >= " + open;
        }
        List<String> key = new ArrayList<>();
        dimension.naturalKey().forEach(column -> key.add(column.name()));
        return of(latest, dialect, key, names.validFrom(), names.validTo(), values);
    }

    private static Timelines read(
            String query, Dialect dialect, List<String> names, String from, String to, List<String> values) {
        KeyColumns key = new KeyColumns(names, dialect);
        String open = Text.open(dialect);
        StringBuilder sql = new StringBuilder("SELECT " + key.of("s") + ", ");
        sql.append(from).append(" AS " + FROM + ", CASE WHEN ").append(to).append(" < " + open + " THEN ");
        sql.append(to).append(" ELSE " + open + " END AS " + TO);
        sql.append(key.more("s", values))
                .append(" FROM (")
                .append(query)
                .append(") AS s WHERE ")
                .append(from)
                .append(" < coalesce(");
        sql.append(to).append(", " + open + ")");
        names.forEach(
                column -> sql.append(" AND s.").append(dialect.quote(column)).append(" IS NOT NULL"));
        return new Timelines(sql.toString(), key, values);
    }

    private Timelines with(String other, List<String> kept) {
        return new Timelines(other, key, kept);
    }

    KeyColumns key() {
        return key;
    }

    List<String> values() {
        return values;
    }

    /** Returns the query. */
    public String sql() {
        return query;
    }

    /** Returns when anything held: rows that overlap or touch are one, values are left out. */
    public Timelines periods() {
        return bridged("s." + FROM + " <= s._reached");
    }

    /** Returns {@link #periods()} with every gap filled that is not longer than {@code allowed}, in microseconds, floored. */
    public Timelines islands(Duration allowed) {
        long micros = Math.addExact(Math.multiplyExact(allowed.getSeconds(), 1_000_000L), allowed.getNano() / 1_000);
        requireGap(micros);
        return bridged("s._start_us - s._reached_us <= " + micros);
    }

    /**
     * Returns {@link #periods()} with every gap filled in which at most {@code days} days have their anchor. Clock changes
     * before 1900 and after 2100 are not known to the query.
     */
    public Timelines islands(int days, DateAnchor anchor) {
        requireGap(days);
        DayNumbers numbers = new DayNumbers(anchor);
        return bridged(numbers.firstFrom("s._start_us") + " - " + numbers.firstFrom("s._reached_us") + " <= " + days);
    }

    private static void requireGap(long allowed) {
        if (allowed < 0) {
            throw new IllegalArgumentException("An allowed gap must not be negative, as " + allowed + " is.");
        }
    }

    private Timelines bridged(String bridge) {
        String reached = "SELECT " + key.of("s") + ", s." + FROM + ", s." + TO + ", max(s." + TO + ") OVER ("
                + key.inOrder("s." + FROM + ", s." + TO)
                + " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS _reached"
                + " FROM (" + query + ") AS s";
        String measured = "SELECT s.*, " + dialect.epochMicros("s." + FROM) + " AS _start_us, "
                + dialect.epochMicros("s._reached") + " AS _reached_us FROM (" + reached + ") AS s";
        return grouped(
                "SELECT s.*, CASE WHEN " + bridge + " THEN 0 ELSE 1 END AS _starts FROM (" + measured + ") AS s",
                List.of());
    }

    /** Returns one row for each run of rows from one that {@code _starts} up to the next. */
    private Timelines grouped(String starting, List<String> kept) {
        String numbered = "SELECT s.*, sum(s._starts) OVER (" + key.inOrder("s." + FROM + ", s." + TO)
                + " ROWS UNBOUNDED PRECEDING) AS _island FROM (" + starting + ") AS s";
        return with(
                "SELECT " + key.of("s") + ", min(s." + FROM + ") AS " + FROM + ", max(s." + TO + ") AS " + TO
                        + key.more("s", kept) + " FROM (" + numbered + ") AS s GROUP BY " + key.of("s")
                        + key.more("s", kept)
                        + ", s._island",
                kept);
    }

    /** Returns this with neighbours joined that touch and have equal values; rows of a key must not overlap. */
    public Timelines coalesce() {
        String window = " OVER (" + key.inOrder("s." + FROM) + ")";
        StringBuilder same = new StringBuilder("lag(s." + TO + ")" + window + " = s." + FROM);
        for (String value : values) {
            String column = "s." + dialect.quote(value);
            same.append(" AND ").append(column).append(" IS NOT DISTINCT FROM lag(" + column + ")" + window);
        }
        return grouped(
                "SELECT s.*, CASE WHEN " + same + " THEN 0 ELSE 1 END AS _starts FROM (" + query + ") AS s", values);
    }

    /** Returns what held in {@code window}. */
    public Timelines clip(Interval window) {
        String from = Text.timestamp(dialect, window.startMicros());
        String to = Text.timestamp(dialect, window.endMicros());
        return with(
                "SELECT " + key.of("s") + ", greatest(s." + FROM + ", " + from + ") AS " + FROM + ", least(s." + TO
                        + ", " + to + ") AS " + TO + key.more("s", values) + " FROM (" + query + ") AS s WHERE s."
                        + FROM
                        + " < " + to + " AND " + from + " < s." + TO,
                values);
    }

    /** Returns the time between the first and the last row of a key that no row of it covers. */
    public Timelines gaps() {
        return between(periods().query);
    }

    /** Returns the time of {@code window} that no row of a key covers, for the keys that there are. */
    public Timelines gaps(Interval window) {
        StringBuilder edges = new StringBuilder(periods().clip(window).query);
        for (long edge : new long[] {window.startMicros(), window.endMicros()}) {
            String at = Text.timestamp(dialect, edge);
            edges.append(
                    " UNION ALL SELECT DISTINCT " + key.of("s") + ", " + at + ", " + at + " FROM (" + query + ") AS s");
        }
        return between(edges.toString());
    }

    private Timelines between(String disjoint) {
        String next = "SELECT s.*, lead(s." + FROM + ") OVER (" + key.inOrder("s." + FROM + ", s." + TO)
                + ") AS _next FROM (" + disjoint + ") AS s";
        return with(
                "SELECT " + key.of("s") + ", s." + TO + " AS " + FROM + ", s._next AS " + TO + " FROM (" + next
                        + ") AS s WHERE s." + TO + " < s._next",
                List.of());
    }

    /** Returns the time that at least two rows of a key cover. */
    public Timelines overlaps() {
        String events = "SELECT " + key.of("s") + ", s." + FROM + " AS _at, 1 AS _step FROM (" + query
                + ") AS s UNION ALL SELECT " + key.of("s") + ", s." + TO + ", -1 FROM (" + query + ") AS s";
        String points = "SELECT " + key.of("s") + ", s._at, sum(s._step) AS _step FROM (" + events + ") AS s GROUP BY "
                + key.of("s") + ", s._at";
        String window = " OVER (" + key.inOrder("s._at") + ")";
        String depths = "SELECT " + key.of("s") + ", s._at AS " + FROM + ", lead(s._at)" + window + " AS " + TO
                + ", sum(s._step)" + window + " AS _depth FROM (" + points + ") AS s";
        return with(
                        "SELECT " + key.of("s") + ", s." + FROM + ", s." + TO + " FROM (" + depths
                                + ") AS s WHERE s._depth > 1",
                        List.of())
                .periods();
    }

    /** Returns the time that this or {@code other} covers, without values. */
    public Timelines union(Timelines other) {
        requireSameKey(other);
        String both = "SELECT " + key.of("s") + ", s." + FROM + ", s." + TO + " FROM (" + query
                + ") AS s UNION ALL SELECT " + key.of("s") + ", s." + FROM + ", s." + TO + " FROM (" + other.query
                + ") AS s";
        return with(both, List.of()).periods();
    }

    /**
     * Returns the time that both cover, cut wherever one of them changes, with the values of both. With {@code
     * other.periods()} it is what held during that time. {@link #notPartitionOf} gives the proof.
     */
    public Timelines intersect(Timelines other) {
        requireSameKey(other);
        List<String> united = new ArrayList<>(values);
        united.addAll(other.values);
        return with(
                "SELECT " + key.of("a") + ", greatest(a." + FROM + ", b." + FROM + ") AS " + FROM + ", least(a." + TO
                        + ", b." + TO + ") AS " + TO + key.more("a", values) + key.more("b", other.values) + " FROM ("
                        + query
                        + ") AS a JOIN (" + other.query + ") AS b ON " + key.same("a", "b") + " AND a." + FROM + " < b."
                        + TO + " AND b." + FROM + " < a." + TO,
                united);
    }

    /**
     * Returns the time that any of this and {@code others} covers, cut wherever one of them changes, with the values of
     * all; those of one that says nothing then are null. Rows of a key must not overlap within one of them.
     */
    public Timelines overlay(Timelines... others) {
        List<Timelines> sides = new ArrayList<>(List.of(this));
        List<String> united = new ArrayList<>(values);
        for (Timelines other : others) {
            requireSameKey(other);
            sides.add(other);
            united.addAll(other.values);
        }
        return with(Overlay.of(key, sides), united);
    }

    /** Returns what held outside the time of {@code other}. */
    public Timelines subtract(Timelines other) {
        Timelines free = intersect(other.gaps(Interval.ALWAYS));
        return with(
                free.query + " UNION ALL SELECT " + key.of("s") + ", s." + FROM + ", s." + TO + key.more("s", values)
                        + " FROM (" + query + ") AS s WHERE NOT EXISTS (SELECT 1 FROM (" + other.query
                        + ") AS o WHERE " + key.same("o", "s") + ")",
                values);
    }

    /**
     * Returns what held in {@code window}, cut wherever a unit of the calendar of {@code zone} begins, with the first day
     * of the unit in a column named like it, such as {@code month}.
     *
     * @throws IllegalArgumentException if the window is open: it has no end of units
     */
    public Timelines split(CalendarUnit unit, ZoneId zone, Interval window) {
        if (window.isOpen()) {
            throw new IllegalArgumentException("An open window has no end of units. Give it an end.");
        }
        String name = unit.name().toLowerCase(Locale.ROOT);
        List<String> named = new ArrayList<>(values);
        named.add(name);
        return with(
                "SELECT " + key.of("s") + ", greatest(s." + FROM + ", c._begin) AS " + FROM + ", least(s." + TO
                        + ", c._end) AS " + TO + key.more("s", values) + ", c._unit AS " + dialect.quote(name)
                        + " FROM ("
                        + clip(window).query + ") AS s JOIN " + Calendar.units(unit, zone, window, dialect) + " ON s."
                        + FROM
                        + " < c._end AND c._begin < s." + TO,
                named);
    }

    /**
     * Returns the query of the months from {@code first} to {@code last}, both inclusive, in which a key has a covered day:
     * the key, {@code month} (its first day), {@code any_day} (1), {@code mid_month} (1 if the 15th was covered, else 0),
     * {@code covered_days}, {@code days_in_month} and {@code pro_rated} (their quotient). A day is covered when its anchor
     * is, and counts once, however many rows cover it.
     */
    public String memberMonths(YearMonth first, YearMonth last, DateAnchor anchor) {
        return MemberMonths.of(periods(), first, last, anchor);
    }

    /**
     * Returns the query of the keys at which these rows are not {@code time}, cut up: rows overlap, are longer or shorter
     * together than the time, or lie outside it. No rows is the proof that this is a partition.
     */
    public String notPartitionOf(Timelines time) {
        requireSameKey(time);
        return Partition.contradictions(this, time);
    }

    private void requireSameKey(Timelines other) {
        if (!key.equals(other.key)) {
            throw new IllegalArgumentException("Timelines by " + key.names() + " and by " + other.key.names()
                    + " do not meet. Give both the same key, and the same database.");
        }
    }
}
