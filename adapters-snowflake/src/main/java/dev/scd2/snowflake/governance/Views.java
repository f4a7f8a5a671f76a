package dev.scd2.snowflake.governance;

import static dev.scd2.snowflake.internal.Spelling.literal;
import static dev.scd2.snowflake.internal.Spelling.oneLine;
import static dev.scd2.snowflake.internal.Spelling.quoted;

import dev.scd2.snowflake.script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The views of a declaration: those over its tables, and those of the audit. */
final class Views {
    private static final String USAGE = "\"SNOWFLAKE\".\"ACCOUNT_USAGE\".";

    private final Governance governance;
    private final String database;

    Views(Governance governance) {
        this.governance = governance;
        this.database = governance.database();
    }

    List<Item> all() {
        List<Item> items = new ArrayList<>();
        for (SecureView view : governance.views()) {
            items.add(over(view));
        }
        governance.auditSchema().ifPresent(schema -> {
            items.add(view(schema, "read_columns", "Who read which columns, and when.", reads()));
            items.add(view(schema, "logins", "Who logged in, from where and how, and who failed to.", logins()));
            items.add(
                    view(schema, "role_grants", "Who was granted which privilege by whom, and until when.", grants()));
            items.add(view(schema, "role_members", "Who holds which role, since when and until when.", members()));
        });
        return items;
    }

    /** Returns the views in a schema. */
    List<Item> in(String schema) {
        String prefix = quoted(database, schema) + ".";
        return all().stream().filter(item -> item.name().startsWith(prefix)).toList();
    }

    private Item over(SecureView view) {
        String columns =
                view.columns().stream().map(column -> "    t." + quoted(column)).collect(Collectors.joining(",\n"));
        String query = "SELECT\n" + columns + "\nFROM " + quoted(database, view.tableSchema(), view.table()) + " AS t";
        return view(view.schema(), view.name(), view.purpose(), query)
                .needing(new Item.Needed(view.tableSchema(), view.table(), view.columns()));
    }

    private Item view(String schema, String name, String purpose, String query) {
        String qualified = quoted(database, schema, name);
        Step make = new Step(
                purpose,
                "CREATE OR REPLACE SECURE VIEW " + qualified + "\nCOPY GRANTS\nCOMMENT = " + literal(purpose) + "\nAS "
                        + query);
        return Item.declared(Subject.VIEW, qualified, make).content(content("true", "AS " + query), List.of(make));
    }

    /** Returns what two views differ in: whether they are secure, and their query. */
    static String content(String secure, String text) {
        String line = oneLine(text);
        int query = line.indexOf("AS SELECT");
        return secure + ": " + (query < 0 ? line : line.substring(query));
    }

    private String reads() {
        return """
                SELECT
                    h."QUERY_START_TIME" AS "read_at",
                    h."USER_NAME" AS "user_name",
                    h."QUERY_ID" AS "query_id",
                    o.value:"objectName"::VARCHAR AS "object_name",
                    c.value:"columnName"::VARCHAR AS "column_name"
                FROM %sACCESS_HISTORY" AS h,
                    LATERAL FLATTEN(INPUT => h."BASE_OBJECTS_ACCESSED") AS o,
                    LATERAL FLATTEN(INPUT => o.value:"columns") AS c
                WHERE STARTSWITH(REPLACE(o.value:"objectName"::VARCHAR, '"'), %s)""".formatted(USAGE + "\"", literal(database + "."));
    }

    private static String logins() {
        return """
                SELECT
                    h."EVENT_TIMESTAMP" AS "at",
                    h."USER_NAME" AS "user_name",
                    h."CLIENT_IP" AS "client_ip",
                    h."REPORTED_CLIENT_TYPE" AS "client_type",
                    h."FIRST_AUTHENTICATION_FACTOR" AS "first_factor",
                    h."SECOND_AUTHENTICATION_FACTOR" AS "second_factor",
                    h."IS_SUCCESS" AS "is_success",
                    h."ERROR_CODE" AS "error_code"
                FROM %sLOGIN_HISTORY" AS h""".formatted(USAGE + "\"");
    }

    private String grants() {
        return """
                SELECT
                    g."CREATED_ON" AS "granted_at",
                    g."DELETED_ON" AS "revoked_at",
                    g."PRIVILEGE" AS "privilege",
                    g."GRANTED_ON" AS "granted_on",
                    g."TABLE_SCHEMA" AS "schema_name",
                    g."NAME" AS "object_name",
                    g."GRANTEE_NAME" AS "role_name",
                    g."GRANTED_BY" AS "granted_by"
                FROM %sGRANTS_TO_ROLES" AS g
                WHERE g."TABLE_CATALOG" = %s OR g."GRANTEE_NAME" IN (%s)""".formatted(USAGE + "\"", literal(database), roleNames());
    }

    private String members() {
        return """
                SELECT
                    g."CREATED_ON" AS "granted_at",
                    g."DELETED_ON" AS "revoked_at",
                    g."ROLE" AS "role_name",
                    g."GRANTEE_NAME" AS "user_name",
                    g."GRANTED_BY" AS "granted_by"
                FROM %sGRANTS_TO_USERS" AS g
                WHERE g."ROLE" IN (%s)""".formatted(USAGE + "\"", roleNames());
    }

    private String roleNames() {
        List<String> names = new ArrayList<>();
        governance.roles().forEach(role -> names.add(literal(role.name())));
        return names.isEmpty() ? "''" : String.join(", ", names);
    }
}
