package dev.scd2.sql.rekey;

import java.util.ArrayList;
import java.util.List;

/** What a fact gets where several versions with what it looks up are in force. Stateless. */
final class Ranking {
    private Ranking() {}

    /**
     * Returns a query in brackets, of one row for each fact that has a version in force: {@code _row}; {@code _sk} and
     * {@code _hash} of the version that the order decides for, null where it decides for none; and {@code _ambiguous}.
     *
     * @param rows a query of each fact with each of its versions: {@code _row}, {@code _sk}, {@code _hash}, {@code _o0, …}
     * @param orders how many columns decide
     */
    static String of(String rows, int orders) {
        List<String> equal = new ArrayList<>(List.of("r._row"));
        List<String> ranked = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            equal.add("r._o" + i);
            ranked.add("r._o" + i + " DESC NULLS LAST");
        }
        String order = " ORDER BY " + (ranked.isEmpty() ? "r._sk" : String.join(", ", ranked));
        return "(SELECT q._row, CASE WHEN q._ties = 1 THEN q._sk END AS _sk, CASE WHEN q._ties = 1 THEN q._hash END AS"
                + " _hash, q._ties > 1 AS _ambiguous FROM (SELECT r._row, r._sk, r._hash, count(*) OVER (PARTITION BY "
                + String.join(", ", equal) + ") AS _ties, row_number() OVER (PARTITION BY r._row" + order
                + ") AS _place FROM (" + rows + ") AS r) AS q WHERE q._place = 1)";
    }
}
