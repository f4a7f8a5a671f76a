package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.dimension.Key;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.StoredVersion;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million rows are loaded by a process with a heap of 256 MB, batch by batch: what it holds is a batch, and not what it has
 * loaded. The stand-in is in this process, so that its memory does not count.
 */
class SnowflakeInitialLoadTest {
    private static final int ROWS = Integer.getInteger("scd2.snowflake.rows", 1_000_000);
    private static final int BATCH = 25_000;

    @TempDir
    Path directory;

    @Test
    void aMillionRowsAreLoadedInASmallHeap() throws Exception {
        try (SnowflakeStandIn snowflake = SnowflakeStandIn.start(directory)) {
            String url = snowflake.url() + "?" + TestSnowflake.DRIVER;
            long begun = System.nanoTime();
            assertThat(load(url)).as("the loading process").isZero();
            System.out.println(ROWS + " rows in " + (System.nanoTime() - begun) / 1_000_000_000 + " s");
            try (Connection connection = DriverManager.getConnection(snowflake.url(), snowflake.properties())) {
                check(connection);
            }
            checkSome(url);
        }
    }

    private static int load(String url) throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-Duser.timezone=UTC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InitialLoad.class.getName(),
                        url,
                        Integer.toString(ROWS),
                        Integer.toString(BATCH)))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Asks for what must hold by plain SQL: that many rows are too many to read back. */
    private static void check(Connection connection) throws SQLException {
        String versions = "FROM " + InitialLoad.SCHEMA + ".member";
        assertThat(number(connection, "SELECT count(*) " + versions)).isEqualTo(ROWS);
        assertThat(number(connection, "SELECT count(DISTINCT member_id) " + versions))
                .isEqualTo(ROWS);
        assertThat(number(connection, "SELECT count(DISTINCT surrogate_key) " + versions))
                .isEqualTo(ROWS);
        assertThat(number(connection, "SELECT count(*) " + versions + " WHERE is_current AND valid_from < valid_to"))
                .isEqualTo(ROWS);
        assertThat(number(connection, "SELECT count(*) " + versions + "_evidence"))
                .isEqualTo(ROWS);
        assertThat(number(connection, "SELECT count(*) " + versions + "_quarantine"))
                .isZero();
        assertThat(number(connection, "SELECT \"OFFSET\" " + versions + "_position"))
                .isEqualTo(ROWS - 1L);
    }

    private static long number(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void checkSome(String url) {
        StoreOptions options = StoreOptions.standard().withSchema(InitialLoad.SCHEMA);
        try (SnowflakeStore store = SnowflakeStore.open(TestSnowflake.sessions(url), InitialLoad.MEMBER, options)) {
            for (int i = 0; i < ROWS; i += ROWS / 7) {
                List<StoredVersion> held =
                        store.history(Key.of("M%09d".formatted(i))).versions();
                assertThat(held).hasSize(1);
                assertThat(held.get(0).version().row().value(0)).isEqualTo("Member number " + i);
                assertThat(held.get(0).version().interval().start())
                        .isEqualTo(InitialLoad.member(i).validFrom());
            }
        }
    }
}
