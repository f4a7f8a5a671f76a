package dev.scd2.snowflake.governance;

import static dev.scd2.snowflake.internal.Spelling.parts;
import static dev.scd2.snowflake.internal.Spelling.quoted;

import dev.scd2.snowflake.governance.Answers.Row;
import dev.scd2.snowflake.governance.Grants.Grantee;
import dev.scd2.snowflake.script.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles that are declared, or were made from the declaration, as an account has them, and what they hold. */
final class FoundGrants {
    private final Governance governance;
    private final String database;
    private final Answers answers;
    private final Set<String> schemas;
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Grantee> managed = new LinkedHashMap<>();
    private final Set<String> expected = new HashSet<>();

    FoundGrants(Governance governance, Answers answers, Set<String> schemas) {
        this.governance = governance;
        this.database = governance.database();
        this.answers = answers;
        this.schemas = schemas;
    }

    List<Item> read() {
        for (Item item : new Roles(governance).grants()) {
            if (item.subject() == Subject.FUTURE_GRANT) {
                expected.add(item.name());
            }
        }
        roles();
        databaseRoles();
        managed.values().forEach(this::held);
        managed.values().forEach(this::holders);
        governance.schemas().keySet().stream().filter(schemas::contains).forEach(this::future);
        return items;
    }

    private void roles() {
        for (Row row : answers.to("SHOW ROLES", "the roles")) {
            String name = row.get("name");
            boolean declared = governance.hasRole(name);
            if (declared || row.get("comment").endsWith(Roles.mark(database))) {
                Step drop = new Step("Not declared any more.", "DROP ROLE IF EXISTS " + quoted(name));
                items.add(Item.found(Subject.ROLE, quoted(name), "", List.of(drop)));
                manage(declared, Grantee.role(name));
            }
        }
    }

    private void databaseRoles() {
        Set<String> declared = new HashSet<>();
        new Roles(governance)
                .accesses()
                .forEach((schema, held) -> held.forEach(access -> declared.add(access.roleFor(schema))));
        for (Row row : answers.to("SHOW DATABASE ROLES IN DATABASE " + quoted(database), "the database roles")) {
            String name = row.get("name");
            if (declared.contains(name) || row.get("comment").endsWith(Roles.mark(database))) {
                Step drop =
                        new Step("Not declared any more.", "DROP DATABASE ROLE IF EXISTS " + quoted(database, name));
                items.add(Item.found(Subject.DATABASE_ROLE, quoted(database, name), "", List.of(drop)));
                manage(declared.contains(name), Grantee.databaseRole(database, name));
            }
        }
    }

    /** A role that goes takes its grants along. */
    private void manage(boolean declared, Grantee role) {
        if (declared) {
            managed.put(role.sql(), role);
        }
    }

    private void held(Grantee grantee) {
        for (Row row : answers.to("SHOW GRANTS TO " + grantee.sql(), "what a role holds")) {
            String privilege = row.get("privilege");
            String kind = Grants.kind(row.get("granted_on"));
            if (!privilege.equals("OWNERSHIP")) {
                List<String> path = parts(row.get("name"));
                if (!comesFromFuture(privilege, kind, path, grantee)) {
                    String content = row.get("grant_option").equalsIgnoreCase("true") ? Grants.GRANT_OPTION : "";
                    items.add(Grants.foundPrivilege(privilege, kind, path, grantee, content));
                }
            }
        }
    }

    /**
     * A grant that an object got when it was made is neither declared by name nor surplus; one on a declared object is kept
     * to be compared.
     */
    private boolean comesFromFuture(String privilege, String kind, List<String> path, Grantee grantee) {
        return path.size() == 3
                && expected.contains(Grants.futureName(privilege, kind, path.subList(0, 2), grantee))
                && !isDeclared(kind, path);
    }

    private boolean isDeclared(String kind, List<String> path) {
        if (kind.equals("VIEW")) {
            return new Views(governance)
                    .all().stream().anyMatch(view -> view.name().equals(quoted(path.get(0), path.get(1), path.get(2))));
        }
        for (GovernedTable table : governance.tables()) {
            if (path.equals(List.of(database, table.schema(), table.name()))) {
                return true;
            }
        }
        return false;
    }

    private void holders(Grantee role) {
        for (Row row : answers.to("SHOW GRANTS OF " + role.sql(), "who holds a role")) {
            String kind = Grants.kind(row.get("granted_to"));
            List<String> path = parts(row.get("grantee_name"));
            if (kind.equals("ROLE")) {
                add(role, Grantee.role(String.join(".", path)));
            } else if (kind.equals("DATABASE ROLE")) {
                add(role, Grantee.databaseRole(database, path.get(path.size() - 1)));
            }
        }
    }

    private void add(Grantee role, Grantee holder) {
        items.add(Grants.foundPrivilege("USAGE", role.kind(), role.path(), holder, ""));
    }

    private void future(String schema) {
        String sql = "SHOW FUTURE GRANTS IN SCHEMA " + quoted(database, schema);
        for (Row row : answers.to(sql, "the grants on what will be made")) {
            List<String> path = parts(row.get("grantee_name"));
            String name = path.get(path.size() - 1);
            Grantee grantee = Grants.kind(row.get("grant_to")).equals("ROLE")
                    ? Grantee.role(String.join(".", path))
                    : Grantee.databaseRole(database, name);
            if (managed.containsKey(grantee.sql())) {
                items.add(Grants.foundFuture(
                        row.get("privilege"), Grants.kind(row.get("grant_on")), List.of(database, schema), grantee));
            }
        }
    }
}
