package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The build runs some tests on an older server: on that one, and on no other. */
class PostgresVersionTest {
    @Test
    @EnabledIfSystemProperty(named = "scd2.postgres.version", matches = ".+")
    void theServerIsTheOneThatTheBuildNames() throws SQLException {
        String named = System.getProperty("scd2.postgres.version");
        try (Connection connection = TestPostgres.database().dataSource().getConnection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            assertThat(named).startsWith(major + ".");
        }
    }
}
