package dev.scd2.sql.join;

import dev.scd2.timeline.Instants;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a table and its inferred members as one table: a member is a version from the beginning of time to the
 * first start of its key, as far as that is believed. Where facts ask earlier beliefs a member has a row for each time in
 * which the belief about its key did not change. Immutable.
 */
final class Members {
    /** The column that is true in members. */
    static final String INFERRED = "_inferred";

    private final Terms terms;
    private final Versions versions;

    Members(Terms terms) {
        this.terms = terms;
        this.versions = terms.lookup.versions;
    }

    /** Returns the query of the columns that the lookup needs, in brackets. */
    String union() {
        List<String> ofVersions = new ArrayList<>();
        List<String> ofMembers = new ArrayList<>();
        for (String column : columns()) {
            String name = " AS " + terms.dialect.quote(column);
            ofVersions.add((column.equals(INFERRED) ? "FALSE" : terms.of("v", column)) + name);
            ofMembers.add(ofMember(column) + name);
        }
        return "(SELECT " + String.join(", ", ofVersions) + "\n    FROM " + terms.versionTable() + " AS v"
                + "\n    UNION ALL SELECT " + String.join(", ", ofMembers) + "\n    FROM (" + members()
                + ") AS m WHERE m._first IS NULL OR m._first > " + ever() + ")";
    }

    private List<String> columns() {
        Set<String> names = new LinkedHashSet<>(versions.key);
        names.addAll(terms.lookup.versionKey);
        names.addAll(terms.wanted());
        names.addAll(terms.lookup.order);
        names.add(versions.validFrom);
        names.add(versions.validTo);
        if (versions.systemFrom != null && versions.systemTo != null) {
            names.add(versions.systemFrom);
            names.add(versions.systemTo);
        }
        if (versions.deleted != null) {
            names.add(versions.deleted);
        }
        names.add(INFERRED);
        return List.copyOf(names);
    }

    private String ofMember(String column) {
        if (versions.key.contains(column)) {
            return terms.of("m", column);
        }
        if (column.equals(versions.surrogate)) {
            return "m._surrogate";
        }
        if (column.equals(versions.validFrom)) {
            return ever();
        }
        if (column.equals(versions.validTo)) {
            return "coalesce(m._first, " + open() + ")";
        }
        if (column.equals(versions.systemFrom)) {
            return terms.asksEarlierBeliefs() ? "m._known_from" : ever();
        }
        if (column.equals(versions.systemTo)) {
            return terms.asksEarlierBeliefs() ? "m._known_to" : open();
        }
        return column.equals(INFERRED) ? "TRUE" : column.equals(versions.deleted) ? "FALSE" : "NULL";
    }

    /** Returns the members, each with the first start of its key; where facts ask earlier beliefs, for each of them. */
    private String members() {
        String known = terms.asksEarlierBeliefs() ? ", i._known_from, i._known_to" : "";
        String columns = "i._surrogate, " + key("i") + known;
        return "SELECT " + columns + ", min(" + terms.from("b") + ") AS _first FROM "
                + (terms.asksEarlierBeliefs() ? "(" + believed() + ")" : table()) + " AS i LEFT JOIN "
                + terms.versionTable() + " AS b ON " + sameKey("b", "i") + terms.counts("b", "i._known_from")
                + " GROUP BY " + columns;
    }

    /** Returns the members once for each time between two at which the belief about their key changed. */
    private String believed() {
        return "SELECT n._surrogate, " + key("n") + ", n._at AS _known_from, coalesce(lead(n._at) OVER (PARTITION BY "
                + key("n") + " ORDER BY n._at), " + open() + ") AS _known_to FROM (" + changes(null) + " UNION "
                + changes(versions.systemFrom) + " UNION " + changes(versions.systemTo) + ") AS n";
    }

    private String changes(@Nullable String column) {
        String select = "SELECT i._surrogate, " + key("i") + ", ";
        return column == null
                ? select + ever() + " AS _at FROM " + table() + " AS i"
                : select + terms.of("b", column) + " AS _at FROM " + table() + " AS i JOIN " + terms.versionTable()
                        + " AS b ON " + sameKey("b", "i") + " AND " + terms.of("b", column) + " < " + open();
    }

    private String table() {
        return terms.dialect.qualified(versions.schema, versions.name + "_inferred");
    }

    private String key(String alias) {
        return versions.key.stream().map(column -> terms.of(alias, column)).collect(Collectors.joining(", "));
    }

    private String sameKey(String alias, String other) {
        return versions.key.stream()
                .map(column -> terms.of(alias, column) + " = " + terms.of(other, column))
                .collect(Collectors.joining(" AND "));
    }

    private String ever() {
        return terms.dialect.instant(Instants.MIN);
    }

    private String open() {
        return terms.dialect.instant(JoinDialect.OPEN);
    }
}
