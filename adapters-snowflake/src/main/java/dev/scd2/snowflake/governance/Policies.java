package dev.scd2.snowflake.governance;

import static dev.scd2.snowflake.internal.Spelling.literal;
import static dev.scd2.snowflake.internal.Spelling.oneLine;
import static dev.scd2.snowflake.internal.Spelling.quoted;

import dev.scd2.snowflake.script.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policies and the tag of a declaration, and where they are put on. */
final class Policies {
    static final String TAG = "column_class";

    private final Governance governance;
    private final String database;

    Policies(Governance governance) {
        this.governance = governance;
        this.database = governance.database();
    }

    /** Returns the tag, the policies, and then their uses. */
    List<Item> all() {
        Map<String, Item> policies = new LinkedHashMap<>();
        List<Item> uses = new ArrayList<>();
        for (GovernedTable table : governance.tables()) {
            for (GovernedTable.Column column : table.columns()) {
                String columnClass = column.columnClass();
                if (columnClass != null) {
                    Item policy = masking(governance.columnClass(columnClass), column.type());
                    policies.putIfAbsent(policy.name(), policy);
                    uses.add(mask(table, column, columnClass, policy.name()));
                    uses.add(tag(table, column, columnClass));
                }
            }
            table.filter().ifPresent(filter -> uses.add(rowFilter(table, filter)));
        }
        List<Item> items = new ArrayList<>();
        if (!uses.isEmpty()) {
            String tag = quoted(database, Governance.SCHEMA, TAG);
            items.add(Item.declared(
                    Subject.TAG,
                    tag,
                    new Step(
                            "Which class a column is of.",
                            "CREATE TAG IF NOT EXISTS " + tag + " COMMENT = "
                                    + literal("The class that a column is of."))));
        }
        items.addAll(policies.values());
        governance.rowPolicies().forEach(policy -> items.add(rowAccess(policy)));
        items.addAll(uses);
        return items;
    }

