package dev.scd2.snowflake.standin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement about roles, grants, policies, tags or secure views: declared, stored and shown, NOT ENFORCED; see {@link
 * Catalogue}.
 */
final class CatalogueStatement {
    private final Session session;
    private final Warehouse warehouse;
    private final Catalogue catalogue;
    private final Tokens tokens;
    private final String sql;

    CatalogueStatement(Session session, Warehouse warehouse, Tokens tokens, String sql) {
        this.session = session;
        this.warehouse = warehouse;
        this.catalogue = warehouse.catalogue();
        this.tokens = tokens;
        this.sql = sql;
    }

    /** Answers the statement; nothing if it is about something else. */
    @Nullable
    Answer answer() {
        synchronized (catalogue) {
            Answer answer = take();
            if (answer != null && answer.kind() == Kind.DEFINITION) {
                session.transaction().commit();
            }
            return answer;
        }
    }

    private @Nullable Answer take() {
        Words words = new Words(tokens);
        Token first = words.peek();
        if (first.isWord("GRANT") || first.isWord("REVOKE")) {
            return new CatalogueGrant(session, catalogue).run(words);
        }
        if (first.isWord("SHOW") || first.isWord("DESCRIBE") || first.isWord("DESC") || first.isWord("SELECT")) {
            return new CatalogueShow(session, catalogue).show(words);
        }
        if (words.accept("CREATE")) {
            return create(words);
        }
        if (words.accept("ALTER")) {
            return alter(words);
        }
        return words.accept("DROP") ? drop(words) : null;
    }

    private @Nullable Answer create(Words words) {
        boolean replace = words.accept("OR", "REPLACE");
        if (words.accept("ROLE")) {
            return role(words);
        }
        if (words.accept("DATABASE", "ROLE")) {
            return databaseRole(words);
        }
        if (words.accept("MASKING", "POLICY")) {
            return policy(words, "MASKING_POLICY", replace);
        }
        if (words.accept("ROW", "ACCESS", "POLICY")) {
            return policy(words, "ROW_ACCESS_POLICY", replace);
        }
        if (words.accept("TAG")) {
            return tag(words);
        }
        if (words.accept("SECURE", "VIEW")) {
            return view(words);
        }
        return words.accept("SCHEMA") ? schema(words) : null;
    }

    private Answer role(Words words) {
        boolean absent = words.accept("IF", "NOT", "EXISTS");
        String name = words.name().get(0);
        String comment = comment(words);
        words.end();
        if (catalogue.roles().containsKey(name) && !absent) {
            throw SnowflakeError.exists(name);
        }
        catalogue.roles().putIfAbsent(name, comment);
        return done("Role " + name + " successfully created.");
    }

    private Answer databaseRole(Words words) {
        boolean absent = words.accept("IF", "NOT", "EXISTS");
        List<String> name = inDatabase(words.name(), session);
        String comment = comment(words);
        words.end();
        if (catalogue.databaseRoles().containsKey(name) && !absent) {
            throw SnowflakeError.exists(String.join(".", name));
        }
        catalogue.databaseRoles().putIfAbsent(name, comment);
        return done("Database role " + name.get(1) + " successfully created.");
    }

    /** Returns the name of a database role in full. */
    static List<String> inDatabase(List<String> name, Session session) {
        return name.size() == 1 ? List.of(session.database(), name.get(0)) : name;
    }

    private static String comment(Words words) {
        if (!words.accept("COMMENT")) {
            return "";
        }
        words.expectSymbol("=");
        return words.string();
    }

    private Answer policy(Words words, String kind, boolean replace) {
        boolean absent = words.accept("IF", "NOT", "EXISTS");
        List<String> name = session.full(words.name());
        words.expect("AS");
        String signature = "(" + text(words.bracket()) + ")";
        words.expect("RETURNS");
        List<Token> type = new ArrayList<>();
        while (!words.peek().isSymbol("->")) {
            type.add(words.next());
        }
        words.next();
        Tokens rest = words.rest();
        int size = rest.size();
        boolean said = size > 3
                && rest.at(size - 3).isWord("COMMENT")
                && rest.at(size - 2).isSymbol("=");
        String comment = said ? rest.at(size - 1).text() : "";
        Tokens body = said ? rest.slice(0, size - 3) : rest;
        if (body.isEmpty()) {
            throw SnowflakeError.syntax(Tokens.END);
        }
        if (catalogue.policies().containsKey(name) && !replace) {
            if (absent) {
                return done(String.join(".", name) + " already exists, statement succeeded.");
            }
            throw SnowflakeError.exists(String.join(".", name));
        }
        catalogue
                .policies()
                .put(name, new Catalogue.Policy(kind, signature, text(new Tokens(type)), text(body), comment));
        return done("Policy " + name.get(2) + " successfully created.");
    }

