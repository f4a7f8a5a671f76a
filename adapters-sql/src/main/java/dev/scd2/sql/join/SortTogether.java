package dev.scd2.sql.join;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The version that started last, found by sorting facts and the starts of versions into one list: the greatest start so far
 * is that of the fact's version, which is then joined by it. Many facts share one sort, which beats a look into the index for
 * each of them; and the database may take the starts from the index, where they are sorted. For plain backward by the natural
 * key, in what is believed now. Immutable.
 */
final class SortTogether extends SeekBack {
    private final String list;

    SortTogether(Terms terms) {
        super(terms);
        list = terms.name("m");
    }

    static boolean serves(Terms terms) {
        return terms.lookup.rule.isPlain() && !terms.asksEarlierBeliefs() && !terms.factColumns.isEmpty();
    }

    @Override
    String order() {
        return "";
    }

    /** The facts as {@code f}, which has their columns only, and beside it the start that each of them met. */
    @Override
    String facts() {
        int keys = terms.keys();
        List<String> ofFact = named("f");
        List<String> ofVersion =
                terms.factColumns.stream().map(column -> "NULL").collect(Collectors.toList());
        List<String> key = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            key.add("_key" + i);
            ofFact.add(terms.factKey(i) + " AS _key" + i);
            ofVersion.add(terms.of("x", terms.lookup.versionKey.get(i)));
        }
        ofFact.add(terms.time() + " AS _at");
        ofFact.add("CAST(NULL AS TIMESTAMP WITH TIME ZONE) AS _start");
        ofVersion.add(terms.from("x"));
        ofVersion.add(terms.from("x"));
        return "(SELECT * FROM (SELECT *, max(_start) OVER (PARTITION BY " + String.join(", ", key)
                + " ORDER BY _at, _start\n      ROWS UNBOUNDED PRECEDING) AS _last\n    FROM (SELECT "
                + String.join(", ", ofFact) + "\n      FROM (" + terms.facts + ") AS f\n      UNION ALL SELECT "
                + String.join(", ", ofVersion) + "\n      FROM " + terms.counting()
                + " AS x) AS listed) AS carried WHERE _start IS NULL) AS " + list
                + "\n  CROSS JOIN LATERAL (SELECT " + String.join(", ", named(list)) + ") AS f";
    }

    private List<String> named(String alias) {
        return terms.factColumns.stream().map(column -> terms.of(alias, column)).collect(Collectors.toList());
    }

    @Override
    String joins() {
        return "\nLEFT JOIN " + terms.dialect.scanned(terms.counting(), terms.lookup.sizes) + " AS " + version + " ON "
                + terms.sameKey(version) + " AND " + terms.from(version) + " = " + list + "._last";
    }
}
