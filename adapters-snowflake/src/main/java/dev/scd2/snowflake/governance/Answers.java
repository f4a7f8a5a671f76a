package dev.scd2.snowflake.governance;

import dev.scd2.error.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rows that a statement answers with, as texts by the names of the columns in lower case; null is an empty text. */
final class Answers {
    private final Connection connection;

    Answers(Connection connection) {
        this.connection = connection;
    }

    /**
     * Asks.
     *
     * @param what  what is read, for the message if it fails
     */
    List<Row> to(String sql, String what) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            List<Row> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, String> values = new HashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    String value = result.getString(i);
                    values.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), value == null ? "" : value);
                }
                rows.add(new Row(sql, values));
            }
            return rows;
        } catch (SQLException failed) {
            throw new StoreException(
                    "Cannot read " + what + " (SQL state " + failed.getSQLState()
                            + "). Nothing was changed: look at the cause, and at what the role of the connection may see.",
                    failed);
        }
    }

    /** One row. */
    record Row(String sql, Map<String, String> values) {
        String get(String column) {
            String value = values.get(column);
            if (value == null) {
                throw new StoreException("The answer to " + sql + " has no column " + column + ".", null);
            }
            return value;
        }
    }
}
