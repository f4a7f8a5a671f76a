package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A query or an expression of Snowflake as one of DuckDB, token by token from left to right. What stands here is the walk;
 * the functions are in {@link Functions}.
 */
final class Rewriting {
    private final Session session;
    private final List<Token> out = new ArrayList<>();

    private Rewriting(Session session) {
        this.session = session;
    }

    static Tokens of(Tokens tokens, Session session) {
        Rewriting rewriting = new Rewriting(session);
        rewriting.walk(tokens);
        return new Tokens(rewriting.out);
    }

    private void walk(Tokens tokens) {
        int i = 0;
        while (i < tokens.size()) {
            i = step(tokens, i);
        }
    }

    private int step(Tokens tokens, int i) {
        Token token = tokens.at(i);
        if (token.isSymbol("::")) {
            return type(tokens, i + 1, token);
        }
        if (token.isSymbol(":")) {
            throw SnowflakeError.unsupported("path into a semi-structured value");
        }
        if (token.kind() == Kind.PATH) {
            return path(tokens, i);
        }
        if (token.isName() && tokens.at(i + 1).isSymbol(".")) {
            return chain(tokens, i);
        }
        if (token.kind() == Kind.WORD) {
            return word(tokens, i, token);
        }
        out.add(token);
        return i + 1;
    }

    private int word(Tokens tokens, int i, Token token) {
        Refusals.check(tokens, i);
        if (token.isWord("CAST") || token.isWord("TRY_CAST")) {
            return cast(tokens, i);
        }
        if (token.isWord("EXTRACT") && tokens.at(i + 1).isSymbol("(")) {
            int close = tokens.closing(i + 1);
            Tokens inside = tokens.slice(i + 2, close);
            if (!inside.at(1).isWord("FROM")) {
                throw SnowflakeError.syntax(inside.at(1));
            }
            Functions.call("DATE_PART", List.of(inside.slice(0, 1), of(inside.from(2), session)), session, out);
            return close + 1;
        }
        if (token.isWord("ASOF") && tokens.at(i + 1).isWord("JOIN")) {
            out.add(Token.symbol("ASOF LEFT JOIN"));
            return i + 2;
        }
        if (token.isWord("MATCH_CONDITION")) {
            return matchCondition(tokens, i);
        }
        if (token.isWord("COLLATE") && tokens.at(i + 1).kind() == Kind.STRING) {
            CreateTable.utf8(tokens.at(i + 1).text());
            return i + 2;
        }
        if (token.isWord("MINUS")) {
            out.add(Token.word("EXCEPT"));
            return i + 1;
        }
        if (token.isWord("TABLE") && tokens.at(i + 1).isSymbol("(")) {
            return generator(tokens, i);
        }
        if (tokens.at(i + 1).isSymbol("(") && Aggregates.is(token)) {
            return Aggregates.call(tokens, i, session, out);
        }
        if (tokens.at(i + 1).isSymbol("(") && Functions.isCall(tokens, i)) {
            int close = tokens.closing(i + 1);
            List<Tokens> arguments = new ArrayList<>();
            for (Tokens argument : tokens.slice(i + 2, close).split()) {
                arguments.add(of(argument, session));
            }
            Functions.call(token.text(), arguments, session, out);
            return close + 1;
        }
        if (Functions.isBare(token.text()) && !tokens.at(i - 1).isWord("AS")) {
            Functions.call(token.text(), List.of(), session, out);
            return i + 1;
        }
        out.add(token);
        return i + 1;
    }

    /** Takes the steps into a value: its text if a cast follows, otherwise the value. */
    private int path(Tokens tokens, int i) {
        StringBuilder path = new StringBuilder("$");
        int at = i;
        while (tokens.at(at).kind() == Kind.PATH) {
            path.append(".\"").append(tokens.at(at++).text()).append('"');
        }
        int start = out.size() - 1;
        while (start >= 2 && out.get(start - 1).isSymbol(".")) {
            start -= 2;
        }
        boolean cast = tokens.at(at).isSymbol("::");
        out.add(start, Token.symbol(cast ? "json_extract_string(" : "json_extract("));
        out.add(Token.symbol(","));
        out.add(Token.string(path.toString()));
        out.add(Token.symbol(")"));
        return at;
    }

    private int type(Tokens tokens, int at, Token before) {
        Words words = new Words(tokens.from(at));
        Types.Type type = Types.read(words, session.parameters().text("TIMESTAMP_TYPE_MAPPING"));
        Token value = out.get(out.size() - 1);
        if (value.kind() == Kind.STRING && type.duck().startsWith("TIMESTAMP")) {
            out.set(out.size() - 1, Token.string(value.text().replaceFirst(" ([+-]\\d\\d:?\\d\\d)$", "$1")));
        }
        out.add(before);
        out.add(Token.symbol(type.duck()));
        return at + words.position();
    }

