package dev.scd2.sql.rekey;

import dev.scd2.dimension.ColumnType;
import dev.scd2.fact.DateAnchor;
import dev.scd2.sql.Dialect;
import dev.scd2.sql.TableColumn;
import dev.scd2.timeline.Instants;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the facts in windows, and what they should hold. The windows are a small table, joined with the facts on key and
 * range of time, so that an index serves on PostgreSQL, and two columns are read on DuckDB; what is in force in each window
 * is looked up once for the window, not for each fact. Confined to one thread.
 */
final class WindowSearch implements AutoCloseable {
    private static final long MAX_MICROS = Instants.MAX.getEpochSecond() * 1_000_000L;
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    private final Workspace space;
    private final Dialect dialect;
    private final List<String> keyColumns;
    private final Scratches tables = new Scratches();
    private FactSql f;

    private WindowSearch(Workspace space, FactSql f) {
        this.space = space;
        this.dialect = space.dialect;
        this.f = f;
        this.keyColumns = IntStream.range(0, f.versions.key.size())
                .mapToObj(i -> "_k" + i)
                .toList();
    }

    static WindowSearch of(Workspace space, FactCopy copy, FactSql f, List<RestatedWindow> windows)
            throws SQLException {
        WindowSearch search = new WindowSearch(space, f);
        try {
            search.tables.add(space.scratch(
                    "scd2_rekey_windows", search.columns(), search.rows(windows).iterator()));
            boolean widened = f.key.looksBeforeTheFirst() && search.widen() > 0;
            search.tables.add(space.scratch("scd2_rekey_answers", search.answers()));
            if (space.copiesFacts()) {
                search.copy(copy);
            }
            search.tables.add(space.scratch("scd2_rekey_hits", search.hits(widened ? List.of() : windows)));
            return search;
        } catch (SQLException | RuntimeException failure) {
            try (search) {
                throw failure;
            }
        }
    }

    /** Returns the table of windows. */
    String windows() {
        return tables.table(0);
    }

    /** Returns the table of facts found: row {@code _row}, window {@code _n}, instant {@code _at}. */
    String found() {
        return tables.table(tables.size() - 1);
    }

    /** Returns the facts among which is looked. */
    FactSql facts() {
        return f;
    }

    /** From now on looks among the facts of these keys, from the first window of each key to the last. */
    private void copy(FactCopy copy) throws SQLException {
        boolean dates = f.key.anchor != null;
        String from = dates ? "_first" : "_from";
        String to = dates ? "_end" : "_to";
        String key = f.list("w", keyColumns);
        String time = f.column(f.key.time);
        Scratch copied = copy.of("(SELECT " + key + ", min(w." + from + ") AS _from, max(w." + to + ") AS _to FROM "
                + windows() + " AS w GROUP BY " + key + ") AS w JOIN " + f.table + " AS f ON "
                + f.sameKey("w", keyColumns) + " AND " + time + " >= w._from AND " + time + " < w._to");
        tables.add(copied);
        f = FactSql.copied(copied, f.key, dialect);
    }

    /** Returns what the facts that were found should hold. */
    Answer answer() {
        VersionTable v = f.versions;
        String firsts = "SELECT w._n, min(" + v.from("b") + ") AS _first FROM " + windows() + " AS w JOIN " + v.table
                + " AS b ON " + f.equal("w", keyColumns, "b", v.key) + " AND " + v.answers("b", null)
                + " GROUP BY w._n";
        String inForce = tables.table(1) + " AS a ON a._n = h._n AND a._from <= h._at AND h._at < a._to";
        String from = found() + " AS h JOIN " + f.table + " AS f ON " + f.row() + " = h._row LEFT JOIN "
                + (f.key.isByNaturalKey() ? inForce : ranked(inForce) + " AS a ON a._row = h._row") + " LEFT JOIN ("
                + firsts + ") AS k ON k._n = h._n";
        return Answer.inWindows(f, dialect, from);
    }

    private String ranked(String inForce) {
        int orders = f.key.lookupOrder.size();
        String order = IntStream.range(0, orders).mapToObj(i -> ", a._o" + i).collect(Collectors.joining());
        return Ranking.of(
                "SELECT h._row, a._sk, a._hash" + order + " FROM " + found() + " AS h JOIN " + inForce, orders);
    }

