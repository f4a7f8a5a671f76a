package dev.scd2.snowflake.governance;

import static dev.scd2.snowflake.internal.Spelling.literal;
import static dev.scd2.snowflake.internal.Spelling.parts;
import static dev.scd2.snowflake.internal.Spelling.quoted;

import dev.scd2.snowflake.governance.Grants.Grantee;
import dev.scd2.snowflake.script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The roles of a declaration and what they hold. */
final class Roles {
    private final Governance governance;
    private final String database;

    Roles(Governance governance) {
        this.governance = governance;
        this.database = governance.database();
    }

    /** Returns the end of the comment by which a role is known to be made from this declaration. */
    static String mark(String database) {
        return "(scd2 governance of " + database + ")";
    }

    private String comment(String purpose) {
        return " COMMENT = " + literal(purpose + " " + mark(database));
    }

    /** Returns which access to which schema somebody asks for. */
    Map<String, TreeSet<Access>> accesses() {
        Map<String, TreeSet<Access>> asked = new TreeMap<>();
        for (FunctionalRole role : governance.roles()) {
            role.accesses()
                    .forEach((schema, held) -> asked.computeIfAbsent(schema, name -> new TreeSet<>())
                            .addAll(held));
        }
        return asked;
    }

    List<Item> roles() {
        List<Item> items = new ArrayList<>();
        for (FunctionalRole role : governance.roles()) {
            items.add(Item.declared(
                    Subject.ROLE,
                    quoted(role.name()),
                    new Step(
                            "The role " + role.name() + " " + role.purpose() + ".",
                            "CREATE ROLE IF NOT EXISTS " + quoted(role.name()) + comment(role.purpose()))));
        }
        accesses()
                .forEach((schema, held) -> held.forEach(access -> items.add(Item.declared(
                        Subject.DATABASE_ROLE,
                        quoted(database, access.roleFor(schema)),
                        new Step(
                                "Whoever holds this role " + access.verb() + " the schema " + schema + ".",
                                "CREATE DATABASE ROLE IF NOT EXISTS " + quoted(database, access.roleFor(schema))
                                        + comment(access.verb() + " the schema " + schema))))));
        return items;
    }

    List<Item> grants() {
        List<Item> items = new ArrayList<>();
        accesses().forEach((schema, held) -> held.forEach(access -> access(items, schema, access)));
        for (FunctionalRole role : governance.roles()) {
            Grantee grantee = Grantee.role(role.name());
            role.accesses()
                    .forEach((schema, held) -> held.forEach(access -> items.add(Grants.privilege(
                            "USAGE",
                            "DATABASE ROLE",
                            List.of(database, access.roleFor(schema)),
                            grantee,
                            role.name() + " " + access.verb() + " the schema " + schema + "."))));
            role.inherited()
                    .forEach(inherited -> items.add(Grants.privilege(
                            "USAGE",
                            "ROLE",
                            List.of(inherited),
                            grantee,
                            role.name() + " may do what " + inherited + " may.")));
            role.warehouses()
                    .forEach(warehouse -> items.add(Grants.privilege(
                            "USAGE",
                            "WAREHOUSE",
                            List.of(warehouse),
                            grantee,
                            role.name() + " runs its statements in the warehouse " + warehouse + ".")));
        }
        return items;
    }

    private void access(List<Item> items, String schema, Access access) {
        Grantee grantee = Grantee.databaseRole(database, access.roleFor(schema));
        String through = access.roleFor(schema) + " " + access.verb() + " the schema " + schema;
        items.add(Grants.privilege(
                "USAGE", "DATABASE", List.of(database), grantee, through + ": it finds the database."));
        items.add(Grants.privilege(
                "USAGE", "SCHEMA", List.of(database, schema), grantee, through + ": it finds the schema."));
        for (String privilege : access.onSchema()) {
            items.add(Grants.privilege(
                    privilege, "SCHEMA", List.of(database, schema), grantee, through + ": it makes objects in it."));
        }
        for (GovernedTable table : governance.tables()) {
            if (table.schema().equals(schema)) {
                access.onTables()
                        .forEach(privilege -> items.add(Grants.privilege(
                                        privilege,
                                        "TABLE",
                                        List.of(database, schema, table.name()),
                                        grantee,
                                        through + ": the table " + table.name() + ".")
                                .needing(new Item.Needed(schema, table.name(), List.of()))));
            }
        }
        for (Item view : new Views(governance).in(schema)) {
            items.add(Grants.privilege("SELECT", "VIEW", parts(view.name()), grantee, through + ": a view in it.")
                    .needing(view));
        }
        if (access.usesStages()) {
            for (Governance.Stage stage : governance.stages()) {
                if (stage.schema().equals(schema)) {
                    stage.kind()
                            .privileges()
                            .forEach(privilege -> items.add(Grants.privilege(
                                    privilege,
                                    "STAGE",
                                    List.of(database, schema, stage.name()),
                                    grantee,
                                    through + ": from the stage " + stage.name() + ".")));
                }
            }
        }
        future(items, schema, access, grantee, through);
    }

    private void future(List<Item> items, String schema, Access access, Grantee grantee, String through) {
        List<String> place = List.of(database, schema);
        for (String privilege : access.onTables()) {
            items.add(Grants.future(privilege, "TABLE", place, grantee, through + ": tables to come."));
        }
        items.add(Grants.future("SELECT", "VIEW", place, grantee, through + ": views to come."));
        items.add(Grants.future("SELECT", "DYNAMIC TABLE", place, grantee, through + ": dynamic tables to come."));
        if (access.usesStages()) {
            items.add(Grants.future("USAGE", "FILE FORMAT", place, grantee, through + ": file formats to come."));
        }
    }
}
