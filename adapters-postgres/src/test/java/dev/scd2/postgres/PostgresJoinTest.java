package dev.scd2.postgres;

import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.sql.StoreOptions.OpenEnd;
import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.tck.JoinContract;
import dev.scd2.tck.cases.Joiner;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresJoinTest extends JoinContract {
    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.in(directory).start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Override
    protected Joiner joiner() {
        return SqlJoiner.on(() -> postgres.dataSource().getConnection(), PostgresDialect.INSTANCE, JoinDialect.POSTGRES)
                .withOpenEnd(OpenEnd.NULL);
    }
}