    private String text(Tokens part) {
        return part.isEmpty()
                ? ""
                : sql.substring(part.at(0).start(), part.at(part.size() - 1).end());
    }

    private Answer tag(Words words) {
        boolean absent = words.accept("IF", "NOT", "EXISTS");
        List<String> name = session.full(words.name());
        String comment = comment(words);
        words.end();
        if (catalogue.tags().containsKey(name) && !absent) {
            throw SnowflakeError.exists(String.join(".", name));
        }
        catalogue.tags().putIfAbsent(name, comment);
        return done("Tag " + name.get(2) + " successfully created.");
    }

    /** Keeps the text; a view over the usage of the account, which is not here, is kept only and cannot be asked. */
    private Answer view(Words words) {
        Words ahead = words.copy();
        ahead.accept("IF", "NOT", "EXISTS");
        List<String> name = session.full(ahead.name());
        boolean copies = ahead.accept("COPY", "GRANTS");
        String comment = comment(ahead);
        boolean usage = tokens.list().stream()
                .anyMatch(token -> token.isName() && token.text().equals("ACCOUNT_USAGE"));
        Answer answer = usage
                ? done("View " + name.get(2) + " successfully created.")
                : new Definitions(session, warehouse)
                        .define(new Runner.Request(copies ? without("COPY", "GRANTS") : tokens, Binds.NONE, false));
        catalogue.views().put(name, new Catalogue.SecureView(sql, comment, true));
        return answer;
    }

    private @Nullable Answer schema(Words words) {
        Words ahead = words.copy();
        ahead.accept("IF", "NOT", "EXISTS");
        ahead.name();
        int end = tokens.size() - ahead.rest().size();
        Words options = new Words(tokens.from(end));
        if (!options.accept("WITH", "MANAGED", "ACCESS")) {
            return null;
        }
        comment(options);
        options.end();
        return new Definitions(session, warehouse).define(new Runner.Request(tokens.slice(0, end), Binds.NONE, false));
    }

    private Tokens without(String... words) {
        int at = tokens.find(0, words);
        return tokens.slice(0, at).plus(tokens.from(at + words.length));
    }

    private @Nullable Answer alter(Words words) {
        boolean masking = words.accept("MASKING", "POLICY");
        if (masking || words.accept("ROW", "ACCESS", "POLICY")) {
            List<String> name = session.full(words.name());
            words.expect("SET", "BODY");
            words.expectSymbol("->");
            catalogue.policies().put(name, existing(name).withBody(text(words.rest())));
            return done("Statement executed successfully.");
        }
        if (words.accept("VIEW")) {
            List<String> name = session.full(words.name());
            Catalogue.SecureView view = catalogue.views().get(name);
            boolean secure = words.accept("SET", "SECURE");
            if (view == null || (!secure && !words.accept("UNSET", "SECURE"))) {
                return null;
            }
            words.end();
            catalogue.views().put(name, new Catalogue.SecureView(view.text(), view.comment(), secure));
            return done("Statement executed successfully.");
        }
        return words.accept("TABLE") ? new CatalogueTable(session, catalogue).alter(words) : null;
    }

    private Catalogue.Policy existing(List<String> name) {
        Catalogue.Policy policy = catalogue.policies().get(name);
        if (policy == null) {
            throw SnowflakeError.missing("Policy", String.join(".", name));
        }
        return policy;
    }

    private @Nullable Answer drop(Words words) {
        if (words.accept("ROLE")) {
            boolean present = words.accept("IF", "EXISTS");
            String name = words.name().get(0);
            if (catalogue.roles().remove(name) == null && !present) {
                throw SnowflakeError.missing("Role", name);
            }
            catalogue.forget(new Catalogue.Holder("ROLE", List.of(name)));
            return done(name + " successfully dropped.");
        }
        if (words.accept("DATABASE", "ROLE")) {
            boolean present = words.accept("IF", "EXISTS");
            List<String> name = inDatabase(words.name(), session);
            if (catalogue.databaseRoles().remove(name) == null && !present) {
                throw SnowflakeError.missing("Database role", String.join(".", name));
            }
            catalogue.forget(new Catalogue.Holder("DATABASE_ROLE", name));
            return done(name.get(1) + " successfully dropped.");
        }
        if (words.accept("MASKING", "POLICY") || words.accept("ROW", "ACCESS", "POLICY")) {
            List<String> name = session.full(words.name());
            existing(name);
            if (catalogue.isUsed(name)) {
                throw SnowflakeError.compilation(
                        "003516",
                        "42601",
                        "Policy " + String.join(".", name) + " cannot be dropped as it is associated with one or more"
                                + " entities.");
            }
            catalogue.policies().remove(name);
            return done(name.get(2) + " successfully dropped.");
        }
        return null;
    }

    static Answer done(String message) {
        return Answer.status(Kind.DEFINITION, message);
    }
}
