package dev.scd2.lake;

import dev.scd2.dimension.Dimension;
import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.CaseFilesContract;
import dev.scd2.tck.cases.Joiner;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DuckDbCaseFilesTest extends CaseFilesContract {
    @TempDir
    static Path directory;

    @Override
    protected DimensionStore create(Dimension dimension) {
        return SharedDuckDb.of(dimension);
    }

    @Override
    protected Joiner joiner() {
        Path file = directory.resolve("joins.duckdb");
        return SqlJoiner.on(() -> DuckDbStore.connect(file), DuckDbDialect.INSTANCE, JoinDialect.DUCKDB);
    }

    /** Side by side in one store; all of them are tried on the reference store. */
    @Override
    protected int orders() {
        return 4;
    }
}
