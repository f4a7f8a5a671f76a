package dev.scd2.sql.algebra;

import java.util.ArrayList;
import java.util.List;

/**
 * The query behind {@link Timelines#overlay}: the changes of all sides cut the time of a key into segments, and each side
 * says what it holds in them. Stateless.
 */
final class Overlay {
    private Overlay() {}

    static String of(KeyColumns key, List<Timelines> sides) {
        List<String> named = new ArrayList<>();
        List<String> points = new ArrayList<>();
        StringBuilder columns = new StringBuilder("SELECT " + key.of("s") + ", s.valid_from, s.valid_to");
        StringBuilder joins = new StringBuilder();
        List<String> held = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++) {
            String side = "scd2_side_" + i;
            named.add(side + " AS (" + sides.get(i).sql() + ")");
            points.add("SELECT " + key.of(side) + ", " + side + ".valid_from AS _at FROM " + side);
            points.add("SELECT " + key.of(side) + ", " + side + ".valid_to FROM " + side);
            columns.append(key.more(side, sides.get(i).values()));
            joins.append(" LEFT JOIN ").append(side).append(" ON ").append(key.same(side, "s"));
            joins.append(" AND ").append(side).append(".valid_from <= s.valid_from");
            joins.append(" AND s.valid_from < ").append(side).append(".valid_to");
            held.add(side + ".valid_from IS NOT NULL");
        }
        String segments = "SELECT " + key.of("s") + ", s._at AS valid_from, lead(s._at) OVER (" + key.inOrder("s._at")
                + ") AS valid_to FROM (" + String.join(" UNION ", points) + ") AS s";
        return "WITH " + String.join(", ", named) + " " + columns + " FROM (" + segments + ") AS s" + joins + " WHERE ("
                + String.join(" OR ", held) + ")";
    }
}
