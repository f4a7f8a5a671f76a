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

    /**
     * Joins without sizes, as many facts that meet few versions of a key, as deep keys, and so that the versions of the
     * facts' keys or the facts are set aside; those with inferred members beside the versions, too.
     */
    @Override
    protected Joiner joiner() {
        SqlJoiner unsized = SqlJoiner.on(root::duplicate, DuckDbDialect.INSTANCE, JoinDialect.DUCKDB)
                .withOpenEnd(OpenEnd.NULL);
        SqlJoiner deep = unsized.withLookups(lookup -> lookup.sized(1_000_000, 1_000_000, 100));
        SqlJoiner few = unsized.withLookups(lookup -> lookup.sized(10, 1_000_000, 1_000_000));
        SqlJoiner some = unsized.withLookups(lookup -> lookup.sized(1_000, 1_000, 1_000));
        Map<String, SqlJoiner> others = Map.of(
                "what many facts meet", unsized.withLookups(lookup -> lookup.sized(1_000_000, 1_000, 1_000)),
                "what few facts meet", few,
                "what few facts meet with members beside", few.withMembersBeside(),
                "what some facts meet", some,
                "what some facts meet with members beside", some.withMembersBeside(),
                "what is sought", deep,
                "what is sought with members beside", deep.withMembersBeside());
        return join -> {
            List<Map<String, @Nullable Object>> rows = unsized.join(join);
            others.forEach((name, other) ->
                    assertThat(other.join(join)).as("%s, in %s", name, join).isEqualTo(rows));
            return rows;
        };
    }

    /** Each makes its tables eight times. */
    @Override
    protected int joins() {
        return Integer.getInteger("scd2.joins", 60);
    }
}
