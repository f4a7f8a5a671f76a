package dev.scd2.sql.algebra;

import dev.scd2.sql.Dialect;
import java.util.ArrayList;
import java.util.List;

/** The columns that name a timeline, and what SQL says of them. Immutable. */
record KeyColumns(List<String> names, Dialect dialect) {
    KeyColumns {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("Timelines need a key. Name its columns.");
        }
    }

    /** Returns {@code a."k", a."l"}. */
    String of(String alias) {
        List<String> terms = new ArrayList<>();
        names.forEach(name -> terms.add(alias + "." + dialect.quote(name)));
        return String.join(", ", terms);
    }

    /** Returns {@code a."k" = b."k" AND a."l" = b."l"}. */
    String same(String a, String b) {
        List<String> terms = new ArrayList<>();
        names.forEach(name -> terms.add(a + "." + dialect.quote(name) + " = " + b + "." + dialect.quote(name)));
        return String.join(" AND ", terms);
    }

    /** Returns {@code , a."v", a."w"} of other columns; nothing of none. */
    String more(String alias, List<String> columns) {
        StringBuilder sql = new StringBuilder();
        columns.forEach(name -> sql.append(", ").append(alias).append('.').append(dialect.quote(name)));
        return sql.toString();
    }

    /** Returns the window of the rows of one key, whose alias is {@code s}, in an order. */
    String inOrder(String order) {
        return "PARTITION BY " + of("s") + " ORDER BY " + order;
    }
}
