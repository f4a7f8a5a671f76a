package dev.scd2.snowflake.standin;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** CREATE TABLE, with the columns spelled out, AS a query, or LIKE another table. */
final class CreateTable {
    private static final Set<String> OPTIONS = Set.of(
            "DATA_RETENTION_TIME_IN_DAYS",
            "MAX_DATA_EXTENSION_TIME_IN_DAYS",
            "CHANGE_TRACKING",
            "COMMENT",
            "DEFAULT_DDL_COLLATION",
            "ENABLE_SCHEMA_EVOLUTION");

    private final Session session;
    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();

    CreateTable(Session session) {
        this.session = session;
    }

    Answer create(Words words, boolean replace, boolean temporary) {
        boolean absent = words.accept("IF", "NOT", "EXISTS");
        List<String> name = words.name();
        String full = session.told(name);
        String duck = temporary ? Names.quoted(name.get(name.size() - 1)) : session.duckName(name);
        String body;
        if (words.accept("LIKE")) {
            body = " AS SELECT * FROM " + session.duckName(words.name()) + " LIMIT 0";
            options(words);
        } else {
            Tokens columns = words.peek().isSymbol("(") ? words.bracket() : new Tokens(List.of());
            options(words);
            if (words.accept("AS")) {
                body = as(columns, Rewriting.of(words.rest(), session));
            } else {
                body = " (" + columns(columns, duck) + ")";
            }
        }
        words.end();
        run(before);
        run(List.of("CREATE " + (replace ? "OR REPLACE " : "") + (temporary ? "TEMPORARY " : "") + "TABLE "
                + (absent ? "IF NOT EXISTS " : "") + duck + body));
        run(after);
        if (temporary) {
            session.temporary().add(full);
        }
        return Answer.status(Kind.DEFINITION, "Table " + name.get(name.size() - 1) + " successfully created.");
    }

    private static void options(Words words) {
        while (!words.done() && !words.peek().isWord("AS")) {
            if (words.accept("CLUSTER", "BY")) {
                words.bracket();
            } else if (OPTIONS.contains(words.peek().text())) {
                words.next();
                words.expectSymbol("=");
                words.next();
            } else if (!words.accept("COPY", "GRANTS")) {
                throw SnowflakeError.unsupported("table option " + words.peek().text());
            }
        }
    }

    private String as(Tokens columns, Tokens query) {
        if (columns.isEmpty()) {
            return " AS " + query.duck();
        }
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Tokens column : columns.split()) {
            Words words = new Words(column);
            String name = Names.quoted(words.name().get(0));
            names.add(name);
            values.add(words.done() ? name : name + "::" + type(words).duck() + " AS " + name);
            words.end();
        }
        return " AS SELECT " + String.join(", ", values) + " FROM (" + query.duck() + ") AS made("
                + String.join(", ", names) + ")";
    }

    private String columns(Tokens columns, String table) {
        List<String> parts = new ArrayList<>();
        for (Tokens column : columns.split()) {
            Token first = column.at(0);
            boolean constraint = first.isWord("CONSTRAINT")
                    || first.isWord("PRIMARY")
                    || first.isWord("UNIQUE")
                    || first.isWord("FOREIGN");
            if (!constraint) {
                parts.add(column(new Words(column), table));
            }
        }
        if (parts.isEmpty()) {
            throw SnowflakeError.syntax(")", 0);
        }
        return String.join(", ", parts);
    }

    /** Returns a column as DuckDB declares it; keys are declared in Snowflake and not enforced, so they are left out. */
    private String column(Words words, String table) {
        Token name = words.next();
        if (!name.isName()) {
            throw SnowflakeError.syntax(name);
        }
        String quoted = Names.quoted(name.text());
        Types.Type type = type(words);
        StringBuilder column = new StringBuilder(quoted + " " + type.duck());
        if (type.told().equals("TIMESTAMP_TZ")) {
            after.add("COMMENT ON COLUMN " + table + "." + quoted + " IS 'TIMESTAMP_TZ'");
        }
        while (!words.done()) {
            if (words.accept("NOT", "NULL")) {
                column.append(" NOT NULL");
            } else if (words.accept("DEFAULT")) {
                column.append(" DEFAULT (").append(expression(words).duck()).append(")");
            } else if (words.accept("AUTOINCREMENT") || words.accept("IDENTITY")) {
                column.append(" DEFAULT ").append(counter(words));
            } else if (words.accept("COLLATE")) {
                utf8(words.string());
            } else if (words.accept("COMMENT")) {
                words.acceptSymbol("=");
                words.string();
            } else if (words.accept("CONSTRAINT")) {
                words.next();
            } else if (!words.accept("NULL")
                    && !words.accept("PRIMARY", "KEY")
                    && !words.accept("UNIQUE")
                    && !words.accept("NOT", "ENFORCED")
                    && !words.accept("ORDER")
                    && !words.accept("NOORDER")) {
                throw SnowflakeError.syntax(words.peek());
            }
        }
        if (type.length() > 0) {
            column.append(" CHECK (length(")
                    .append(quoted)
                    .append(") <= ")
                    .append(type.length())
                    .append(")");
        }
        return column.toString();
    }

    static void utf8(String collation) {
        if (!collation.isEmpty() && !collation.equalsIgnoreCase("utf8")) {
            throw SnowflakeError.unsupported("collation '" + collation + "'");
        }
    }

    private String counter(Words words) {
        String start = "1";
        String step = "1";
        if (words.peek().isSymbol("(")) {
            Tokens numbers = words.bracket();
            start = numbers.at(0).text();
            step = numbers.at(2).text();
        } else {
            if (words.accept("START")) {
                words.accept("WITH");
                start = words.next().text();
            }
            if (words.accept("INCREMENT")) {
                words.accept("BY");
                step = words.next().text();
            }
        }
        String sequence = Names.quoted(session.database()) + "." + Names.quoted(session.schema()) + "."
                + Names.quoted("COUNTER_" + UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT));
        before.add("CREATE SEQUENCE " + sequence + " START WITH " + start + " INCREMENT BY " + step);
        return "nextval(" + Names.literal(sequence) + ")";
    }

    private Tokens expression(Words words) {
        List<Token> tokens = new ArrayList<>();
        while (!words.done()
                && !words.peek().isWord("NOT")
                && !words.peek().isWord("COMMENT")
                && !words.peek().isWord("PRIMARY")
                && !words.peek().isWord("UNIQUE")) {
            if (words.peek().isSymbol("(")) {
                tokens.add(Token.symbol("("));
                tokens.addAll(words.bracket().list());
                tokens.add(Token.symbol(")"));
            } else {
                tokens.add(words.next());
            }
        }
        return Rewriting.of(new Tokens(tokens), session);
    }

    private Types.Type type(Words words) {
        return Types.read(words, session.parameters().text("TIMESTAMP_TYPE_MAPPING"));
    }

    private void run(List<String> statements) {
        try {
            for (String statement : statements) {
                session.duck(statement);
            }
        } catch (SQLException e) {
            throw DuckErrors.of(e);
        }
    }
}
