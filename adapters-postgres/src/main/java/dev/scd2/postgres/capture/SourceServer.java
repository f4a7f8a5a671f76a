package dev.scd2.postgres.capture;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Where the tables are: a JDBC address taken apart, for the parts of Debezium that do not take one. */
record SourceServer(
        String url,
        String host,
        String port,
        String database,
        String user,
        @Nullable String password,
        String sslMode) {

    static SourceServer of(String url, @Nullable String user, @Nullable String password) {
        Properties parts = Driver.parseURL(url, new Properties());
        if (parts == null) {
            throw new IllegalArgumentException(
                    "Not the JDBC address of a PostgreSQL database; it looks like jdbc:postgresql://host:5432/database.");
        }
        String who = user != null ? user : PGProperty.USER.getOrDefault(parts);
        if (who == null) {
            throw new IllegalArgumentException("No user is given to capture as, neither by itself nor in the address.");
        }
        String secret = password != null ? password : PGProperty.PASSWORD.getOrDefault(parts);
        String ssl = PGProperty.SSL_MODE.getOrDefault(parts);
        return new SourceServer(
                url,
                required(PGProperty.PG_HOST, parts),
                required(PGProperty.PG_PORT, parts),
                required(PGProperty.PG_DBNAME, parts),
                who,
                secret,
                ssl == null ? "prefer" : ssl);
    }

    private static String required(PGProperty property, Properties parts) {
        String value = property.getOrDefault(parts);
        if (value == null) {
            throw new IllegalArgumentException("The JDBC address names no " + property.getName() + ".");
        }
        return value;
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(url, properties);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
