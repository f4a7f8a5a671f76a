package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.sql.cases.SqlJoiner;
import dev.scd2.sql.join.JoinDialect;
import dev.scd2.tck.JoinContract;
import dev.scd2.tck.cases.Joiner;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The joins written for Spark SQL give the right rows on DuckDB, where Spark's functions are defined by its own. */
class SparkTextOnDuckDbTest extends JoinContract {
    @TempDir
    static Path directory;

    private static DuckDBConnection root;

    @BeforeAll
    static void open() throws SQLException {
        root = DuckDbStore.connect(directory.resolve("joins.duckdb"));
        try (Statement statement = root.createStatement()) {
            statement.execute("CREATE MACRO unix_micros(t) AS epoch_us(t)");
            statement.execute("CREATE MACRO timestamp_micros(n) AS make_timestamptz(n)");
            statement.execute("CREATE MACRO spark_date_add(d, n) AS CAST(d + n AS DATE)");
            statement.execute("CREATE MACRO spark_make_timestamp(y, m, d, h, n, s, zone) AS"
                    + " make_timestamp(y, m, d, h, n, s) AT TIME ZONE zone");
        }
    }

    @AfterAll
    static void close() throws SQLException {
        root.close();
    }

    @Override
    protected Joiner joiner() {
        SqlJoiner marked = SqlJoiner.on(root::duplicate, DuckDbDialect.INSTANCE, JoinDialect.SPARK)
                .withQueriesAdapted(SparkTextOnDuckDbTest::adapted);
        return join -> {
            List<Map<String, @Nullable Object>> rows = marked.join(join);
            assertThat(marked.withMembersBeside().join(join))
                    .as("with members beside, in %s", join)
                    .isEqualTo(rows);
            return rows;
        };
    }

    /** Each makes its tables twice. */
    @Override
    protected int joins() {
        return Integer.getInteger("scd2.joins", 100);
    }

    private static String adapted(String sql) {
        return sql.replace('`', '"')
                .replace("TIMESTAMP '", "TIMESTAMPTZ '")
                .replace("make_timestamp(", "spark_make_timestamp(")
                .replace("date_add(", "spark_date_add(");
    }
}
