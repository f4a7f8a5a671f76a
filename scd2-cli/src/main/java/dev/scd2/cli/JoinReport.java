package dev.scd2.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a join came to: how many facts ended how, and the first of them.
 *
 * @param facts how many came out
 * @param ends lookup, outcome and how many
 * @param first the first rows; none where they went to a file
 * @param to where the rows went, or null
 */
record JoinReport(
        long facts,
        Sheet ends,
        @Nullable Sheet first,
        @Nullable String to) {
    private static final int SHOWN = 20;

    /** Reads it from the table {@code result}. */
    static JoinReport of(Connection connection, List<String> outcomes, @Nullable String to) {
        Sheet ends = new Sheet(List.of("lookup", "outcome", "facts"));
        try (Statement statement = connection.createStatement()) {
            for (String outcome : outcomes) {
                String column = ReaderConnection.identifier(outcome);
                try (ResultSet rows = statement.executeQuery(
                        "SELECT " + column + ", count(*) FROM result GROUP BY 1 ORDER BY 2 DESC, 1")) {
                    while (rows.next()) {
                        ends.add(
                                outcome.substring(0, outcome.length() - "_outcome".length()),
                                rows.getString(1),
                                rows.getLong(2));
                    }
                }
            }
            long facts;
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM result")) {
                rows.next();
                facts = rows.getLong(1);
            }
            return new JoinReport(facts, ends, to == null ? first(statement) : null, to);
        } catch (SQLException failure) {
            throw Failure.of("The result could not be read: " + JoinFiles.reason(failure), failure);
        }
    }

    private static Sheet first(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("FROM result LIMIT " + SHOWN)) {
            ResultSetMetaData about = rows.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                names.add(about.getColumnName(i));
            }
            Sheet sheet = new Sheet(names);
            while (rows.next()) {
                @Nullable Object[] row = new Object[names.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = rows.getString(i + 1);
                }
                sheet.add(row);
            }
            return sheet;
        }
    }

    void print(Output output, PrintWriter out) {
        if (output == Output.JSON) {
            ObjectNode document = Report.JSON.createObjectNode().put("facts", facts);
            document.set("outcomes", ends.toJson(Report.JSON));
            if (first != null) {
                document.set("first", first.toJson(Report.JSON));
            } else {
                document.put("to", to);
            }
            out.println(document);
            return;
        }
        if (first != null) {
            first.printTable(out);
            if (facts > first.size()) {
                out.println("… and " + (facts - first.size()) + " more; --to FILE writes them all.");
            }
            out.println();
        }
        ends.printTable(out);
    }
}
