package dev.scd2.postgres;

import dev.scd2.sql.StoreOptions;
import dev.scd2.sql.TableIndexes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What PostgreSQL enforces of a history: no empty interval, a current flag that follows from the others, and no two
 * versions of a key that overlap. The last needs the extension btree_gist; without it no two are current, which two that
 * do not overlap never are. An index for that alone would be one more page to be written for each new version. Immutable.
 *
 * <p>An exclusion constraint is checked row by row and not at the end, so a batch is written in an order in which no two
 * rows ever overlap: what goes, what is cut, what grows, what is new. Text is compared there by 128 bits of hash: a GiST
 * index of text made the writing of 100,000 versions five times slower, one of hashes two times.
 */
final class Constraints {
    private static final String OPEN = "TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00+00'";

    private final Connection connection;
    private final TableIndexes tables;

    Constraints(Connection connection, TableIndexes tables) {
        this.connection = connection;
        this.tables = tables;
    }

    void add() throws SQLException {
        for (String check : checks()) {
            attempt("ALTER TABLE " + tables.versions() + " ADD CHECK (" + check + ")");
        }
        boolean refused = tables.overlaps() == StoreOptions.Overlaps.REFUSED
                && hasExtension()
                && attempt("ALTER TABLE " + tables.versions() + " ADD EXCLUDE USING gist (" + exclusion() + ")");
        if (!refused && !hasOneCurrent()) {
            execute("CREATE UNIQUE INDEX ON " + tables.versions() + " (" + tables.key() + ") WHERE "
                    + tables.current());
        }
    }

    /** Returns whether an index refuses a second current version; tables of layout 1 have one. */
    private boolean hasOneCurrent() throws SQLException {
        String predicate = "btrim(pg_get_expr(indpred, indrelid), '\"')";
        return count("SELECT count(*) FROM pg_index WHERE indisunique AND " + predicate + " = btrim('"
                        + tables.current().replace("'", "''") + "', '\"') AND indrelid = " + table())
                > 0;
    }

    List<String> missing() throws SQLException {
        List<String> missing = new ArrayList<>();
        if (count("SELECT count(*) FROM pg_constraint WHERE contype = 'x' AND conrelid = " + table()) == 0) {
            missing.add("Versions of one key that overlap are not refused by " + tables.versions()
                    + ": it has no exclusion constraint. It gets one when it is made, if the extension btree_gist can be"
                    + " created.");
        }
        if (count("SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid = " + table())
                < checks().size()) {
            missing.add("Empty intervals and wrong current flags are not all refused by " + tables.versions()
                    + ": it lacks check constraints.");
        }
        return missing;
    }

    private List<String> checks() {
        List<String> checks = new ArrayList<>();
        String believed = "";
        checks.add(tables.validFrom() + " < " + tables.validTo());
        if (tables.systemTo() != null) {
            checks.add(tables.systemFrom() + " < " + tables.systemTo());
            believed = " AND " + isOpen(tables.systemTo());
        }
        checks.add(
                tables.current() + " = (" + isOpen(tables.validTo()) + believed + " AND NOT " + tables.deleted() + ")");
        return checks;
    }

    private static String isOpen(String end) {
        return "coalesce(" + end + ", " + OPEN + ") >= " + OPEN;
    }

    /** With system time the latest beliefs all meet at the end of it, so one constraint serves for them and the past. */
    private String exclusion() {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < tables.naturalKey().size(); i++) {
            String column = tables.naturalKey().get(i);
            switch (tables.keyTypes().get(i).kind()) {
                case TEXT -> {
                    terms.add("hashtextextended(" + column + ", 0) WITH =");
                    terms.add("hashtextextended(" + column + ", 1) WITH =");
                }
                case BYTES -> terms.add("(CAST(md5(" + column + ") AS uuid)) WITH =");
                case BOOLEAN -> terms.add("(CAST(" + column + " AS INTEGER)) WITH =");
                default -> terms.add(column + " WITH =");
            }
        }
        terms.add("tstzrange(" + tables.validFrom() + ", " + tables.validTo() + ") WITH &&");
        if (tables.systemTo() != null) {
            terms.add("tstzrange(" + tables.systemFrom() + ", " + tables.systemTo() + ") WITH &&");
        }
        return String.join(", ", terms);
    }

    private boolean hasExtension() throws SQLException {
        if (count("SELECT count(*) FROM pg_extension WHERE extname = 'btree_gist'") > 0) {
            return true;
        }
        return count("SELECT count(*) FROM pg_available_extensions WHERE name = 'btree_gist'") > 0
                && attempt("CREATE EXTENSION btree_gist SCHEMA public");
    }

    /** Whoever may not do it, or whose rows do not allow it, goes on without. */
    private boolean attempt(String sql) throws SQLException {
        Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
        try {
            execute(sql);
            if (before != null) {
                connection.releaseSavepoint(before);
            }
            return true;
        } catch (SQLException refused) {
            if (before != null) {
                connection.rollback(before);
            }
            return false;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String table() {
        return "'" + tables.versions().replace("'", "''") + "'::regclass";
    }

    private long count(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
