package dev.scd2.snowflake.governance;

import static dev.scd2.snowflake.internal.Spelling.quoted;

import dev.scd2.snowflake.script.Step;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Grants as items, named by what follows the word GRANT, so that a declared one and a found one are equal by name. */
final class Grants {
    /** What a grant can be on whose revocation is spelled as here. */
    private static final Set<String> KNOWN = Set.of(
            "ACCOUNT",
            "DATABASE",
            "SCHEMA",
            "TABLE",
            "VIEW",
            "DYNAMIC TABLE",
            "EXTERNAL TABLE",
            "MATERIALIZED VIEW",
            "STAGE",
            "FILE FORMAT",
            "SEQUENCE",
            "STREAM",
            "TASK",
            "PIPE",
            "TAG",
            "MASKING POLICY",
            "ROW ACCESS POLICY",
            "INTEGRATION",
            "WAREHOUSE",
            "ROLE",
            "DATABASE ROLE");

    /** What a grant with the right to grant it on has as its content. */
    static final String GRANT_OPTION = "with the right to grant it on";

    private Grants() {}

    /** Who holds something. */
    record Grantee(String kind, List<String> path) {
        static Grantee role(String name) {
            return new Grantee("ROLE", List.of(name));
        }

        static Grantee databaseRole(String database, String name) {
            return new Grantee("DATABASE ROLE", List.of(database, name));
        }

        String sql() {
            return kind + " " + Grants.name(path);
        }
    }

    private static String name(List<String> path) {
        return quoted(path.toArray(new String[0]));
    }

    /** Returns the grant of a privilege; that of a role is the privilege USAGE on it. */
    static Item privilege(String privilege, String kind, List<String> path, Grantee grantee, String purpose) {
        String what = what(privilege, kind, path);
        String name = what + " TO " + grantee.sql();
        Step make = new Step(purpose, "GRANT " + name);
        List<Step> withdraw = what.contains(" ON ")
                ? List.of(new Step(
                        "Nobody but this declaration grants what it grants.",
                        "REVOKE GRANT OPTION FOR " + what + " FROM " + grantee.sql()))
                : List.of();
        return Item.declared(Subject.GRANT, name, make).content("", withdraw);
    }

    static Item foundPrivilege(String privilege, String kind, List<String> path, Grantee grantee, String content) {
        String what = what(privilege, kind, path);
        List<Step> drop = KNOWN.contains(kind)
                ? List.of(new Step(
                        "Not declared: nobody is to hold it by this role.",
                        "REVOKE " + what + " FROM " + grantee.sql()))
                : List.of();
        return Item.found(Subject.GRANT, what + " TO " + grantee.sql(), content, drop);
    }

    private static String what(String privilege, String kind, List<String> path) {
        if (kind.equals("ROLE") || kind.equals("DATABASE ROLE")) {
            return kind + " " + name(path);
        }
        return privilege + " ON " + (kind.equals("ACCOUNT") ? "ACCOUNT" : kind + " " + name(path));
    }

    /** Returns the grant of a privilege on whatever of a kind will be made in a schema. */
    static Item future(String privilege, String kind, List<String> schema, Grantee grantee, String purpose) {
        String what = futureOf(privilege, kind, schema);
        String name = what + " TO " + grantee.sql();
        return Item.declared(Subject.FUTURE_GRANT, name, new Step(purpose, "GRANT " + name));
    }

    static Item foundFuture(String privilege, String kind, List<String> schema, Grantee grantee) {
        String what = futureOf(privilege, kind, schema);
        return Item.found(
                Subject.FUTURE_GRANT,
                what + " TO " + grantee.sql(),
                "",
                List.of(new Step(
                        "Not declared: nobody is to hold it by this role.",
                        "REVOKE " + what + " FROM " + grantee.sql())));
    }

    private static String futureOf(String privilege, String kind, List<String> schema) {
        return privilege + " ON FUTURE " + kind + "S IN SCHEMA " + name(schema);
    }

    /** Returns the name that the grant on objects to come has by which an object in the schema got its own. */
    static String futureName(String privilege, String kind, List<String> schema, Grantee grantee) {
        return futureOf(privilege, kind, schema) + " TO " + grantee.sql();
    }

    /** Returns a kind of object as statements spell it: SHOW answers with an underscore. */
    static String kind(String shown) {
        return shown.replace('_', ' ').toUpperCase(Locale.ROOT);
    }
}
