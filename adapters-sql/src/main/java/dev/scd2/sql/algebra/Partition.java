package dev.scd2.sql.algebra;

import dev.scd2.sql.Dialect;

/** The query behind {@link Timelines#notPartitionOf}: lengths are added up per key, and rows out of place counted. Stateless. */
final class Partition {
    private Partition() {}

    static String contradictions(Timelines pieces, Timelines time) {
        KeyColumns key = pieces.key();
        Dialect dialect = key.dialect();
        String length = dialect.epochMicros("s.valid_to") + " - " + dialect.epochMicros("s.valid_from");
        String rows = "SELECT " + key.of("s") + ", " + length + " AS _pieces, 0 AS _time, CASE WHEN lead(s.valid_from)"
                + " OVER (" + key.inOrder("s.valid_from, s.valid_to")
                + ") < s.valid_to THEN 1 ELSE 0 END AS _wrong FROM ("
                + pieces.sql() + ") AS s";
        String whole = "SELECT " + key.of("s") + ", 0, " + length + ", 0 FROM ("
                + time.periods().sql() + ") AS s";
        String outside = "SELECT " + key.of("s") + ", 0, 0, 1 FROM ("
                + pieces.subtract(time).sql() + ") AS s";
        return "SELECT " + key.of("s") + ", CAST(sum(s._pieces) AS BIGINT) AS pieces_micros, CAST(sum(s._time) AS"
                + " BIGINT) AS time_micros, CAST(sum(s._wrong) AS BIGINT) AS misplaced FROM (" + rows + " UNION ALL "
                + whole + " UNION ALL " + outside + ") AS s GROUP BY " + key.of("s")
                + " HAVING sum(s._pieces) <> sum(s._time) OR sum(s._wrong) > 0";
    }
}