    private List<TableColumn> columns() {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("_n", ColumnType.LONG));
        for (int i = 0; i < keyColumns.size(); i++) {
            columns.add(new TableColumn(keyColumns.get(i), f.key.type(f.versions.key.get(i))));
        }
        columns.add(new TableColumn("_from", ColumnType.TIMESTAMP));
        columns.add(new TableColumn("_to", ColumnType.TIMESTAMP));
        columns.add(new TableColumn("_first", ColumnType.DATE));
        columns.add(new TableColumn("_end", ColumnType.DATE));
        columns.add(new TableColumn("_existence", ColumnType.BOOLEAN));
        columns.add(new TableColumn("_changed", ColumnType.TEXT));
        columns.add(new TableColumn("_load", ColumnType.TEXT));
        columns.add(new TableColumn("_cause", ColumnType.TEXT));
        return columns;
    }

    private List<@Nullable Object[]> rows(List<RestatedWindow> windows) {
        List<@Nullable Object[]> rows = new ArrayList<>(windows.size());
        for (RestatedWindow window : windows) {
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add((long) rows.size() + 1);
            cells.addAll(window.key().parts());
            cells.add(bounded(window.interval().startMicros()));
            cells.add(bounded(window.interval().endMicros()));
            cells.add(day(window.interval().startMicros()));
            cells.add(day(window.interval().endMicros()));
            cells.add(window.existence());
            cells.add(dialect.printable(String.join(", ", window.changed())));
            cells.add(dialect.printable(window.load()));
            cells.add(dialect.printable(window.cause()));
            rows.add(cells.toArray());
        }
        return rows;
    }

    private static long bounded(long micros) {
        return Math.max(Instants.toMicros(Instants.MIN), Math.min(micros, MAX_MICROS));
    }

    /** The first day whose instant is not before {@code micros}, so that dates are compared as they are stored. */
    private @Nullable LocalDate day(long micros) {
        DateAnchor anchor = f.key.anchor;
        if (anchor == null) {
            return null;
        }
        LocalDate near =
                Instants.ofMicros(bounded(micros)).atOffset(ZoneOffset.UTC).toLocalDate();
        if (near.isBefore(FIRST_DAY.plusDays(3))) {
            return FIRST_DAY;
        }
        if (near.isAfter(LAST_DAY.minusDays(3))) {
            return LAST_DAY;
        }
        LocalDate day = near.minusDays(2);
        while (anchor.toMicros(day) < micros) {
            day = day.plusDays(1);
        }
        return day;
    }

    /**
     * Where the first start of a key moved, facts outside of every window have no version for another reason than before,
     * or another stand-in.
     * Such a key gets a window over all time; which key it is shows in that no version is before the first one that came or
     * went.
     *
     * @return how many there are
     */
    private long widen() throws SQLException {
        VersionTable v = f.versions;
        String key = f.list("w", keyColumns);
        return space.run("INSERT INTO " + windows() + " SELECT -w._n, " + key + ", " + dialect.literal(Instants.MIN)
                + ", " + v.open
                + ", DATE '" + FIRST_DAY + "', DATE '" + LAST_DAY + "', TRUE, '', w._load, w._cause FROM ("
                + "SELECT min(w._n) AS _n, " + key + ", min(w._from) AS _from, max(w._load) AS _load,"
                + " max(w._cause) AS _cause FROM " + windows() + " AS w WHERE w._existence GROUP BY " + key
                + ") AS w WHERE NOT EXISTS (SELECT 1 FROM " + v.table + " AS v WHERE "
                + f.equal("v", v.key, "w", keyColumns) + " AND " + v.from("v") + " < w._from AND "
                + v.answers("v", null) + ")");
    }

    private String answers() {
        VersionTable v = f.versions;
        return "SELECT w._n, " + v.surrogate("v") + " AS _sk, " + v.hash("v") + " AS _hash, " + v.from("v")
                + " AS _from, " + v.to("v") + " AS _to" + v.orderColumns("v") + " FROM " + windows() + " AS w JOIN "
                + v.table + " AS v ON "
                + f.equal("v", v.key, "w", keyColumns) + " AND " + v.from("v") + " < w._to AND " + v.to("v")
                + " > w._from AND " + v.answers("v", null);
    }

    /**
     * The bounds over all windows are said beside, so that parts of a table that lie outside can be skipped. A fact in a
     * window over all time can be in a second one, which then counts.
     *
     * @param bounding the windows; none where one is over all time
     */
    private String hits(List<RestatedWindow> bounding) {
        boolean dates = f.key.anchor != null;
        String time = f.column(f.key.time);
        String inWindow = " FROM " + windows() + " AS w JOIN " + f.table + " AS f ON " + f.sameKey("w", keyColumns)
                + " AND " + time + " >= w." + (dates ? "_first" : "_from") + " AND " + time + " < w."
                + (dates ? "_end" : "_to");
        return bounding.isEmpty()
                ? "SELECT " + f.row() + " AS _row, max(w._n) AS _n, min(" + f.instant() + ") AS _at" + inWindow
                        + " GROUP BY " + f.row()
                : "SELECT " + f.row() + " AS _row, w._n AS _n, " + f.instant() + " AS _at" + inWindow + " WHERE "
                        + bounds(time, bounding);
    }

    private String bounds(String time, List<RestatedWindow> windows) {
        long from = windows.stream()
                .mapToLong(window -> window.interval().startMicros())
                .min()
                .orElseThrow();
        long to = windows.stream()
                .mapToLong(window -> window.interval().endMicros())
                .max()
                .orElseThrow();
        return time + " >= " + literal(from) + " AND " + time + " < " + literal(to);
    }

    private String literal(long micros) {
        LocalDate day = day(micros);
        return day != null ? "DATE '" + day + "'" : dialect.literal(Instants.ofMicros(bounded(micros)));
    }

    @Override
    public void close() throws SQLException {
        tables.close();
    }
}
