package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every fault: what the driver makes of it, and what is left behind. */
class FaultsTest extends StandInTest {
    @BeforeEach
    void table() throws SQLException {
        run("create table t (a int)");
    }

    @Test
    void aStatementFailsAsItWasPlannedAndOnce() throws SQLException {
        snowflake.faults().on("INSERT into").after(1).fails("000604", "57014", "SQL execution canceled");
        run("insert into t values (1)");
        assertThatThrownBy(() -> run("insert into t values (2)")).isInstanceOfSatisfying(SQLException.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo(604);
            assertThat(error.getSQLState()).isEqualTo("57014");
        });
        run("insert into t values (3)");
        assertThat(rows("select a from t order by a")).containsExactly("1", "3");
        assertThat(snowflake.faults().pending()).isZero();
    }

    @Test
    void aTokenThatExpiresIsRenewedWithinTheTransaction() throws SQLException {
        connection.setAutoCommit(false);
        run("insert into t values (1)");
        snowflake.faults().on("values (2)").expiresToken();
        run("insert into t values (2)");
        connection.commit();
        assertThat(rows("select count(*) from t")).containsExactly("2");
    }

    @Test
    void aSessionThatEndsTakesItsTransactionWithIt() throws SQLException {
        connection.setAutoCommit(false);
        run("insert into t values (1)");
        snowflake.faults().on("values (2)").endsSession();
        assertThatThrownBy(() -> run("insert into t values (2)")).isInstanceOf(SQLException.class);
        try (Connection other = connect()) {
            assertThat(rows(other, "select count(*) from t")).containsExactly("0");
        }
    }

    @Test
    void aLineThatIsCutOnceIsMendedByTheDriverAndNothingIsDoneTwice() throws SQLException {
        snowflake.faults().on("values (1)").cutsBefore();
        assertThat(run("insert into t values (1)")).isEqualTo(1);
        snowflake.faults().on("values (2)").cutsAfter();
        assertThat(run("insert into t values (2)")).isEqualTo(1);
        assertThat(rows("select a from t order by a")).containsExactly("1", "2");
    }

    @Test
    void aLineThatStaysCutLeavesTheOutcomeUnknown() throws SQLException {
        Properties impatient = snowflake.properties();
        impatient.setProperty("maxHttpRetries", "1");
        try (Connection other = DriverManager.getConnection(snowflake.url(), impatient);
                Statement statement = other.createStatement()) {
            snowflake.faults().on("values (1)").isGoneAfter();
            assertThatThrownBy(() -> statement.executeUpdate("insert into t values (1)"))
                    .isInstanceOf(SQLException.class);
            snowflake.faults().on("values (2)").isGoneBefore();
            assertThatThrownBy(() -> statement.executeUpdate("insert into t values (2)"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(rows("select a from t")).containsExactly("1");
    }

    @Test
    void anAnswerIsLate() throws SQLException {
        snowflake.faults().on("select 7").waits(Duration.ofMillis(300));
        long start = System.nanoTime();
        assertThat(rows("select 7")).containsExactly("7");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
    }

    @Test
    void aFileNeverArrivesOrIsLoadedInPart() throws Exception {
        Path file = Files.writeString(directory.resolve("a.csv"), "1\n2\n3\n");
        run("create stage landing");
        snowflake.faults().on("put").losesFile();
        assertThat(rows("put 'file://" + file + "' @landing")).hasSize(1);
        assertThat(rows("list @landing")).isEmpty();
        rows("put 'file://" + file + "' @landing");
        snowflake.faults().on("copy into").loadsOnly(2);
        assertThat(rows("copy into t from @landing").get(0)).startsWith("landing/a.csv.gz|LOADED|2|2");
        assertThat(rows("select count(*) from t")).containsExactly("2");
    }
}
