package dev.scd2.snowflake.standin;

import java.sql.SQLException;
import java.util.List;

/** CREATE, ALTER, DROP and TRUNCATE: each commits the open transaction first. */
final class Definitions {
    private final Session session;
    private final Warehouse warehouse;

    Definitions(Session session, Warehouse warehouse) {
        this.session = session;
        this.warehouse = warehouse;
    }

    Answer define(Runner.Request request) {
        session.transaction().commit();
        Words words = new Words(request.tokens());
        return switch (words.next().text()) {
            case "CREATE" -> create(words);
            case "ALTER" -> new AlterTable(session).alter(words);
            case "DROP" -> drop(words);
            case "TRUNCATE" -> truncate(words);
            default -> throw SnowflakeError.unsupported("COMMENT");
        };
    }

    private Answer create(Words words) {
        boolean replace = words.accept("OR", "REPLACE");
        boolean transientTable = words.accept("TRANSIENT");
        boolean temporary = words.accept("TEMPORARY") || words.accept("TEMP") || words.accept("LOCAL", "TEMPORARY");
        if (words.accept("TABLE")) {
            return new CreateTable(session).create(words, replace, temporary);
        }
        if (transientTable) {
            throw SnowflakeError.syntax(words.peek());
        }
        if (words.accept("STAGE")) {
            return warehouse.stages().create(session, words, replace);
        }
        if (words.accept("FILE", "FORMAT")) {
            return warehouse.formats().create(session, words, replace);
        }
        boolean absent = false;
        if (words.accept("DATABASE")) {
            absent = words.accept("IF", "NOT", "EXISTS");
            return warehouse.createDatabase(words.name().get(0), absent);
        }
        if (words.accept("SCHEMA")) {
            absent = words.accept("IF", "NOT", "EXISTS");
            return createSchema(words, absent);
        }
        if (words.accept("SEQUENCE")) {
            absent = words.accept("IF", "NOT", "EXISTS");
            return createSequence(words, replace, absent);
        }
        boolean secure = words.accept("SECURE");
        if (words.accept("VIEW")) {
            return createView(words, replace);
        }
        throw secure
                ? SnowflakeError.syntax(words.peek())
                : SnowflakeError.unsupported("CREATE " + words.peek().text());
    }

    private Answer createSchema(Words words, boolean absent) {
        List<String> name = words.name();
        words.end();
        String schema = name.get(name.size() - 1);
        String database = name.size() > 1 ? name.get(0) : session.database();
        run("CREATE SCHEMA " + (absent ? "IF NOT EXISTS " : "") + Names.quoted(database) + "." + Names.quoted(schema));
        session.use(database, schema);
        return Answer.status(Kind.DEFINITION, "Schema " + schema + " successfully created.");
    }

    private Answer createSequence(Words words, boolean replace, boolean absent) {
        List<String> name = words.name();
        long start = 1;
        long step = 1;
        while (!words.done()) {
            if (words.accept("START")) {
                words.accept("WITH");
                words.acceptSymbol("=");
                start = Long.parseLong(words.next().text());
            } else if (words.accept("INCREMENT")) {
                words.accept("BY");
                words.acceptSymbol("=");
                step = Long.parseLong(words.next().text());
            } else if (!words.accept("ORDER") && !words.accept("NOORDER")) {
                throw SnowflakeError.syntax(words.peek());
            }
        }
        run("CREATE " + (replace ? "OR REPLACE " : "") + "SEQUENCE " + (absent ? "IF NOT EXISTS " : "")
                + session.duckName(name) + " INCREMENT BY " + step + " START WITH " + start);
        return Answer.status(Kind.DEFINITION, "Sequence " + name.get(name.size() - 1) + " successfully created.");
    }

    private Answer createView(Words words, boolean replace) {
        boolean absent = words.accept("IF", "NOT", "EXISTS");
        List<String> name = words.name();
        String columns = words.peek().isSymbol("(") ? " (" + words.bracket().duck() + ")" : "";
        if (words.accept("COMMENT")) {
            words.expectSymbol("=");
            words.string();
        }
        words.expect("AS");
        Tokens query = Rewriting.of(words.rest(), session);
        run("CREATE " + (replace ? "OR REPLACE " : "") + "VIEW " + (absent ? "IF NOT EXISTS " : "")
                + session.duckName(name) + columns + " AS " + query.duck());
        return Answer.status(Kind.DEFINITION, "View " + name.get(name.size() - 1) + " successfully created.");
    }

    private Answer drop(Words words) {
        if (words.accept("STAGE")) {
            return warehouse.stages().drop(session, words);
        }
        if (words.accept("FILE", "FORMAT")) {
            return warehouse.formats().drop(session, words);
        }
        Token what = words.next();
        if (!List.of("TABLE", "VIEW", "SCHEMA", "DATABASE", "SEQUENCE").contains(what.text())) {
            throw SnowflakeError.unsupported("DROP " + what.text());
        }
        boolean present = words.accept("IF", "EXISTS");
        List<String> name = words.name();
        boolean cascade = words.accept("CASCADE");
        words.accept("RESTRICT");
        words.end();
        String duck = switch (what.text()) {
            case "DATABASE" -> throw SnowflakeError.unsupported("DROP DATABASE");
            case "SCHEMA" ->
                Names.quoted(name.size() > 1 ? name.get(0) : session.database()) + "."
                        + Names.quoted(name.get(name.size() - 1));
            default -> session.duckName(name);
        };
        boolean everything = cascade || what.isWord("SCHEMA");
        run("DROP " + what.text() + (present ? " IF EXISTS " : " ") + duck + (everything ? " CASCADE" : ""));
        if (what.isWord("TABLE")) {
            session.temporary().remove(session.told(name));
        }
        return Answer.status(Kind.DEFINITION, name.get(name.size() - 1) + " successfully dropped.");
    }

    private Answer truncate(Words words) {
        words.accept("TABLE");
        boolean present = words.accept("IF", "EXISTS");
        List<String> name = words.name();
        words.end();
        if (present && !warehouse.holds(session, name)) {
            return Answer.status(Kind.DEFINITION, "Statement executed successfully.");
        }
        session.transaction().lock(session.told(name));
        run("DELETE FROM " + session.duckName(name));
        warehouse.loads().forget(session.told(name));
        return Answer.status(Kind.DEFINITION, "Statement executed successfully.");
    }

    private void run(String sql) {
        try {
            session.duck(sql);
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }
}
