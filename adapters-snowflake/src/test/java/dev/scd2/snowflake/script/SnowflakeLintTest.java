package dev.scd2.snowflake.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every statement that this module, the joins and the definitions of the payer example can write for Snowflake, read by a linter that knows its dialect. It says
 * that they parse, not that they mean what they should. Skipped where there is no linter.
 */
class SnowflakeLintTest {
    private static final Path JOINS = Path.of("../adapters-sql/src/test/resources/dev/scd2/sql/join");
    private static final Path PAYER = Path.of("../examples-healthcare/src/test/resources/golden");

    private static final int OLDEST = 4;

    @TempDir
    static Path directory;

    private static @Nullable List<Optional<String>> problems;

    record Written(String name, String statement) {
        String code() {
            return Statements.code(statement);
        }
    }

    @Test
    void everyStatementParsesOrIsAKnownGap() throws IOException, InterruptedException {
        List<Written> written = written();
        List<Optional<String>> problems = problems(linter(), written);
        List<KnownGap> gaps = KnownGap.read();
        List<String> faulty = KnownGap.faultyFiles();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String code = written.get(i).code();
            if (problems.get(i).isPresent()
                    && !faulty.contains(written.get(i).name())
                    && gaps.stream().noneMatch(gap -> gap.covers(code))) {
                refused.add(written.get(i).name() + ": " + code + "\n  "
                        + problems.get(i).get());
            }
        }
        assertThat(refused).isEmpty();
        assertThat(written).hasSizeGreaterThan(300);
    }

    @Test
    void everyKnownGapOfThisLinterIsStillOne() throws IOException, InterruptedException {
        Sqlfluff linter = linter();
        List<Written> written = written();
        List<Optional<String>> problems = problems(linter, written);
        for (KnownGap gap : KnownGap.read()) {
            if (gap.version().equals(linter.version())) {
                boolean refused = false;
                for (int i = 0; i < written.size(); i++) {
                    refused |= problems.get(i).isPresent()
                            && gap.covers(written.get(i).code());
                }
                assertThat(refused)
                        .as("sqlfluff %s refuses what is listed as its gap: %s", linter.version(), gap.statement())
                        .isTrue();
            }
        }
    }

    @Test
    void everyKnownFaultIsStillOne() throws IOException, InterruptedException {
        List<Written> written = written();
        List<Optional<String>> problems = problems(linter(), written);
        for (String file : KnownGap.faultyFiles()) {
            boolean refused = false;
            for (int i = 0; i < written.size(); i++) {
                refused |= problems.get(i).isPresent() && written.get(i).name().equals(file);
            }
            assertThat(refused).as("%s is listed as faulty", file).isTrue();
        }
    }

    @Test
    void wrongStatementsAreRefused() throws IOException, InterruptedException {
        List<String> wrong = Statements.of(Files.readString(Golden.DIRECTORY.resolve("wrong/refused.sql")));
        assertThat(wrong).hasSizeGreaterThanOrEqualTo(12);
        List<Optional<String>> problems = linter().problems(wrong, Files.createDirectory(directory.resolve("wrong")));
        for (int i = 0; i < wrong.size(); i++) {
            assertThat(problems.get(i)).as(wrong.get(i)).isPresent();
        }
    }

    /** To read all of them takes the linter a minute, so they are read once. */
    private static synchronized List<Optional<String>> problems(Sqlfluff linter, List<Written> written)
            throws IOException, InterruptedException {
        List<Optional<String>> read = problems;
        if (read == null) {
            Path files = Files.createDirectory(directory.resolve("all"));
            read = linter.problems(written.stream().map(Written::statement).toList(), files);
            problems = read;
        }
        return read;
    }

    private static Sqlfluff linter() throws IOException, InterruptedException {
        Optional<Sqlfluff> found = Sqlfluff.find();
        if (found.isEmpty()) {
            abort("There is no sqlfluff in the path, and the property scd2.sqlfluff names none: nothing was linted.");
        }
        if (found.get().major() < OLDEST) {
            abort("sqlfluff " + found.get().version()
                    + " knows too little of Snowflake, such as no database roles: nothing was" + " linted. Install "
                    + OLDEST + ".5 or newer.");
        }
        return found.get();
    }

    private static List<Written> written() throws IOException {
        List<Written> written = new ArrayList<>();
        for (Path file : files(Golden.DIRECTORY, ".sql")) {
            Statements.of(Files.readString(file))
                    .forEach(statement -> written.add(new Written(String.valueOf(file.getFileName()), statement)));
        }
        for (Path file : files(PAYER, "snowflake.sql")) {
            Statements.of(Files.readString(file))
                    .forEach(statement -> written.add(new Written("payer " + file.getFileName(), statement)));
        }
        for (Path file : files(JOINS, "-snowflake.sql")) {
            Statements.of(Files.readString(file))
                    .forEach(statement -> written.add(new Written(String.valueOf(file.getFileName()), statement)));
        }
        return written;
    }

    private static List<Path> files(Path directory, String end) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}
