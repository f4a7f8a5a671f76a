package dev.scd2.snowflake.governance;

import dev.scd2.snowflake.internal.Spelling;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Refuses a declaration whose parts do not fit together. */
final class DeclarationCheck {
    private final Governance governance;
    private final Set<String> schemas;
    private final Set<String> classes;
    private final Set<String> tables;
    private final Set<String> rowPolicies;

    private DeclarationCheck(
            Governance governance,
            Set<String> schemas,
            Set<String> classes,
            Set<String> tables,
            Set<String> rowPolicies) {
        this.governance = governance;
        this.schemas = schemas;
        this.classes = classes;
        this.tables = tables;
        this.rowPolicies = rowPolicies;
    }

    static void run(
            Governance governance,
            Set<String> schemas,
            Set<String> classes,
            Set<String> tables,
            Set<String> rowPolicies) {
        DeclarationCheck check = new DeclarationCheck(governance, schemas, classes, tables, rowPolicies);
        governance.roles().forEach(check::role);
        check.circles();
        governance.classes().forEach(check::columnClass);
        governance.tables().forEach(check::table);
        governance.views().forEach(check::view);
        governance
                .rowPolicies()
                .forEach(policy -> policy.unfiltered()
                        .forEach(role -> check.requireRole(role, "the row policy " + policy.name())));
        governance
                .stages()
                .forEach(stage -> check.require(schemas, "schema", stage.schema(), "the stage " + stage.name()));
    }

    private void role(FunctionalRole role) {
        String by = "the role " + role.name();
        role.inherited().forEach(inherited -> requireRole(inherited, by));
        role.accesses().keySet().forEach(schema -> require(schemas, "schema", schema, by));
    }

    private void circles() {
        Map<String, FunctionalRole> named = new HashMap<>();
        governance.roles().forEach(role -> named.put(role.name(), role));
        for (FunctionalRole role : governance.roles()) {
            Set<String> below = new HashSet<>();
            collect(role, named, below);
            if (below.contains(role.name())) {
                throw new IllegalArgumentException("The role " + role.name() + " inherits itself, by way of others.");
            }
        }
    }

    private static void collect(FunctionalRole role, Map<String, FunctionalRole> named, Set<String> below) {
        for (String inherited : role.inherited()) {
            FunctionalRole next = named.get(inherited);
            if (next != null && below.add(inherited)) {
                collect(next, named, below);
            }
        }
    }

    private void columnClass(ColumnClass columnClass) {
        String by = "the class of columns " + columnClass.name();
        columnClass.masks().forEach((role, mask) -> {
            requireRole(role, by);
            if (mask.isToken() && governance.tokenFunction().isEmpty()) {
                throw new IllegalArgumentException(
                        "In " + by + " the role " + role + " sees tokens, but no function makes them. Name one.");
            }
        });
    }

    private void table(GovernedTable table) {
        String by = "the table " + table.schema() + "." + table.name();
        require(schemas, "schema", table.schema(), by);
        for (GovernedTable.Column column : table.columns()) {
            String columnClass = column.columnClass();
            if (columnClass != null) {
                require(classes, "class of columns", columnClass, by);
                masks(column, governance.columnClass(columnClass), by);
            }
        }
        table.filter().ifPresent(filter -> {
            require(rowPolicies, "row policy", filter.policy(), by);
            GovernedTable.Column column = table.find(filter.column())
                    .orElseThrow(() -> Governance.undeclared("column", by).apply(filter.column()));
            String type = governance.rowPolicy(filter.policy()).type();
            if (!column.type().equals(type)) {
                throw new IllegalArgumentException("The row policy " + filter.policy() + " is for columns of the type "
                        + type + ", and the column " + column.name() + " of " + by + " is " + column.type() + ".");
            }
        });
    }

    private static void masks(GovernedTable.Column column, ColumnClass columnClass, String by) {
        columnClass.masks().forEach((role, mask) -> {
            if (!mask.fits(column.type())) {
                throw new IllegalArgumentException(
                        "The mask " + mask + " is for columns of the kind " + mask.appliesTo()
                                + ", and the column " + column.name() + " of " + by + " is " + column.type()
                                + ". Give it another class.");
            }
        });
    }

    private void view(SecureView view) {
        String by = "the view " + view.schema() + "." + view.name();
        require(schemas, "schema", view.schema(), by);
        String name = Spelling.quoted(view.tableSchema(), view.table());
        require(tables, "table", name, by);
        GovernedTable table = governance.table(view.tableSchema(), view.table());
        for (String column : view.columns()) {
            if (table.find(column).isEmpty()) {
                throw Governance.undeclared("column", by).apply(column);
            }
        }
    }

    private void requireRole(String role, String by) {
        if (!governance.hasRole(role)) {
            throw Governance.undeclared("role", by).apply(role);
        }
    }

    private void require(Set<String> declared, String what, String name, String by) {
        if (!declared.contains(name)) {
            throw Governance.undeclared(what, by).apply(name);
        }
    }
}
