package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Catalogue.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SHOW, DESCRIBE and the functions that tell of policies and tags: what was declared, NOT ENFORCED; see {@link Catalogue}. */
final class CatalogueShow {
    /** When everything was made: the catalogue keeps no times. */
    private static final String MADE = "2026-01-01 00:00:00.000 +0000";

    private final Session session;
    private final Catalogue catalogue;
    private final List<List<@Nullable String>> rows = new ArrayList<>();

    CatalogueShow(Session session, Catalogue catalogue) {
        this.session = session;
        this.catalogue = catalogue;
    }

    @Nullable
    Answer show(Words words) {
        if (words.accept("SHOW")) {
            return shown(words);
        }
        if (words.accept("DESCRIBE") || words.accept("DESC")) {
            return words.accept("MASKING", "POLICY") || words.accept("ROW", "ACCESS", "POLICY")
                    ? describe(words)
                    : null;
        }
        return references(words);
    }

    private @Nullable Answer shown(Words words) {
        if (words.accept("ROLES")) {
            words.end();
            catalogue.roles().forEach((name, comment) -> add(MADE, name, "N", "N", "N", "0", "0", "0", "", comment));
            return answer("created_on name is_default is_current is_inherited assigned_to_users granted_to_roles"
                    + " granted_roles owner comment");
        }
        if (words.accept("DATABASE", "ROLES", "IN", "DATABASE")) {
            String database = words.name().get(0);
            catalogue.databaseRoles().forEach((name, comment) -> {
                if (name.get(0).equals(database)) {
                    add(MADE, name.get(1), "N", "N", "N", "0", "0", "0", "", comment, "ROLE");
                }
            });
            return answer("created_on name is_default is_current is_inherited granted_to_roles"
                    + " granted_to_database_roles granted_database_roles owner comment owner_role_type");
        }
        if (words.accept("GRANTS", "TO")) {
            return grantsTo(holder(words));
        }
        if (words.accept("GRANTS", "OF")) {
            return grantsOf(holder(words));
        }
        if (words.accept("FUTURE", "GRANTS", "IN", "SCHEMA")) {
            return futureGrants(schema(words));
        }
        if (words.accept("MASKING", "POLICIES", "IN", "SCHEMA")) {
            return policies("MASKING_POLICY", schema(words));
        }
        if (words.accept("ROW", "ACCESS", "POLICIES", "IN", "SCHEMA")) {
            return policies("ROW_ACCESS_POLICY", schema(words));
        }
        if (words.accept("TAGS", "IN", "SCHEMA")) {
            List<String> schema = schema(words);
            catalogue.tags().forEach((name, comment) -> {
                if (name.subList(0, 2).equals(schema)) {
                    add(MADE, name.get(2), name.get(0), name.get(1), "", comment, null, "ROLE");
                }
            });
            return answer("created_on name database_name schema_name owner comment allowed_values owner_role_type");
        }
        return words.accept("VIEWS", "IN", "SCHEMA") ? views(schema(words)) : null;
    }

    private Holder holder(Words words) {
        boolean inDatabase = words.accept("DATABASE", "ROLE");
        if (!inDatabase) {
            words.expect("ROLE");
        }
        List<String> name = words.name();
        words.end();
        Holder holder = inDatabase
                ? new Holder("DATABASE_ROLE", CatalogueStatement.inDatabase(name, session))
                : new Holder("ROLE", name);
        boolean known = inDatabase
                ? catalogue.databaseRoles().containsKey(holder.path())
                : catalogue.roles().containsKey(name.get(0));
        if (!known) {
            throw SnowflakeError.missing(inDatabase ? "Database role" : "Role", String.join(".", name));
        }
        return holder;
    }

    private Answer grantsTo(Holder holder) {
        catalogue.grants().forEach((grant, grantable) -> {
            if (grant.holder().equals(holder)) {
                add(
                        MADE,
                        grant.privilege(),
                        grant.on(),
                        name(grant.path()),
                        holder.kind(),
                        last(holder.path()),
                        String.valueOf(grantable),
                        "");
            }
        });
        return answer("created_on privilege granted_on name granted_to grantee_name grant_option granted_by");
    }

    private Answer grantsOf(Holder role) {
        catalogue.grants().keySet().forEach(grant -> {
            if (grant.on().equals(role.kind()) && grant.path().equals(role.path())) {
                add(
                        MADE,
                        last(role.path()),
                        grant.holder().kind(),
                        name(grant.holder().path()),
                        "");
            }
        });
        return answer("created_on role granted_to grantee_name granted_by");
    }

    private Answer futureGrants(List<String> schema) {
        catalogue.future().forEach(grant -> {
            if (grant.path().equals(schema)) {
                add(
                        MADE,
                        grant.privilege(),
                        grant.on(),
                        name(schema) + ".<" + grant.on() + ">",
                        grant.holder().kind(),
                        last(grant.holder().path()),
                        "false");
            }
        });
        return answer("created_on privilege grant_on name grant_to grantee_name grant_option");
    }

