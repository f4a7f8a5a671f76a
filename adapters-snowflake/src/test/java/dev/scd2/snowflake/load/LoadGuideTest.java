package dev.scd2.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.snowflake.Account;
import dev.scd2.snowflake.Guide;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/snowflake-loading.md, run, and compared with the page. */
class LoadGuideTest {
    @TempDir
    Path directory;

    @Test
    void theProgramOfTheGuideMakesTheTablesAndMayRunAgain() throws SQLException {
        try (Account account = Account.start(directory)) {
            assertThat(program(account.connection())).isEmpty();
            assertThat(program(account.connection())).isEmpty();
            assertThat(account.rows("SELECT COUNT(*) FROM \"PAYER\".\"RAW\".\"MEMBERS\""))
                    .containsExactly("0");
        }
    }

    private static List<LoadedFile> program(Connection connection) {
        LoadLayout layout = LoadLayout.of("payer")
                .stage(LoadStage.internal("landing")) // or LoadStage.external(name, url, integration, roleArn)
                .raw("members");
        layout.script().run(connection); // layers, file format, stage, tables: what is there stays
        RawLoad load = RawLoad.of(layout, "members", "landing", Clock.systemUTC());
        List<LoadedFile> loaded = load.run(connection);
        return loaded;
    }

    @Test
    void everyLineOfJavaInTheGuideIsALineThatRuns() throws IOException {
        Guide.compare("snowflake-loading.md", "load/LoadGuideTest.java");
    }
}
