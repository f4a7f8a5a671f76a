package dev.scd2.sql.extract;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** PostgreSQL. Immutable. */
final class PostgresSource implements SourceDialect {
    @Override
    public String first(String columns, String rest, int atMost) {
        return "SELECT " + columns + " " + rest + " LIMIT " + atMost;
    }

    /** Text goes without a type and takes that of its column: {@code char(n)}, an enum, a collation. */
    @Override
    public void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setObject(index, text, Types.OTHER);
        } else {
            statement.setObject(index, value);
        }
    }
}