    private Answer policies(String kind, List<String> schema) {
        catalogue.policies().forEach((name, policy) -> {
            if (policy.kind().equals(kind) && name.subList(0, 2).equals(schema)) {
                add(MADE, name.get(2), name.get(0), name.get(1), kind, "", policy.comment(), "ROLE", "");
            }
        });
        return answer("created_on name database_name schema_name kind owner comment owner_role_type options");
    }

    private Answer views(List<String> schema) {
        catalogue.views().forEach((name, view) -> {
            if (name.subList(0, 2).equals(schema)) {
                String secure = String.valueOf(view.secure());
                add(MADE, name.get(2), "", name.get(0), name.get(1), "", view.comment(), view.text(), secure, "false");
            }
        });
        return answer(
                "created_on name reserved database_name schema_name owner comment text is_secure is_materialized");
    }

    private Answer describe(Words words) {
        List<String> name = session.full(words.name());
        words.end();
        Catalogue.Policy policy = catalogue.policies().get(name);
        if (policy == null) {
            throw SnowflakeError.missing("Policy", String.join(".", name));
        }
        add(name.get(2), policy.signature(), policy.returns(), policy.body());
        return answer("name signature return_type body");
    }

    /** Answers {@code SELECT x.* FROM TABLE(database.INFORMATION_SCHEMA.FUNCTION(…)) AS x}, and nothing else. */
    private @Nullable Answer references(Words words) {
        words.expect("SELECT");
        boolean star = words.peek().isName()
                && words.ahead(1).isSymbol(".")
                && words.ahead(2).isSymbol("*")
                && words.ahead(3).isWord("FROM")
                && words.ahead(4).isWord("TABLE");
        if (!star) {
            return null;
        }
        words.skip(5);
        Words call = new Words(words.bracket());
        List<String> function = call.name();
        Tokens arguments = call.bracket();
        List<String> texts = arguments.list().stream()
                .filter(token -> token.kind() == Token.Kind.STRING)
                .map(Token::text)
                .toList();
        List<String> table = session.full(new Words(Lexer.tokens(texts.get(0))).name());
        return switch (last(function)) {
            case "POLICY_REFERENCES" -> policyReferences(table);
            case "TAG_REFERENCES_ALL_COLUMNS" -> tagReferences(table);
            default -> null;
        };
    }

    private Answer policyReferences(List<String> table) {
        catalogue.masks().forEach((column, policy) -> {
            if (column.subList(0, 3).equals(table)) {
                reference(policy, "MASKING_POLICY", table, column.get(3), null);
            }
        });
        Catalogue.RowFilter filter = catalogue.rowFilters().get(table);
        if (filter != null) {
            String columns = filter.columns().stream()
                    .map(column -> '"' + column + '"')
                    .collect(Collectors.joining(", ", "[ ", " ]"));
            reference(filter.policy(), "ROW_ACCESS_POLICY", table, null, columns);
        }
        return answer(
                "POLICY_DB POLICY_SCHEMA POLICY_NAME POLICY_KIND REF_DATABASE_NAME REF_SCHEMA_NAME REF_ENTITY_NAME"
                        + " REF_ENTITY_DOMAIN REF_COLUMN_NAME REF_ARG_COLUMN_NAMES POLICY_STATUS");
    }

    private void reference(
            List<String> policy, String kind, List<String> table, @Nullable String column, @Nullable String columns) {
        add(
                policy.get(0),
                policy.get(1),
                policy.get(2),
                kind,
                table.get(0),
                table.get(1),
                table.get(2),
                "TABLE",
                column,
                columns,
                "ACTIVE");
    }

    private Answer tagReferences(List<String> table) {
        for (Map.Entry<List<String>, Map<List<String>, String>> column :
                catalogue.columnTags().entrySet()) {
            if (column.getKey().subList(0, 3).equals(table)) {
                column.getValue()
                        .forEach((tag, value) -> add(
                                tag.get(0),
                                tag.get(1),
                                tag.get(2),
                                value,
                                "COLUMN",
                                table.get(0),
                                table.get(1),
                                table.get(2),
                                "COLUMN",
                                column.getKey().get(3)));
            }
        }
        return answer(
                "TAG_DATABASE TAG_SCHEMA TAG_NAME TAG_VALUE LEVEL OBJECT_DATABASE OBJECT_SCHEMA OBJECT_NAME DOMAIN"
                        + " COLUMN_NAME");
    }

    private List<String> schema(Words words) {
        List<String> name = words.name();
        words.end();
        return name.size() == 1 ? List.of(session.database(), name.get(0)) : name;
    }

    /** Writes a name as Snowflake does: a part is quoted where it needs to be. */
    private static String name(List<String> path) {
        return path.stream()
                .map(part -> part.matches("[A-Z_][A-Z0-9_$]*") ? part : '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }

    private static String last(List<String> path) {
        return path.get(path.size() - 1);
    }

    private void add(@Nullable String... values) {
        List<@Nullable String> row = new ArrayList<>();
        for (String value : values) {
            row.add(value);
        }
        rows.add(row);
    }

    private Answer answer(String columns) {
        List<Column> named =
                List.of(columns.split(" ")).stream().map(Column::text).toList();
        return Answer.of(Kind.SHOW, named, rows);
    }
}
