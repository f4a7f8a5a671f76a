package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.sql.StoreOptions.OpenEnd;
import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.tck.JoinContract;
import dev.scd2.tck.cases.Joiner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
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

    /** Joins three times: as without sizes, as where keys have many versions, and so with inferred members beside them. */
    @Override
    protected Joiner joiner() {
        SqlJoiner periods = SqlJoiner.on(root::duplicate, DuckDbDialect.INSTANCE, JoinDialect.DUCKDB)
                .withOpenEnd(OpenEnd.NULL);
        SqlJoiner deep = periods.withLookups(lookup -> lookup.sized(1_000, 1_000_000, 100));
        return join -> {
            List<Map<String, @Nullable Object>> rows = periods.join(join);
            assertThat(deep.join(join)).as("what is sought, in %s", join).isEqualTo(rows);
            assertThat(deep.withMembersBeside().join(join))
                    .as("with members beside, in %s", join)
                    .isEqualTo(rows);
            return rows;
        };
    }

    /** Each makes its tables three times. */
    @Override
    protected int joins() {
        return Integer.getInteger("scd2.joins", 250);
    }
}
