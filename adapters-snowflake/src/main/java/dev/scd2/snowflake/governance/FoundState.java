package dev.scd2.snowflake.governance;

import static dev.scd2.snowflake.internal.Spelling.literal;
import static dev.scd2.snowflake.internal.Spelling.oneLine;
import static dev.scd2.snowflake.internal.Spelling.quoted;

import dev.scd2.snowflake.governance.Answers.Row;
import dev.scd2.snowflake.script.Step;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an account has of that which a declaration manages. Confined to one thread. */
final class FoundState {
    private final Governance governance;
    private final String database;
    private final Answers answers;
    private final Map<Item.Key, Item> items = new LinkedHashMap<>();
    private final Set<String> schemas = new HashSet<>();
    private final Map<String, Set<String>> columns = new HashMap<>();

    private FoundState(Governance governance, Connection connection) {
        this.governance = governance;
        this.database = governance.database();
        this.answers = new Answers(connection);
    }

    static FoundState read(Governance governance, Connection connection) {
        FoundState found = new FoundState(governance, connection);
        found.schemas();
        found.columns();
        new FoundGrants(governance, found.answers, found.schemas).read().forEach(found::add);
        if (found.schemas.contains(Governance.SCHEMA)) {
            found.policies("MASKING", Subject.MASKING_POLICY);
            found.policies("ROW ACCESS", Subject.ROW_ACCESS_POLICY);
            found.tags();
        }
        for (GovernedTable table : governance.tables()) {
            if (found.columns.containsKey(quoted(table.schema(), table.name()))) {
                found.uses(table);
                found.columnTags(table);
            }
        }
        found.views();
        return found;
    }

    /** Returns what was found, to be taken from. */
    Map<Item.Key, Item> items() {
        return items;
    }

    boolean hasAll(List<Item.Needed> needs) {
        return needs.stream().allMatch(this::has);
    }

    private boolean has(Item.Needed needed) {
        Set<String> there = columns.get(quoted(needed.schema(), needed.table()));
        return there != null && there.containsAll(needed.columns());
    }

    /** Returns the tables, or columns of them, that items need and that are not there. */
    Set<String> absent(List<Item> declared) {
        Set<String> absent = new LinkedHashSet<>();
        for (Item item : declared) {
            for (Item.Needed needed : item.needs()) {
                Set<String> there = columns.get(quoted(needed.schema(), needed.table()));
                if (there == null) {
                    absent.add(quoted(database, needed.schema(), needed.table()));
                } else {
                    needed.columns().stream()
                            .filter(column -> !there.contains(column))
                            .forEach(column -> absent.add(quoted(database, needed.schema(), needed.table(), column)));
                }
            }
        }
        return absent;
    }

    private void add(Item item) {
        items.put(item.key(), item);
    }

    private void schemas() {
        String sql = "SELECT s.\"SCHEMA_NAME\" AS \"name\" FROM " + quoted(database) + ".INFORMATION_SCHEMA.SCHEMATA"
                + " AS s WHERE s.\"CATALOG_NAME\" = " + literal(database);
        for (Row row : answers.to(sql, "the schemas of the database")) {
            String name = row.get("name");
            schemas.add(name);
            if (governance.schemas().containsKey(name)) {
                add(Item.found(Subject.SCHEMA, quoted(database, name), "", List.of()));
            }
        }
    }

    private void columns() {
        String sql = "SELECT c.\"TABLE_SCHEMA\" AS \"schema\", c.\"TABLE_NAME\" AS \"table\", c.\"COLUMN_NAME\" AS"
                + " \"column\" FROM " + quoted(database) + ".INFORMATION_SCHEMA.COLUMNS"
                + " AS c WHERE c.\"TABLE_CATALOG\" = " + literal(database);
        for (Row row : answers.to(sql, "the tables of the database")) {
            columns.computeIfAbsent(quoted(row.get("schema"), row.get("table")), table -> new HashSet<>())
                    .add(row.get("column"));
        }
    }

    private void policies(String kind, Subject subject) {
        String schema = quoted(database, Governance.SCHEMA);
        for (Row row : answers.to("SHOW " + kind + " POLICIES IN SCHEMA " + schema, "the policies")) {
            String name = quoted(database, Governance.SCHEMA, row.get("name"));
            String body = answers.to("DESCRIBE " + kind + " POLICY " + name, "a policy").stream()
                    .map(each -> each.get("body"))
                    .findFirst()
                    .orElse("");
            Step drop =
                    new Step("Not declared: no column or table has it any more.", "DROP " + kind + " POLICY " + name);
            add(Item.found(subject, name, oneLine(body), List.of(drop)));
        }
    }