    /** Takes the condition of an as-of join, and with it the ON or USING that follows. */
    private int matchCondition(Tokens tokens, int i) {
        int close = tokens.closing(i + 1);
        Tokens condition = tokens.slice(i + 2, close);
        requireColumns(condition);
        out.add(Token.symbol("ON ("));
        walk(condition);
        out.add(Token.symbol(")"));
        if (tokens.at(close + 1).isWord("ON")) {
            out.add(Token.word("AND"));
            return close + 2;
        }
        if (!tokens.at(close + 1).isWord("USING")) {
            return close + 1;
        }
        int compared = 0;
        while (compared < condition.size() && !condition.at(compared).text().matches("[<>]=?")) {
            compared++;
        }
        if (!condition.at(1).isSymbol(".") || !condition.at(compared + 2).isSymbol(".")) {
            throw SnowflakeError.unsupported("ASOF JOIN USING with a condition whose columns do not name their tables");
        }
        int end = tokens.closing(close + 2);
        for (Tokens column : tokens.slice(close + 3, end).split()) {
            out.add(Token.word("AND"));
            out.addAll(List.of(condition.at(0), Token.symbol("."), column.at(0), Token.symbol("=")));
            out.addAll(List.of(condition.at(compared + 1), Token.symbol("."), column.at(0)));
        }
        return end + 1;
    }

    /** The documentation knows columns there, and no expressions. */
    private static void requireColumns(Tokens condition) {
        for (int at = 0; at < condition.size(); at++) {
            Token token = condition.at(at);
            if (!token.isName() && !token.isSymbol(".") && !token.text().matches("[<>]=?")) {
                throw SnowflakeError.unsupported("MATCH_CONDITION of anything but two columns");
            }
        }
    }

    private int generator(Tokens tokens, int i) {
        int close = tokens.closing(i + 1);
        Tokens call = tokens.slice(i + 2, close);
        if (!call.at(0).isWord("GENERATOR")
                || !call.words(2, "ROWCOUNT")
                || !call.at(3).isSymbol("=>")) {
            throw SnowflakeError.unsupported("TABLE(" + call.at(0).text() + ")");
        }
        out.add(Token.symbol(
                "(SELECT range AS \"GENERATED\" FROM range(" + call.at(4).duck() + ")) AS \"GENERATOR\""));
        return close + 1;
    }

    private int cast(Tokens tokens, int i) {
        if (!tokens.at(i + 1).isSymbol("(")) {
            throw SnowflakeError.syntax(tokens.at(i + 1));
        }
        int close = tokens.closing(i + 1);
        Tokens inside = tokens.slice(i + 2, close);
        int as = inside.find(0, "AS");
        out.add(tokens.at(i));
        out.add(tokens.at(i + 1));
        walk(inside.slice(0, as));
        Words words = new Words(inside.from(Math.min(as + 1, inside.size())));
        Types.Type type = Types.read(words, session.parameters().text("TIMESTAMP_TYPE_MAPPING"));
        words.end();
        out.add(Token.word("AS"));
        out.add(Token.symbol(type.duck()));
        out.add(tokens.at(close));
        return close + 1;
    }

    /** Takes a dotted name: that of a temporary table loses its schema, that of a sequence or a catalog is looked up. */
    private int chain(Tokens tokens, int i) {
        List<Token> parts = new ArrayList<>();
        int at = i;
        parts.add(tokens.at(at++));
        while (tokens.at(at).isSymbol(".")) {
            parts.add(tokens.at(at + 1));
            at += 2;
        }
        Token last = parts.get(parts.size() - 1);
        if (last.isWord("NEXTVAL")) {
            List<String> name = texts(parts.subList(0, parts.size() - 1));
            out.add(Token.symbol("nextval(" + Names.literal(session.duckName(name)) + ")"));
            return at;
        }
        int catalog = parts.size() - 2;
        if (catalog >= 0 && parts.get(catalog).isWord("INFORMATION_SCHEMA")) {
            Catalog.add(out, catalog == 0 ? session.database() : parts.get(0).text(), last.text(), tokens.at(at));
            return at;
        }
        for (int size = Math.min(3, parts.size()); size >= 2; size--) {
            List<String> full = session.full(texts(parts.subList(0, size)));
            if (session.temporary().contains(String.join(".", full))) {
                parts = new ArrayList<>(parts.subList(size - 1, parts.size()));
                break;
            }
        }
        for (int part = 0; part < parts.size(); part++) {
            if (part > 0) {
                out.add(Token.symbol("."));
            }
            out.add(parts.get(part));
        }
        return at;
    }

    static List<String> texts(List<Token> parts) {
        return parts.stream().map(Token::text).toList();
    }
}