    private Item masking(ColumnClass columnClass, String type) {
        String name = quoted(
                database,
                Governance.SCHEMA,
                columnClass.name() + "_"
                        + type.toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9]+", "_")
                                .replaceAll("_$", ""));
        String body = maskingBody(columnClass, type);
        Step make = new Step(
                "What the roles see of a column of the class " + columnClass.name() + " and the type " + type + ".",
                "CREATE MASKING POLICY IF NOT EXISTS " + name + "\nAS (\"val\" " + type + ") RETURNS " + type + " ->\n"
                        + body + "\nCOMMENT = " + literal(columnClass.purpose()));
        Step change = new Step(
                "The class " + columnClass.name() + " is declared otherwise now.",
                "ALTER MASKING POLICY " + name + " SET BODY ->\n" + body);
        return Item.declared(Subject.MASKING_POLICY, name, make).content(oneLine(body), List.of(change));
    }

    private String maskingBody(ColumnClass columnClass, String type) {
        Map<Mask, List<String>> roles = new TreeMap<>();
        columnClass
                .masks()
                .forEach((role, mask) ->
                        roles.computeIfAbsent(mask, key -> new ArrayList<>()).add(role));
        roles.remove(Mask.hidden());
        if (roles.isEmpty()) {
            return "CAST(NULL AS " + type + ")";
        }
        StringBuilder body = new StringBuilder("CASE\n");
        roles.forEach((mask, who) -> body.append("    WHEN ")
                .append(anyOf(who))
                .append("\n        THEN ")
                .append(mask.expression(governance.tokenFunction(), type))
                .append('\n'));
        return body.append("    ELSE NULL\nEND").toString();
    }

    private static String anyOf(List<String> roles) {
        return roles.stream()
                .map(role -> "IS_ROLE_IN_SESSION(" + literal(role) + ")")
                .collect(Collectors.joining(" OR "));
    }

    private Item mask(GovernedTable table, GovernedTable.Column column, String columnClass, String policy) {
        String alter = alter(table) + " MODIFY COLUMN " + quoted(column.name()) + " SET MASKING POLICY " + policy;
        String purpose = table.name() + "." + column.name() + " is of the class " + columnClass + ".";
        return Item.declared(Subject.COLUMN_MASK, column(table, column), new Step(purpose, alter))
                .content(policy, List.of(new Step(purpose + " Another policy hides it until now.", alter + " FORCE")))
                .needing(new Item.Needed(table.schema(), table.name(), List.of(column.name())));
    }

    private Item tag(GovernedTable table, GovernedTable.Column column, String columnClass) {
        Step set = new Step(
                table.name() + "." + column.name() + " is found by its class, " + columnClass + ".",
                alter(table) + " MODIFY COLUMN " + quoted(column.name()) + " SET TAG "
                        + quoted(database, Governance.SCHEMA, TAG) + " = " + literal(columnClass));
        return Item.declared(Subject.COLUMN_TAG, column(table, column), set)
                .content(columnClass, List.of(set))
                .needing(new Item.Needed(table.schema(), table.name(), List.of(column.name())));
    }

    private Item rowFilter(GovernedTable table, GovernedTable.RowFilter filter) {
        String policy = quoted(database, Governance.SCHEMA, filter.policy());
        String add = "ADD ROW ACCESS POLICY " + policy + " ON (" + quoted(filter.column()) + ")";
        Step make = new Step("Of " + table.name() + " everybody sees their own rows.", alter(table) + " " + add);
        return Item.declared(Subject.ROW_FILTER, quoted(database, table.schema(), table.name()), make)
                .content(policy + " ON " + quoted(filter.column()), List.of())
                .needing(new Item.Needed(table.schema(), table.name(), List.of(filter.column())));
    }

    private Item rowAccess(RowPolicy policy) {
        String name = quoted(database, Governance.SCHEMA, policy.name());
        String body = rowBody(policy);
        Step make = new Step(
                "Rows: " + policy.purpose() + ".",
                "CREATE ROW ACCESS POLICY IF NOT EXISTS " + name + "\nAS (\"val\" " + policy.type()
                        + ") RETURNS BOOLEAN ->\n" + body + "\nCOMMENT = " + literal(policy.purpose()));
        Step change = new Step(
                "The row policy " + policy.name() + " is declared otherwise now.",
                "ALTER ROW ACCESS POLICY " + name + " SET BODY ->\n" + body);
        Item item = Item.declared(Subject.ROW_ACCESS_POLICY, name, make).content(oneLine(body), List.of(change));
        return policy.entitlements().isEmpty()
                ? item
                : item.needing(new Item.Needed(
                        Governance.SCHEMA,
                        policy.entitlements().get(0).table(),
                        List.of(
                                policy.entitlements().get(0).userColumn(),
                                policy.entitlements().get(0).valueColumn())));
    }

    private String rowBody(RowPolicy policy) {
        Stream<String> unfiltered = policy.unfiltered().isEmpty() ? Stream.of() : Stream.of(anyOf(policy.unfiltered()));
        Stream<String> entitled = policy.entitlements().stream()
                .map(by -> "EXISTS (\n    SELECT 1\n    FROM " + quoted(database, Governance.SCHEMA, by.table())
                        + " AS e\n    WHERE e." + quoted(by.userColumn()) + " = CURRENT_USER() AND e."
                        + quoted(by.valueColumn()) + " = \"val\"\n)");
        String body = Stream.concat(unfiltered, entitled).collect(Collectors.joining("\nOR "));
        return body.isEmpty() ? "FALSE" : body;
    }

    private String alter(GovernedTable table) {
        return "ALTER TABLE " + quoted(database, table.schema(), table.name());
    }

    private String column(GovernedTable table, GovernedTable.Column column) {
        return quoted(database, table.schema(), table.name(), column.name());
    }
}
