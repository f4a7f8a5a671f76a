package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the tests on an account leave behind, on the stand-in. */
class RealAccountTest {
    private static final String SCHEMAS =
            "SELECT count(*) FROM information_schema.schemata WHERE schema_name LIKE 'SCD2_KIT_%'";

    @Test
    void theSchemasThatAreMadeAreDroppedAgain() throws SQLException {
        RealAccount.store(TestSnowflake.sessions(), InitialLoad.MEMBER).close();
        RealAccount.store(TestSnowflake.sessions(), InitialLoad.MEMBER).close();
        assertThat(schemas()).isEqualTo(2);
        RealAccount.cleanUp(TestSnowflake.sessions());
        assertThat(schemas()).isZero();
    }

    private static long schemas() throws SQLException {
        try (Connection connection = TestSnowflake.sessions().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SCHEMAS)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void anAccountIsNamedByItsUrl() {
        assertThat(RealAccount.isNamed(Map.of("SCD2_SNOWFLAKE_URL", "jdbc:snowflake://acme/")))
                .isTrue();
        assertThat(RealAccount.isNamed(Map.of("SCD2_SNOWFLAKE_URL", ""))).isFalse();
        assertThat(RealAccount.isNamed(Map.of())).isFalse();
    }
}
