package dev.scd2.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Runs queries whose rows are taken one by one as they come. Stateless. */
final class Rows {
    private Rows() {}

    /** Shows {@code visitor} each row of a query with these canonical values bound. */
    static void each(Connection connection, String sql, List<Object> bound, Visitor visitor) throws SQLException {
        try (Query query = Query.of(connection, sql, bound)) {
            while (query.rows().next()) {
                visitor.visit(query.rows());
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
