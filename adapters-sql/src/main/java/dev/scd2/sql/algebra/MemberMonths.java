package dev.scd2.sql.algebra;

import dev.scd2.dimension.ColumnType;
import dev.scd2.fact.DateAnchor;
import dev.scd2.sql.Dialect;
import java.time.YearMonth;

/** The query behind {@link Timelines#memberMonths}: each period meets the months that it touches. Stateless. */
final class MemberMonths {
    private MemberMonths() {}

    static String of(Timelines covered, YearMonth first, YearMonth last, DateAnchor anchor) {
        KeyColumns key = covered.key();
        Dialect dialect = key.dialect();
        DayNumbers days = new DayNumbers(anchor);
        String measured = "SELECT " + key.of("s") + ", " + dialect.epochMicros("s.valid_from") + " AS _from, "
                + dialect.epochMicros("s.valid_to") + " AS _to FROM (" + covered.sql() + ") AS s";
        String parts = "SELECT " + key.of("s") + ", c._month, c._days, greatest(s._from, c._begin) AS _from,"
                + " least(s._to, c._end) AS _to, CASE WHEN s._from <= c._middle AND c._middle < s._to THEN 1 ELSE 0 END"
                + " AS _mid FROM (" + measured + ") AS s JOIN " + Calendar.months(first, last, anchor, dialect)
                + " ON s._from < c._end AND c._begin < s._to";
        String counted = "SELECT s.*, " + days.firstFrom("s._to") + " - " + days.firstFrom("s._from")
                + " AS _covered FROM (" + parts + ") AS s";
        return "SELECT " + key.of("s") + ", s._month AS month, 1 AS any_day, max(s._mid) AS mid_month,"
                + " CAST(sum(s._covered) AS BIGINT) AS covered_days, s._days AS days_in_month, CAST(sum(s._covered) AS "
                + dialect.typeName(ColumnType.DOUBLE) + ") / s._days AS pro_rated FROM (" + counted + ") AS s GROUP BY "
                + key.of("s") + ", s._month, s._days HAVING sum(s._covered) > 0";
    }
}
