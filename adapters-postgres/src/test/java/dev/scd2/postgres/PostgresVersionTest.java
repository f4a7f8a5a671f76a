package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The build runs some tests on an older server: on that one, and on no other. */
class PostgresVersionTest {
    @Test
    @EnabledIfSystemProperty(named = "scd2.postgres.version", matches = ".+")
    void theServerIsTheOneThatTheBuildNames(@TempDir Path directory) throws SQLException {
        String named = System.getProperty("scd2.postgres.version");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(directory).start();
                Connection connection = postgres.dataSource().getConnection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            assertThat(named).startsWith(major + ".");
        }
    }
}
