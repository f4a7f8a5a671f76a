package dev.scd2.snowflake.load;

import static dev.scd2.snowflake.internal.Spelling.declared;
import static dev.scd2.snowflake.internal.Spelling.literal;

import dev.scd2.snowflake.script.Script;
import dev.scd2.snowflake.script.Step;
import java.time.Duration;
import java.util.List;

/**
 * Definitions by which Snowflake itself runs a query or a statement. They are texts: who watches what they do, and what they
 * cost, is up to whoever runs them. Immutable.
 *
 * @param database  where the objects are
 * @param schema  where in it
 * @param warehouse  which runs the statements
 */
public record Automation(String database, String schema, String warehouse) {
    /**
     * Returns a table that follows a query, such as a join of facts with a dimension.
     *
     * @param lag  how old it may be, a minute or more
     * @param query  a SELECT in Snowflake's dialect, such as {@code AsOfJoin} writes
     */
    public Step dynamicTable(String name, Duration lag, String query) {
        return new Step(
                "The table " + name + " follows its query.",
                "CREATE OR REPLACE DYNAMIC TABLE " + declared(database, schema, name) + "\nTARGET_LAG = '"
                        + minutes(lag) + " minutes'\nWAREHOUSE = " + declared(warehouse) + "\nAS\n" + query.strip());
    }

    /**
     * Returns a stream of the rows that are added to a raw table, and a task that runs a statement when there are some.
     *
     * @param table  the table, in the same schema
     * @param every  how often it looks, a minute or more
     * @param statement  what it runs; it has to read the stream, which is called as the table with {@code _added} behind it
     */
    public Script onAddedRows(String table, Duration every, String statement) {
        String stream = declared(database, schema, table + "_added");
        String task = declared(database, schema, table + "_on_added");
        return new Script(List.of(
                new Step(
                        "The rows that are added to " + table + ".",
                        "CREATE STREAM IF NOT EXISTS " + stream + " ON TABLE " + declared(database, schema, table)
                                + "\nAPPEND_ONLY = TRUE"),
                new Step(
                        "What is done with rows that were added to " + table + ".",
                        "CREATE TASK IF NOT EXISTS " + task + "\nWAREHOUSE = " + declared(warehouse) + "\nSCHEDULE = '"
                                + minutes(every) + " MINUTE'\nWHEN SYSTEM$STREAM_HAS_DATA(" + literal(stream)
                                + ")\nAS\n"
                                + statement.strip()),
                new Step("A task is made asleep.", "ALTER TASK " + task + " RESUME")));
    }

    private static long minutes(Duration span) {
        if (span.toMinutes() < 1) {
            throw new IllegalArgumentException("Snowflake looks once a minute at most, not every " + span + ".");
        }
        return span.toMinutes();
    }
}
