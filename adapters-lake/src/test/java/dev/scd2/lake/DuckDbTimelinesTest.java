package dev.scd2.lake;

import dev.scd2.sql.Dialect;
import dev.scd2.sql.cases.TimelinesContract;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.io.TempDir;

class DuckDbTimelinesTest extends TimelinesContract {
    @TempDir
    Path directory;

    @Override
    protected Connection connect() {
        return DuckDbStore.connect(directory.resolve("timelines.duckdb"));
    }

    @Override
    protected Dialect dialect() {
        return DuckDbDialect.INSTANCE;
    }
}
