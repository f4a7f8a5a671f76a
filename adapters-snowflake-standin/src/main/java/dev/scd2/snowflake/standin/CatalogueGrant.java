package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Catalogue.Grant;
import dev.scd2.snowflake.standin.Catalogue.Holder;
import java.util.ArrayList;
import java.util.List;

/** GRANT and REVOKE: declared, stored and shown, NOT ENFORCED; see {@link Catalogue}. */
final class CatalogueGrant {
    private final Session session;
    private final Catalogue catalogue;

    CatalogueGrant(Session session, Catalogue catalogue) {
        this.session = session;
        this.catalogue = catalogue;
    }

    Answer run(Words words) {
        boolean grants = words.next().isWord("GRANT");
        boolean option = !grants && words.accept("GRANT", "OPTION", "FOR");
        List<String> privileges = new ArrayList<>();
        String on;
        List<String> path;
        boolean future = false;
        if (words.accept("ROLE")) {
            privileges.add("USAGE");
            on = "ROLE";
            path = role(words.name());
        } else if (words.accept("DATABASE", "ROLE")) {
            privileges.add("USAGE");
            on = "DATABASE_ROLE";
            path = databaseRole(words.name());
        } else {
            privileges(words, privileges);
            future = words.accept("FUTURE");
            on = kind(words, future);
            path = object(words, on, future, grants);
        }
        words.expect(grants ? "TO" : "FROM");
        Holder holder = holder(words);
        boolean grantable = grants && words.accept("WITH", "GRANT", "OPTION");
        words.end();
        for (String privilege : privileges) {
            Grant grant = new Grant(privilege, on, path, holder);
            if (future && grants) {
                catalogue.future().add(grant);
            } else if (future) {
                catalogue.future().remove(grant);
            } else if (grants) {
                catalogue.grants().merge(grant, grantable, Boolean::logicalOr);
            } else if (option) {
                catalogue.grants().replace(grant, false);
            } else {
                catalogue.grants().remove(grant);
            }
        }
        return CatalogueStatement.done("Statement executed successfully.");
    }

    private static void privileges(Words words, List<String> privileges) {
        do {
            StringBuilder privilege = new StringBuilder(words.next().text());
            while (!words.peek().isSymbol(",") && !words.peek().isWord("ON")) {
                privilege.append(' ').append(words.next().text());
            }
            privileges.add(privilege.toString());
        } while (words.acceptSymbol(","));
        words.expect("ON");
    }

    private static String kind(Words words, boolean future) {
        List<String> kinds = List.of(
                "ACCOUNT",
                "DATABASE",
                "SCHEMA",
                "TABLE",
                "VIEW",
                "DYNAMIC TABLE",
                "STAGE",
                "FILE FORMAT",
                "STREAM",
                "TASK",
                "TAG",
                "MASKING POLICY",
                "ROW ACCESS POLICY",
                "INTEGRATION",
                "WAREHOUSE");
        for (String kind : kinds) {
            if (words.accept((future ? kind + "S" : kind).split(" "))) {
                return kind.replace(' ', '_');
            }
        }
        throw SnowflakeError.unsupported("GRANT ON " + words.peek().text());
    }

    private List<String> object(Words words, String on, boolean future, boolean grants) {
        if (on.equals("ACCOUNT")) {
            return List.of("ACCOUNT");
        }
        if (future) {
            words.expect("IN", "SCHEMA");
            return schema(words.name());
        }
        List<String> name = words.name();
        if (on.equals("SCHEMA")) {
            return schema(name);
        }
        if (List.of("DATABASE", "INTEGRATION", "WAREHOUSE").contains(on)) {
            return name;
        }
        List<String> full = session.full(name);
        boolean table =
                on.equals("TABLE") || (on.equals("VIEW") && !catalogue.views().containsKey(full));
        if (table && grants && CatalogueTable.columns(session, full).isEmpty()) {
            throw SnowflakeError.missing("Table", String.join(".", full));
        }
        return full;
    }

    private List<String> schema(List<String> name) {
        return name.size() == 1 ? List.of(session.database(), name.get(0)) : name;
    }

    private List<String> role(List<String> name) {
        if (!catalogue.roles().containsKey(name.get(0))) {
            throw SnowflakeError.missing("Role", name.get(0));
        }
        return name;
    }

    private List<String> databaseRole(List<String> name) {
        List<String> full = CatalogueStatement.inDatabase(name, session);
        if (!catalogue.databaseRoles().containsKey(full)) {
            throw SnowflakeError.missing("Database role", String.join(".", full));
        }
        return full;
    }

    private Holder holder(Words words) {
        if (words.accept("DATABASE", "ROLE")) {
            return new Holder("DATABASE_ROLE", databaseRole(words.name()));
        }
        if (words.accept("USER")) {
            return new Holder("USER", words.name());
        }
        words.accept("ROLE");
        return new Holder("ROLE", role(words.name()));
    }
}
