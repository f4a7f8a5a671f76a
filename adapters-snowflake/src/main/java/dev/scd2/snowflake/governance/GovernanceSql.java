package dev.scd2.snowflake.governance;

import static dev.scd2.snowflake.internal.Spelling.literal;
import static dev.scd2.snowflake.internal.Spelling.quoted;

import dev.scd2.snowflake.script.Script;
import dev.scd2.snowflake.script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a declaration as the script that sets up a database in which nothing of it is there yet. */
public final class GovernanceSql {
    private GovernanceSql() {}

    /**
     * Returns the statements of a declaration in the order in which they run: schemas and roles, what hides and what it is
     * put on, views, and only then the grants. The tables that it names must be there. It may run again where nothing was
     * declared otherwise since; to change what is there, see {@link GovernanceDiff}.
     */
    public static Script script(Governance governance) {
        return new Script(
                items(governance).stream().flatMap(item -> item.make().stream()).toList());
    }

    static List<Item> items(Governance governance) {
        List<Item> items = new ArrayList<>();
        for (Map.Entry<String, String> schema : governance.schemas().entrySet()) {
            String name = quoted(governance.database(), schema.getKey());
            items.add(Item.declared(
                    Subject.SCHEMA,
                    name,
                    new Step(
                            "The schema " + schema.getKey() + ": " + schema.getValue() + ".",
                            "CREATE SCHEMA IF NOT EXISTS " + name + " WITH MANAGED ACCESS COMMENT = "
                                    + literal(schema.getValue()))));
        }
        Roles roles = new Roles(governance);
        items.addAll(roles.roles());
        items.addAll(new Policies(governance).all());
        items.addAll(new Views(governance).all());
        items.addAll(roles.grants());
        return items;
    }
}