    private void tags() {
        for (Row row : answers.to("SHOW TAGS IN SCHEMA " + quoted(database, Governance.SCHEMA), "the tags")) {
            if (row.get("name").equals(Policies.TAG)) {
                add(Item.found(Subject.TAG, quoted(database, Governance.SCHEMA, Policies.TAG), "", List.of()));
            }
        }
    }

    private void uses(GovernedTable table) {
        String name = quoted(database, table.schema(), table.name());
        String sql = "SELECT p.* FROM TABLE(" + quoted(database) + ".INFORMATION_SCHEMA.POLICY_REFERENCES("
                + "REF_ENTITY_NAME => " + literal(name) + ", REF_ENTITY_DOMAIN => 'TABLE')) AS p";
        for (Row row : answers.to(sql, "the policies on the table " + name)) {
            String policy = quoted(row.get("policy_db"), row.get("policy_schema"), row.get("policy_name"));
            boolean managed = policy.startsWith(quoted(database, Governance.SCHEMA) + ".");
            if (row.get("policy_kind").equals("MASKING_POLICY")) {
                mask(table, name, row.get("ref_column_name"), policy, managed);
            } else if (row.get("policy_kind").equals("ROW_ACCESS_POLICY")) {
                rowFilter(table, name, row.get("ref_arg_column_names"), policy, managed);
            }
        }
    }

    private void mask(GovernedTable table, String name, String column, String policy, boolean managed) {
        boolean declared =
                table.find(column).map(each -> each.columnClass() != null).orElse(false);
        if (managed || declared) {
            Step drop = new Step(
                    "Not declared: the column is of no class.",
                    "ALTER TABLE " + name + " MODIFY COLUMN " + quoted(column) + " UNSET MASKING POLICY");
            add(Item.found(Subject.COLUMN_MASK, name + "." + quoted(column), policy, List.of(drop)));
        }
    }

    private void rowFilter(GovernedTable table, String name, String arguments, String policy, boolean managed) {
        if (managed || table.filter().isPresent()) {
            String on = arguments.replaceAll("[\\[\\]\\s\"]", "");
            Step drop = new Step(
                    "Not declared: the table has no filter of rows.",
                    "ALTER TABLE " + name + " DROP ROW ACCESS POLICY " + policy);
            add(Item.found(
                    Subject.ROW_FILTER, name, policy + " ON " + quoted(on), managed ? List.of(drop) : List.of()));
        }
    }

    private void columnTags(GovernedTable table) {
        String name = quoted(database, table.schema(), table.name());
        String sql = "SELECT t.* FROM TABLE(" + quoted(database) + ".INFORMATION_SCHEMA.TAG_REFERENCES_ALL_COLUMNS("
                + literal(name) + ", 'TABLE')) AS t";
        String tag = quoted(database, Governance.SCHEMA, Policies.TAG);
        for (Row row : answers.to(sql, "the tags of the table " + name)) {
            if (quoted(row.get("tag_database"), row.get("tag_schema"), row.get("tag_name"))
                            .equals(tag)
                    && row.get("level").equals("COLUMN")) {
                String column = row.get("column_name");
                Step drop = new Step(
                        "Not declared: the column is of no class.",
                        "ALTER TABLE " + name + " MODIFY COLUMN " + quoted(column) + " UNSET TAG " + tag);
                add(Item.found(Subject.COLUMN_TAG, name + "." + quoted(column), row.get("tag_value"), List.of(drop)));
            }
        }
    }

    private void views() {
        Set<String> declared = new HashSet<>();
        new Views(governance).all().forEach(item -> declared.add(item.name()));
        for (String schema : new ArrayList<>(governance.schemas().keySet())) {
            boolean any = declared.stream().anyMatch(name -> name.startsWith(quoted(database, schema) + "."));
            if (any && schemas.contains(schema)) {
                for (Row row : answers.to("SHOW VIEWS IN SCHEMA " + quoted(database, schema), "the views")) {
                    String name = quoted(database, schema, row.get("name"));
                    if (declared.contains(name)) {
                        String content = Views.content(row.get("is_secure"), row.get("text"));
                        add(Item.found(Subject.VIEW, name, content, List.of()));
                    }
                }
            }
        }
    }
}
