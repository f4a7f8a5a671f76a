package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Catalogue.RowFilter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ALTER TABLE, as far as policies and tags go: declared, stored and shown, NOT ENFORCED; see {@link Catalogue}. */
final class CatalogueTable {
    private final Session session;
    private final Catalogue catalogue;

    CatalogueTable(Session session, Catalogue catalogue) {
        this.session = session;
        this.catalogue = catalogue;
    }

    @Nullable
    Answer alter(Words words) {
        List<String> table = session.full(words.name());
        Answer answer;
        if (words.accept("MODIFY", "COLUMN") || words.accept("ALTER", "COLUMN")) {
            List<String> column = new ArrayList<>(table);
            column.add(words.name().get(0));
            answer = column(words, List.copyOf(column));
        } else {
            answer = rows(words, table);
        }
        if (answer != null) {
            words.end();
            requireColumns(table, List.of());
        }
        return answer;
    }

    private @Nullable Answer column(Words words, List<String> column) {
        List<String> table = column.subList(0, 3);
        if (words.accept("SET", "MASKING", "POLICY")) {
            List<String> policy = policy(words);
            requireColumns(table, List.of(column.get(3)));
            boolean forced = words.accept("FORCE");
            if (!forced && catalogue.masks().containsKey(column)) {
                throw SnowflakeError.compilation(
                        "003552", "42601", "Specified column already attached to another masking policy.");
            }
            catalogue.masks().put(column, policy);
        } else if (words.accept("UNSET", "MASKING", "POLICY")) {
            catalogue.masks().remove(column);
        } else if (words.accept("SET", "TAG")) {
            List<String> tag = session.full(words.name());
            if (!catalogue.tags().containsKey(tag)) {
                throw SnowflakeError.missing("Tag", String.join(".", tag));
            }
            words.expectSymbol("=");
            requireColumns(table, List.of(column.get(3)));
            catalogue
                    .columnTags()
                    .computeIfAbsent(column, key -> new LinkedHashMap<>())
                    .put(tag, words.string());
        } else if (words.accept("UNSET", "TAG")) {
            List<String> tag = session.full(words.name());
            catalogue
                    .columnTags()
                    .computeIfAbsent(column, key -> new LinkedHashMap<>())
                    .remove(tag);
        } else {
            return null;
        }
        return CatalogueStatement.done("Statement executed successfully.");
    }

    private @Nullable Answer rows(Words words, List<String> table) {
        boolean dropped = words.accept("DROP", "ROW", "ACCESS", "POLICY");
        if (dropped) {
            List<String> policy = policy(words);
            RowFilter filter = catalogue.rowFilters().remove(table);
            if (filter == null || !filter.policy().equals(policy)) {
                throw SnowflakeError.missing("Policy", String.join(".", policy));
            }
            if (!words.acceptSymbol(",")) {
                return CatalogueStatement.done("Statement executed successfully.");
            }
        }
        if (!words.accept("ADD", "ROW", "ACCESS", "POLICY")) {
            return null;
        }
        List<String> policy = policy(words);
        words.expect("ON");
        List<String> columns = words.bracket().split().stream()
                .map(column -> column.at(0).text())
                .toList();
        requireColumns(table, columns);
        if (catalogue.rowFilters().containsKey(table)) {
            throw SnowflakeError.compilation(
                    "003553", "42601", "Object already has a ROW_ACCESS_POLICY. Only one is allowed at a time.");
        }
        catalogue.rowFilters().put(table, new RowFilter(policy, columns));
        return CatalogueStatement.done("Statement executed successfully.");
    }

    private List<String> policy(Words words) {
        List<String> policy = session.full(words.name());
        if (!catalogue.policies().containsKey(policy)) {
            throw SnowflakeError.missing("Policy", String.join(".", policy));
        }
        return policy;
    }

    private void requireColumns(List<String> table, List<String> columns) {
        List<String> held = columns(session, table);
        if (held.isEmpty()) {
            throw SnowflakeError.missing("Table", String.join(".", table));
        }
        for (String column : columns) {
            if (!held.contains(Names.held(column))) {
                throw SnowflakeError.compilation(
                        "000904", "42000", "error line 1: invalid identifier '" + column + "'");
            }
        }
    }

    /** Returns the columns of a table or view by a name of three parts, as DuckDB holds them; none if there is no such. */
    static List<String> columns(Session session, List<String> table) {
        String sql =
                "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND schema_name = ? AND table_name = ?";
        try (PreparedStatement statement = session.duck().prepareStatement(sql)) {
            for (int i = 0; i < 3; i++) {
                statement.setString(i + 1, Names.held(table.get(i)));
            }
            List<String> columns = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
            return columns;
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }
}
