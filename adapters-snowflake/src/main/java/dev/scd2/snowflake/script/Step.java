package dev.scd2.snowflake.script;

import java.util.stream.Collectors;

/**
 * One statement and what it is for. Immutable.
 *
 * @param purpose  one sentence; its lines become comments
 * @param sql  the statement, without a semicolon at its end
 */
public record Step(String purpose, String sql) {
    /** Refuses a step without a purpose or a statement. */
    public Step {
        if (purpose.isBlank() || sql.isBlank()) {
            throw new IllegalArgumentException("A step needs a purpose and a statement.");
        }
    }

    /** Returns the statement as it stands in a script: its purpose as a comment, then the statement with a semicolon. */
    public String text() {
        String comment = purpose.lines().map(line -> "-- " + line).collect(Collectors.joining("\n"));
        return comment + "\n" + sql + ";\n";
    }
}
