package dev.scd2.examples.healthcare.oltp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The schema {@code payer_oltp} in PostgreSQL. Stateless, hence thread-safe. */
public final class OltpSchema {
    /** The schema of the tables. */
    public static final String SCHEMA = "payer_oltp";

    private OltpSchema() {}

    /** Returns the tables, each an entity of the payer; the topic of an entity is {@code payer.<table name>}. */
    public static List<OltpTable> entities() {
        return List.of(OltpTable.values());
    }

    /**
     * Creates the schemas and tables where they are missing, and commits. A table that is there is left as it is. No
     * publication and no replication slot is made. The writer's own progress is in a schema of its own, {@code
     * payer_generator}, so that a publication of this one does not carry it.
     *
     * @throws SQLException if the server refuses
     */
    public static void create(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(ddl());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private static String ddl() {
        try (InputStream in = OltpSchema.class.getResourceAsStream("payer_oltp.sql")) {
            if (in == null) {
                throw new IllegalStateException("Resource payer_oltp.sql is missing beside " + OltpSchema.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read payer_oltp.sql", e);
        }
    }
}
