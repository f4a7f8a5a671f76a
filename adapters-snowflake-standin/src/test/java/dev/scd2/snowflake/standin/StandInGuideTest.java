package dev.scd2.snowflake.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/snowflake-standin.md, run; and the page, compared with it. */
class StandInGuideTest {
    private static final Path GUIDE = Path.of("../docs/snowflake-standin.md");
    private static final Path SOURCE = Path.of("src/test/java/dev/scd2/snowflake/standin/StandInGuideTest.java");
    private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void theProgramOfTheGuideLoadsAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("member.csv"), "1,Ada\n2,Grace\n");
        assertThat(program(directory, file)).isEqualTo(2);
    }

    private static long program(Path directory, Path file) throws SQLException {
        try (SnowflakeStandIn snowflake = SnowflakeStandIn.start(directory);
                Connection connection = DriverManager.getConnection(snowflake.url(), snowflake.properties());
                Statement statement = connection.createStatement()) {
            statement.execute("create stage landing");
            statement.execute("create table member (id bigint, name varchar)");
            statement.execute("put 'file://" + file + "' @landing");
            statement.execute("copy into member from @landing file_format = (type = csv)");
            ResultSet rows = statement.executeQuery("select count(*) from member");
            rows.next();
            return rows.getLong(1);
        }
    }

    private interface Program {
        void run() throws SQLException;
    }

    @Test
    void roundTripsAreCounted() throws SQLException {
        try (SnowflakeStandIn snowflake = SnowflakeStandIn.start(directory);
                Connection connection = DriverManager.getConnection(snowflake.url(), snowflake.properties());
                Statement statement = connection.createStatement()) {
            Program program = () -> statement.execute("select 1");
            snowflake.forgetStatements();
            program.run();
            assertThat(snowflake.statements()).hasSizeLessThan(10);
            assertThat(snowflake.statements()).noneMatch(ReceivedStatement::commitsTransaction);
            assertThat(snowflake.statements()).hasSize(1);
        }
    }

    @Test
    void faultsArePlanned() {
        try (SnowflakeStandIn snowflake = SnowflakeStandIn.start(directory)) {
            snowflake.faults().on("merge into").after(1).fails("000604", "57014", "SQL execution canceled");
            snowflake.faults().on("commit").isGoneAfter();
            snowflake.faults().on("copy into").loadsOnly(10);
            assertThat(snowflake.faults().pending()).isEqualTo(3);
        }
    }

    @Test
    void everyFaultIsARowOfTheTable() throws IOException {
        String guide = Files.readString(GUIDE);
        for (var method : Faults.When.class.getDeclaredMethods()) {
            boolean plans =
                    java.lang.reflect.Modifier.isPublic(method.getModifiers()) && method.getReturnType() == void.class;
            if (plans) {
                assertThat(guide).contains("`" + method.getName() + "`");
            }
        }
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() throws IOException {
        List<String> source = trimmed(Files.readString(SOURCE));
        Matcher sample = SAMPLE.matcher(Files.readString(GUIDE));
        int samples = 0;
        while (sample.find()) {
            assertThat(source).containsSubsequence(trimmed(sample.group(1)));
            samples++;
        }
        assertThat(samples).isEqualTo(3);
    }

    private static List<String> trimmed(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
