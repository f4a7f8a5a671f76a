package dev.scd2.snowflake.governance;

import java.util.List;
import java.util.Locale;

/** What a role may do in a schema: a bundle of privileges that one database role holds. */
public enum Access {
    /** Read tables and views. */
    READ(List.of("SELECT"), List.of(), "reads"),
    /** Read, and add rows from stages; what landed cannot be changed. */
    LOAD(List.of("SELECT", "INSERT"), List.of(), "adds rows to"),
    /** Read, and change rows. */
    WRITE(List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"), List.of(), "changes rows in"),
    /** Change rows, and make tables, views and what loads them. */
    BUILD(
            List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"),
            List.of(
                    "CREATE TABLE",
                    "CREATE VIEW",
                    "CREATE DYNAMIC TABLE",
                    "CREATE STAGE",
                    "CREATE FILE FORMAT",
                    "CREATE STREAM",
                    "CREATE TASK"),
            "builds");

    private final List<String> onTables;
    private final List<String> onSchema;
    private final String verb;

    Access(List<String> onTables, List<String> onSchema, String verb) {
        this.onTables = onTables;
        this.onSchema = onSchema;
        this.verb = verb;
    }

    List<String> onTables() {
        return onTables;
    }

    List<String> onSchema() {
        return onSchema;
    }

    boolean usesStages() {
        return this == LOAD || this == BUILD;
    }

    String verb() {
        return verb;
    }

    /** Returns what the database role is called that gives this access to a schema. */
    String roleFor(String schema) {
        return schema + "_" + name().toLowerCase(Locale.ROOT);
    }
}
