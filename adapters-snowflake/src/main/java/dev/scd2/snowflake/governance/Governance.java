package dev.scd2.snowflake.governance;

import dev.scd2.snowflake.internal.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who may see what in a database. Immutable.
 *
 * <pre>{@code
 * Governance governance = Governance.of("payer")
 *         .schema("marts", "curated tables for reports")
 *         .role(FunctionalRole.named("payer_analyst", "asks questions").access("marts", Access.READ))
 *         .columnClass(ColumnClass.named("direct_identifier", "names a person"))
 *         .table(GovernedTable.of("marts", "dim_member").column("name", "VARCHAR", "direct_identifier"))
 *         .build();
 * GovernanceDiff diff = GovernanceDiff.of(governance, connection);
 * System.out.print(diff.script().text());
 * diff.apply();
 * }</pre>
 */
public final class Governance {
    /** The schema that the policies, the tag and the tables of entitlements are in. */
    public static final String SCHEMA = "governance";

    private final String database;
    private final Map<String, String> schemas;
    private final Map<String, FunctionalRole> roles;
    private final Map<String, ColumnClass> classes;
    private final Map<String, GovernedTable> tables;
    private final Map<String, SecureView> views;
    private final Map<String, RowPolicy> rowPolicies;
    private final List<Stage> stages;
    private final @Nullable String tokenFunction;
    private final @Nullable String auditSchema;

    private Governance(Builder built) {
        this.database = built.database;
        this.schemas = new LinkedHashMap<>(built.schemas);
        this.roles = new LinkedHashMap<>(built.roles);
        this.classes = new LinkedHashMap<>(built.classes);
        this.tables = new LinkedHashMap<>(built.tables);
        this.views = new LinkedHashMap<>(built.views);
        this.rowPolicies = new LinkedHashMap<>(built.rowPolicies);
        this.stages = List.copyOf(built.stages);
        this.tokenFunction = built.tokenFunction;
        this.auditSchema = built.auditSchema;
    }

    record Stage(String schema, String name, StageKind kind) {}

    /** Returns a builder for a database, which is made by somebody else. */
    public static Builder of(String database) {
        return new Builder(database);
    }

    /** Returns the name of the database. */
    public String database() {
        return database;
    }

    Map<String, String> schemas() {
        return schemas;
    }

    Iterable<FunctionalRole> roles() {
        return roles.values();
    }

    boolean hasRole(String name) {
        return roles.containsKey(name);
    }

    ColumnClass columnClass(String name) {
        return found(classes, name);
    }

    Iterable<ColumnClass> classes() {
        return classes.values();
    }

    Iterable<GovernedTable> tables() {
        return tables.values();
    }

    GovernedTable table(String schema, String name) {
        return found(tables, Spelling.quoted(schema, name));
    }

    Iterable<SecureView> views() {
        return views.values();
    }

    Iterable<RowPolicy> rowPolicies() {
        return rowPolicies.values();
    }

    RowPolicy rowPolicy(String name) {
        return found(rowPolicies, name);
    }

    List<Stage> stages() {
        return stages;
    }

    Optional<String> auditSchema() {
        return Optional.ofNullable(auditSchema);
    }

    /** Returns the function that makes tokens, with its names quoted; nothing where no class shows any. */
    String tokenFunction() {
        return tokenFunction == null ? "" : Spelling.quoted(database, SCHEMA, tokenFunction);
    }

    private static <T> T found(Map<String, T> named, String name) {
        T value = named.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Nothing is declared by the name " + name + ".");
        }
        return value;
    }

    /** Collects a declaration, and refuses one that does not fit together when it is built. Confined to one thread. */
    public static final class Builder {
        private final String database;
        private final Map<String, String> schemas = new LinkedHashMap<>();
        private final Map<String, FunctionalRole> roles = new LinkedHashMap<>();
        private final Map<String, ColumnClass> classes = new LinkedHashMap<>();
        private final Map<String, GovernedTable> tables = new LinkedHashMap<>();
        private final Map<String, SecureView> views = new LinkedHashMap<>();
        private final Map<String, RowPolicy> rowPolicies = new LinkedHashMap<>();
        private final List<Stage> stages = new ArrayList<>();
        private @Nullable String tokenFunction;
        private @Nullable String auditSchema;

        private Builder(String database) {
            this.database = database;
            schemas.put(SCHEMA, "who may see what: policies, tags and entitlements");
        }

        /**
         * Adds a schema, whose grants are managed: owners of tables in it cannot grant them on.
         *
         * @param purpose  what is in it; it becomes its comment
         */
        public Builder schema(String name, String purpose) {
            once(schemas, name, purpose, "schema");
            return this;
        }

        /** Adds a role. */
        public Builder role(FunctionalRole role) {
            once(roles, role.name(), role, "role");
            return this;
        }

        /** Adds a class of columns. */
        public Builder columnClass(ColumnClass columnClass) {
            once(classes, columnClass.name(), columnClass, "class of columns");
            return this;
        }

        /** Adds a table. */
        public Builder table(GovernedTable table) {
            once(tables, Spelling.quoted(table.schema(), table.name()), table, "table");
            return this;
        }

        /** Adds a view. */
        public Builder view(SecureView view) {
            once(views, Spelling.quoted(view.schema(), view.name()), view, "view");
            return this;
        }

        /** Adds a policy for rows. */
        public Builder rowPolicy(RowPolicy policy) {
            once(rowPolicies, policy.name(), policy, "row policy");
            return this;
        }

        /** Adds a stage, which is made by somebody else, and which roles with access to load its schema may use. */
        public Builder stage(String schema, String name, StageKind kind) {
            stages.add(new Stage(schema, name, kind));
            return this;
        }

        /**
         * Names the function that makes a token of a text, in the schema {@value #SCHEMA}. It is made by somebody else, as
         * it holds the key: the key is no part of a declaration, of a script or of a message.
         */
        public Builder tokenFunction(String name) {
            tokenFunction = name;
            return this;
        }

        /**
         * Asks for views of who read what, who logged in and who was granted what, in a schema of their own. Whoever applies
         * the declaration owns them, and needs to read {@code SNOWFLAKE.ACCOUNT_USAGE}.
         */
        public Builder auditViews(String schema) {
            auditSchema = schema;
            return this;
        }

        /**
         * Returns the declaration.
         *
         * @throws IllegalArgumentException if a role, schema, class, table, column or policy is named that is not declared,
         *     roles inherit in a circle, a mask does not fit the type of a column, or tokens are shown and no function makes
         *     them
         */
        public Governance build() {
            if (auditSchema != null) {
                schemas.putIfAbsent(auditSchema, "who read what, and who may");
            }
            Governance governance = new Governance(this);
            DeclarationCheck.run(governance, schemas.keySet(), classes.keySet(), tables.keySet(), rowPolicies.keySet());
            return governance;
        }

        private static <T> void once(Map<String, T> named, String name, T value, String what) {
            if (named.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("The " + what + " " + name + " is declared twice.");
            }
        }
    }

    static Function<String, IllegalArgumentException> undeclared(String what, String by) {
        return name -> new IllegalArgumentException("The " + what + " " + name + " is not declared, but " + by
                + " names it. Declare it, or correct the name.");
    }
}
