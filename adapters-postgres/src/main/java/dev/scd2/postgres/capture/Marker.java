package dev.scd2.postgres.capture;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;

/** A message in the server's log: when it comes by, everything that was committed before it has come. */
final class Marker {
    static final String PREFIX = "scd2-capture";

    private Marker() {}

    static void write(Connection connection, String token) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_logical_emit_message(true, ?, ?)")) {
            statement.setString(1, PREFIX);
            statement.setString(2, token);
            statement.execute();
        }
    }

    /** Returns the token as Debezium shows it. */
    static String encoded(String token) {
        return Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }
}
