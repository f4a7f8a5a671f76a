package dev.scd2.sql.rekey;

import dev.scd2.fact.DateAnchor;
import dev.scd2.sql.Dialect;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The facts {@code f} and one of their keys in SQL. Immutable. */
final class FactSql {
    final String table;
    final FactKey key;
    final VersionTable versions;
    private final Dialect dialect;
    private final boolean copied;

    private FactSql(String table, FactKey key, Dialect dialect, boolean copied) {
        this.dialect = dialect;
        this.key = key;
        this.table = table;
        this.copied = copied;
        this.versions = new VersionTable(key, dialect);
    }

    /** Takes facts in {@code table}, a qualified name. */
    static FactSql in(String table, FactKey key, Dialect dialect) {
        return new FactSql(table, key, dialect, false);
    }

    /** Takes a copy of facts, with a number for each. */
    static FactSql copied(Scratch copy, FactKey key, Dialect dialect) {
        return new FactSql(copy.table(), key, dialect, true);
    }

    /** Returns whether this is a copy of facts, in which each has a number. */
    boolean isCopy() {
        return copied;
    }

    String row() {
        return "f." + (copied ? Workspace.ROW : dialect.rowId());
    }

    /** Returns a column of the facts. */
    String column(String name) {
        return "f." + dialect.quote(name);
    }

    String surrogate() {
        return column(key.surrogate);
    }

    @Nullable
    String knownAt() {
        return key.knownAt == null ? null : column(key.knownAt);
    }

    /** Returns whether the facts look up what is in these columns of {@code alias}. */
    String sameKey(String alias, List<String> other) {
        return equal("f", key.columns, alias, other);
    }

    /** Returns whether columns of two aliases are equal, pair by pair. */
    String equal(String left, List<String> leftColumns, String right, List<String> rightColumns) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < leftColumns.size(); i++) {
            terms.add(left + "." + dialect.quote(leftColumns.get(i)) + " = " + right + "."
                    + dialect.quote(rightColumns.get(i)));
        }
        return String.join(" AND ", terms);
    }

    /** Returns {@code alias."a", alias."b"}. */
    String list(String alias, List<String> columns) {
        return columns.stream()
                .map(column -> alias + "." + dialect.quote(column))
                .collect(Collectors.joining(", "));
    }

    String nullKey() {
        List<String> terms = new ArrayList<>();
        key.columns.forEach(column -> terms.add(column(column) + " IS NULL"));
        return String.join(" OR ", terms);
    }

    /** Returns the time of the facts as an instant. */
    String instant() {
        String column = column(key.time);
        DateAnchor anchor = key.anchor;
        if (anchor == null) {
            return column;
        }
        return anchor.edge() == DateAnchor.Edge.START
                ? midnight(column, anchor.zone())
                : dialect.minus(midnight("(" + column + " + 1)", anchor.zone()), 1);
    }

    /** Databases read the sign of an offset either way, so an offset is subtracted. */
    private String midnight(String date, ZoneId zone) {
        return zone.normalized() instanceof ZoneOffset offset
                ? dialect.minus(dialect.startOfDay(date, "UTC"), offset.getTotalSeconds() * 1_000_000L)
                : dialect.startOfDay(date, zone.getId());
    }
}
