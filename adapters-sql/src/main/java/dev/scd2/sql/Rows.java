package dev.scd2.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Runs queries whose rows are taken one by one as they come. Stateless. */
final class Rows {
    private static final int FETCH_SIZE = 2_000;

    private Rows() {}

    /** Shows {@code visitor} each row of a query with these canonical values bound. */
    static void each(Connection connection, String sql, List<Object> bound, Visitor visitor) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_SIZE);
            for (int i = 0; i < bound.size(); i++) {
                Cells.bind(statement, i + 1, bound.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    visitor.visit(rows);
                }
            }
        }
    }

    /** Takes the row at which a result set stands. */
    @FunctionalInterface
    interface Visitor {
        /** Takes one. */
        void visit(ResultSet row) throws SQLException;
    }
}
