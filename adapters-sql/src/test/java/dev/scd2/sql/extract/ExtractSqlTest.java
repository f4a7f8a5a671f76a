package dev.scd2.sql.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.sql.extract.ExtractSql.Ordered;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of the queries, compared with files; {@code -Dscd2.golden=DIR} writes them anew into a directory. */
class ExtractSqlTest {
    private static final List<String> COLUMNS = List.of("member_id", "the \"plan\" [x]", "updated_at");

    @ParameterizedTest
    @CsvSource({
        "standard, TIMESTAMP WITH TIME ZONE, CHARACTER VARYING",
        "postgres, timestamptz, bpchar",
        "sql-server, datetimeoffset, nvarchar",
        "sql-server-old-types, datetime, varchar"
    })
    void theQueriesOfADialectAreThoseOfItsFile(String file, String time, String text) throws IOException {
        SourceDialect dialect = switch (file) {
            case "standard" -> SourceDialect.STANDARD;
            case "postgres" -> SourceDialect.POSTGRES;
            default -> SourceDialect.SQL_SERVER;
        };
        ExtractSql sql = new ExtractSql(dialect, dialect.quote("hr") + "." + dialect.quote("member"));
        Ordered updatedAt = new Ordered("updated_at", time);
        List<Ordered> order = List.of(updatedAt, new Ordered("member_id", text), new Ordered("line", "int"));
        ExtractSql query = new ExtractSql(dialect, "(SELECT * FROM member) q");
        check(
                file,
                sql.describe(List.of()),
                sql.describe(COLUMNS),
                sql.firstPage(COLUMNS, order, List.of(), 101),
                query.firstPage(COLUMNS, order, List.of("updated_at", "line"), 101),
                sql.pageFrom(COLUMNS, order, List.of(), 101),
                sql.pageBehind(COLUMNS, order, List.of(), 101),
                query.pageBehind(COLUMNS, order.subList(0, 1), List.of("updated_at"), 101),
                sql.unordered(COLUMNS, List.of("updated_at", "member_id"), 100),
                sql.all(COLUMNS, List.of(), List.of()),
                sql.all(COLUMNS, List.of(new Ordered("state", text)), List.of("plan")));
    }

    @Test
    void thePlaceOfARowIsBoundOncePerComparison() {
        assertThat(ExtractSql.behind(List.of("t", "a", 1))).containsExactly("t", "t", "t", "a", "t", "a", 1);
    }

    private static void check(String name, String... queries) throws IOException {
        String text =
                String.join("\n", Stream.of(queries).map(query -> query + ";").toList()) + "\n";
        String file = name + ".sql";
        String golden = System.getProperty("scd2.golden");
        if (golden != null) {
            Files.writeString(Path.of(golden, file), text);
        }
        try (InputStream expected = ExtractSqlTest.class.getResourceAsStream(file)) {
            assertThat(expected).as("the file %s", file).isNotNull();
            assertThat(text).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
