package dev.scd2.sql;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.DeletePolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * What the law makes of complete statements, by window functions: of each instant the last row counts; those that differ from
 * the one before begin a version, which ends where the next begins. Immutable.
 */
final class VersionsSql {
    private final Layout layout;
    private final String said;

    /**
     * Makes it of rows with the key, the attributes, {@code _kind} (VALUES or DELETE), {@code _valid_from}, and {@code _n}, their
     * place among those of their key by {@code (validFrom, sequence)}.
     *
     * @param said what stands behind FROM
     */
    VersionsSql(Layout layout, String said) {
        this.layout = layout;
        this.said = said;
    }

    /** Returns the cells of a version out of a row {@code b} of {@link #rows}, between its surrogate key and its load. */
    List<String> values() {
        List<String> values = new ArrayList<>();
        values.add(layout.list("b", Layout.concat(layout.key, layout.attributes)));
        values.add("b._valid_from");
        values.add(layout.kept("coalesce(b._next, " + layout.open + ")"));
        values.add("b._next IS NULL AND b._kind <> 'DELETE'");
        values.add("b._kind = 'DELETE'");
        values.add(new HashSql(layout).of("b"));
        return values;
    }

    /** Returns the rows that begin a version, as what stands behind FROM. */
    String rows() {
        boolean marks = layout.dimension.deletePolicy() == DeletePolicy.MARK;
        return "(SELECT * FROM (SELECT m.*, lead(m._valid_from) OVER (PARTITION BY " + layout.list("m", layout.key)
                + " ORDER BY m._n) AS _next\n  FROM (" + states() + ") AS m WHERE m._differs = 1) AS l"
                + (marks ? ")" : " WHERE l._kind <> 'DELETE')");
    }

    /** The last row of each instant, and whether it shows something else than the one before. */
    private String states() {
        String before = " OVER (PARTITION BY " + layout.list("p", layout.key) + " ORDER BY p._n)";
        StringBuilder same = new StringBuilder("p._kind = lag(p._kind, 1, 'DELETE')" + before);
        for (Column column : layout.dimension.attributes()) {
            if (column.policy() == AttributePolicy.TRACK) {
                String value = layout.of("p", column.name());
                same.append("\n      AND " + value + " IS NOT DISTINCT FROM lag(" + value + ")" + before);
            }
        }
        return "SELECT p.*, CASE WHEN " + same + " THEN 0 ELSE 1 END AS _differs\n    FROM (" + placed()
                + ") AS p WHERE p._until IS NULL OR p._until > p._valid_from";
    }

    /** The rows with the instant of the next row; fixed columns show the first, overwritten ones the last value. */
    private String placed() {
        String key = layout.list("s", layout.key);
        List<String> terms = new ArrayList<>();
        terms.add(key);
        for (Column column : layout.dimension.attributes()) {
            String value = layout.of("s", column.name());
            String shown = switch (column.policy()) {
                case FIXED -> first(value, key, "s._n");
                case OVERWRITE -> first(value, key, "s._n DESC");
                default -> value;
            };
            terms.add(shown + " AS " + layout.quote(column.name()));
        }
        terms.add("s._kind, s._valid_from, s._n");
        terms.add("lead(s._valid_from) OVER (PARTITION BY " + key + " ORDER BY s._n) AS _until");
        return "SELECT " + String.join(",\n        ", terms) + "\n      FROM " + said + " AS s";
    }

    private static String first(String value, String key, String order) {
        return "CASE WHEN s._kind <> 'DELETE' THEN first_value(" + value + ") OVER (PARTITION BY " + key
                + " ORDER BY CASE WHEN s._kind = 'DELETE' THEN 1 ELSE 0 END, " + order + ") END";
    }
}
