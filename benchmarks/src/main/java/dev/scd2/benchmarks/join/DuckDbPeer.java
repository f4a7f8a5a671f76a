package dev.scd2.benchmarks.join;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.StringJoiner;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** The same join by DuckDB, on the same rows in tables of its own. Aggregated, so that no rows need be handed over. */
final class DuckDbPeer implements AutoCloseable {
    private final DuckDBConnection connection;
    private int dimensions;

    DuckDbPeer(Path directory, int threads) throws SQLException {
        connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("join.duckdb"));
        execute("SET threads = " + threads);
    }

    /** Loads the dimensions, and facts with one key for each of them and one time. */
    void load(List<JoinData> data) throws SQLException {
        dimensions = data.size();
        for (int d = 0; d < dimensions; d++) {
            versions("v" + d, data.get(d));
        }
        StringJoiner columns = new StringJoiner(", ", "CREATE TABLE facts (", ", t BIGINT)");
        for (int d = 0; d < dimensions; d++) {
            columns.add("k" + d + (data.get(d).texts ? " VARCHAR" : " BIGINT"));
        }
        execute(columns.toString());
        try (DuckDBAppender appender = connection.createAppender("main", "facts")) {
            for (int i = 0; i < data.get(0).times.length; i++) {
                appender.beginRow();
                for (JoinData one : data) {
                    append(appender, one, one.factKeys[i]);
                }
                appender.append(data.get(0).times[i]);
                appender.endRow();
            }
        }
        execute("CHECKPOINT");
    }

    /** Loads one dimension, and the facts that are drawn for {@code file}. */
    void load(JoinData data, FactFile file) throws Exception {
        dimensions = 1;
        versions("v0", data);
        execute("CREATE TABLE facts (k0 BIGINT, t BIGINT)");
        try (DuckDBAppender appender = connection.createAppender("main", "facts")) {
            file.write(data, (key, time) -> {
                appender.beginRow();
                appender.append(key);
                appender.append(time);
                appender.endRow();
            });
        }
        execute("CHECKPOINT");
    }

    private void versions(String table, JoinData data) throws SQLException {
        execute("CREATE TABLE " + table + " (k " + (data.texts ? "VARCHAR" : "BIGINT")
                + ", valid_from BIGINT, valid_to BIGINT, ordinal INTEGER)");
        try (DuckDBAppender appender = connection.createAppender("main", table)) {
            for (int i = 0; i < data.versionKeys.length; i++) {
                appender.beginRow();
                append(appender, data, data.versionKeys[i]);
                appender.append(data.validFrom[i]);
                appender.append(data.validTo[i]);
                appender.append(i);
                appender.endRow();
            }
        }
    }

    private static void append(DuckDBAppender appender, JoinData data, long key) throws SQLException {
        if (data.texts) {
            appender.append(JoinData.text(key));
        } else {
            appender.append(key);
        }
    }

    /** The last start not after the fact, by {@code ASOF JOIN}; then its end is looked at. */
    Answer asof() throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT ");
        StringJoiner matched = new StringJoiner(" + ");
        StringJoiner sum = new StringJoiner(" + ");
        StringBuilder from = new StringBuilder(" FROM facts f");
        for (int d = 0; d < dimensions; d++) {
            String v = "v" + d;
            matched.add("count(*) FILTER (f.t < " + v + ".valid_to)");
            sum.add("coalesce(sum(" + v + ".ordinal) FILTER (f.t < " + v + ".valid_to), 0)");
            from.append(" ASOF LEFT JOIN " + v + " ON f.k" + d + " = " + v + ".k AND f.t >= " + v + ".valid_from");
        }
        return answer(sql.append(matched).append(", ").append(sum).append(from).toString());
    }

    /** Every version in force, by a join on the key and both bounds. */
    Answer interval() throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT ");
        StringJoiner matched = new StringJoiner(" + ");
        StringJoiner sum = new StringJoiner(" + ");
        StringBuilder from = new StringBuilder(" FROM facts f");
        for (int d = 0; d < dimensions; d++) {
            String v = "v" + d;
            matched.add("count(" + v + ".ordinal)");
            sum.add("coalesce(sum(" + v + ".ordinal), 0)");
            from.append(" LEFT JOIN " + v + " ON f.k" + d + " = " + v + ".k AND f.t >= " + v + ".valid_from AND f.t < "
                    + v + ".valid_to");
        }
        return answer(sql.append(matched).append(", ").append(sum).append(from).toString());
    }

    String version() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version()")) {
            rows.next();
            return "DuckDB " + rows.getString(1);
        }
    }

    private Answer answer(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return new Answer(rows.getLong(1), rows.getLong(2));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
