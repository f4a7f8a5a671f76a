package dev.scd2.snowflake.script;

import dev.scd2.error.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements in the order in which they run. Immutable.
 *
 * @param steps  the statements, each with its purpose
 */
public record Script(List<Step> steps) {
    /** Copies the steps. */
    public Script {
        steps = List.copyOf(steps);
    }

    /** Returns the script as a text: each statement with its purpose above it, and an empty line between two. */
    public String text() {
        return steps.stream().map(Step::text).collect(Collectors.joining("\n"));
    }

    /**
     * Runs the statements in order. A definition commits by itself in Snowflake, so what ran before one that fails stays;
     * every statement of this module may run again.
     *
     * @throws StoreException if one fails; it names the purpose of that one and how many ran before it
     */
    public void run(Connection connection) {
        int done = 0;
        for (Step step : steps) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(step.sql());
                done++;
            } catch (SQLException failed) {
                throw new StoreException(
                        "Statement " + (done + 1) + " of " + steps.size() + " failed (" + step.purpose()
                                + ", SQL state " + failed.getSQLState() + "). The " + done
                                + " before it have run and stay; mend the cause and run the script again.",
                        failed);
            }
        }
    }
}
