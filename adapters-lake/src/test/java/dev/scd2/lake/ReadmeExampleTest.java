package dev.scd2.lake;

import static dev.scd2.dimension.ColumnType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.mutation.Restatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example, run; and the README, compared with it. */
class ReadmeExampleTest {
    private static final Path ROOT = Path.of("..");
    private static final String BEGINS = "// The README" + " begins.";
    private static final String ENDS = "// The README" + " ends.";
    private static final Path SOURCE = Path.of("src/test/java/dev/scd2/lake/ReadmeExampleTest.java");

    @TempDir
    Path directory;

    record Member(String memberId, String city) {}

    @Test
    void theTablesOfTheReadmeAreWhatItsExampleLeaves() throws Exception {
        Path file = directory.resolve("members.duckdb");
        String before = afterJanuaryAndJune(file);
        List<Restatement> joinAgain = exampleOfTheReadme(file);
        assertThat(part("<!-- table before -->")).isEqualTo(before);
        assertThat(part("<!-- table after -->")).isEqualTo(table(file));
        assertThat(joinAgain)
                .extracting(window -> window.window().start() + " " + window.before() + " " + window.after())
                .containsExactly("2026-03-01T00:00:00Z 1 2", "2026-06-01T00:00:00Z 1 3");
    }

    @Test
    void theJavaOfTheReadmeIsTheJavaThatRuns() throws IOException {
        String source = Files.readString(SOURCE);
        String runs = source.substring(source.indexOf(BEGINS) + BEGINS.length(), source.indexOf(ENDS));
        assertThat(part("<!-- example -->")).isEqualToIgnoringWhitespace("```java\n" + runs + "```");
    }

    private static String afterJanuaryAndJune(Path file) throws SQLException {
        Dimension member = Dimension.named("member")
                .key("member_id", TEXT)
                .track("city", TEXT)
                .build();
        try (DuckDbStore store = DuckDbStore.open(file, member)) {
            Member albany = new Member("M1", "Albany");
            History.of(store)
                    .apply(Batch.of(
                            Observation.of(albany, Instant.parse("2026-01-01T00:00:00Z"), Sequence.of(1)),
                            Observation.of(albany, Instant.parse("2026-06-01T00:00:00Z"), Sequence.of(2))));
        }
        return table(file);
    }

    private static List<Restatement> exampleOfTheReadme(Path file) {
        // The README begins.
        Dimension member = Dimension.named("member")
                .key("member_id", TEXT)
                .track("city", TEXT)
                .build();
        try (DuckDbStore store = DuckDbStore.open(file, member)) {
            Member moved = new Member("M1", "Buffalo");
            Observation late = Observation.of(moved, Instant.parse("2026-03-01T00:00:00Z"), Sequence.of(3));
            return History.of(store).apply(Batch.of(late)).plan().restatements();
        }
        // The README ends.
    }

    /** Returns the table of versions as Markdown, times by their date. */
    private static String table(Path file) throws SQLException {
        List<String> lines = new ArrayList<>();
        lines.add("| surrogate_key | member_id | city | valid_from | valid_to | is_current |");
        lines.add("|---|---|---|---|---|---|");
        try (Connection connection = DuckDbStore.connect(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT surrogate_key, member_id, city, valid_from::DATE, "
                        + "valid_to::DATE, is_current FROM member ORDER BY valid_from")) {
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= 6; i++) {
                    cells.add(rows.getString(i));
                }
                lines.add("| " + String.join(" | ", cells) + " |");
            }
        }
        return String.join("\n", lines);
    }

    /** Returns what stands in the README after {@code marker}, up to the next empty line. */
    private static String part(String marker) throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        int begin = readme.indexOf(marker + "\n");
        assertThat(begin).as("%s in README.md", marker).isNotNegative();
        int from = begin + marker.length() + 1;
        return readme.substring(from, readme.indexOf("\n\n", from));
    }
}
