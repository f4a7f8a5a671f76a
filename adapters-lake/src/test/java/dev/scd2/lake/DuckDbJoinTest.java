package dev.scd2.lake;

import dev.scd2.sql.StoreOptions.OpenEnd;
import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.tck.JoinContract;
import dev.scd2.tck.cases.Joiner;
import java.nio.file.Path;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class DuckDbJoinTest extends JoinContract {
    @TempDir
    static Path directory;

    private static DuckDBConnection root;

    @BeforeAll
    static void open() {
        root = DuckDbStore.connect(directory.resolve("joins.duckdb"));
    }

    @AfterAll
    static void close() throws Exception {
        root.close();
    }

    @Override
    protected Joiner joiner() {
        return SqlJoiner.on(root::duplicate, DuckDbDialect.INSTANCE, JoinDialect.DUCKDB)
                .withOpenEnd(OpenEnd.NULL);
    }
}
