package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.snowflake.script.Formatted;
import dev.scd2.snowflake.script.Golden;
import dev.scd2.snowflake.script.Script;
import dev.scd2.snowflake.script.Step;
import dev.scd2.snowflake.standin.ReceivedStatement;
import dev.scd2.snowflake.standin.SnowflakeStandIn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a stand-in receives, as files that a person can read: each statement once, laid out, with the step that it serves above
 * it. Confined to one thread.
 */
final class RecordedStatements {
    private final SnowflakeStandIn snowflake;
    private final Set<String> seen = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();

    RecordedStatements(SnowflakeStandIn snowflake) {
        this.snowflake = snowflake;
    }

    /** Work that may fail. */
    interface Work {
        void run() throws Exception;
    }

    /** Runs it, and records none of its statements. */
    void quietly(Work work) throws Exception {
        work.run();
        snowflake.forgetStatements();
    }

    /** Runs it, and records those of its statements that were not recorded yet; {@code scene} stands above the first. */
    void record(String scene, Work work) throws Exception {
        record(scene, work, sql -> true, StatementPurpose::of);
    }

    /** Records only those that define something; the others run over nothing, and are recorded where they do not. */
    void recordDefinitions(String scene, Work work) throws Exception {
        record(scene, work, sql -> sql.startsWith("CREATE"), StatementPurpose::of);
    }

    /** Records the one statement that {@code scene} is the purpose of. */
    void recordQuery(String scene, Work work) throws Exception {
        record("", work, sql -> true, sql -> scene);
    }

    private void record(String scene, Work work, Predicate<String> which, UnaryOperator<String> purposes)
            throws Exception {
        snowflake.forgetStatements();
        work.run();
        String heading = scene.isEmpty() ? "" : scene + "\n";
        for (ReceivedStatement received : snowflake.statements()) {
            String sql = neutral(received.sql());
            if (received.describeOnly() || sql.startsWith("alter session") || !which.test(sql) || !seen.add(sql)) {
                continue;
            }
            String laidOut = Formatted.of(sql);
            assertThat(Formatted.bare(laidOut)).isEqualTo(Formatted.bare(sql));
            steps.add(new Step(heading + purposes.apply(sql), laidOut));
            heading = "";
        }
        snowflake.forgetStatements();
    }

    /** Compares what was recorded since the last call with a file. */
    void compare(String file) {
        Golden.compare(file, new Script(steps).text());
        assertThat(steps)
                .filteredOn(step -> step.purpose().endsWith("?"))
                .as("statements of %s without a purpose", file)
                .isEmpty();
        steps.clear();
    }

    /** Returns a statement with one name for all temporary files, and one for all tables that are numbered. */
    private static String neutral(String sql) {
        return sql.strip()
                .replaceAll("'file://[^']*'", "'file:///tmp/scd2/rows.csv.gz'")
                .replaceAll("\"SCD2_STAGE_\\d+\"", "\"SCD2_STAGE_1\"")
                .replaceAll("'[0-9a-f-]{36}\\.csv\\.gz'", "'rows.csv.gz'");
    }
}
