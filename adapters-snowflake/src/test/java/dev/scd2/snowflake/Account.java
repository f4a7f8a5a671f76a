package dev.scd2.snowflake;

import dev.scd2.snowflake.standin.ReceivedStatement;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A stand-in with the databases {@code payer} of grants and {@code PAYER} of loads, and a connection to it by the real driver. */
public final class Account implements AutoCloseable {
    private final SnowflakeStandIn server;
    private final Connection connection;

    private Account(SnowflakeStandIn server) throws SQLException {
        this.server = server;
        this.connection = DriverManager.getConnection(server.url(), server.properties());
        run("CREATE DATABASE \"payer\"", "CREATE DATABASE payer");
    }

    /** Starts one. */
    public static Account start(Path directory) throws SQLException {
        return new Account(SnowflakeStandIn.start(directory));
    }

    /** Returns the connection. */
    public Connection connection() {
        return connection;
    }

    /** Returns what the driver logs in with. */
    public Properties properties() {
        return server.properties();
    }

    /** Runs statements. */
    public void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the rows of a query, each as its values with bars between them. */
    public List<String> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }

    /** Returns the statements that were received since the last call, in order. */
    public List<String> received() {
        List<String> statements =
                server.statements().stream().map(ReceivedStatement::sql).toList();
        server.forgetStatements();
        return statements;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.close();
    }
}
