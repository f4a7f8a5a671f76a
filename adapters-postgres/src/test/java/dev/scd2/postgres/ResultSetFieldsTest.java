package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.sql.ResultSetFields;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class ResultSetFieldsTest {
    /** The driver's java.sql classes leave out ten days of October 1582. */
    @Test
    void daysThatTheJulianCalendarDoesNotHaveAreReadAsTheyStand() throws SQLException {
        try (Connection connection = TestPostgres.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DATE '1582-10-10' AS day, TIMESTAMP '1582-10-10 01:02:03.456789' AS moment")) {
            assertThat(rows.next()).isTrue();
            assertThat(ResultSetFields.of(rows))
                    .containsEntry("day", LocalDate.of(1582, 10, 10))
                    .containsEntry("moment", LocalDateTime.parse("1582-10-10T01:02:03.456789"));
        }
    }
}
