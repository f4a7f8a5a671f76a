package dev.scd2.snowflake.standin;

import java.util.ArrayList;
import java.util.List;

/** LISTAGG and ARRAY_AGG, whose order stands behind the call in Snowflake and inside it in DuckDB. */
final class Aggregates {
    private Aggregates() {}

    static boolean is(Token token) {
        return token.isWord("LISTAGG") || token.isWord("ARRAY_AGG");
    }

    /** Writes the call that begins at {@code i} and returns the index behind it. */
    static int call(Tokens tokens, int i, Session session, List<Token> out) {
        int close = tokens.closing(i + 1);
        int end = close + 1;
        Tokens order = new Tokens(List.of());
        if (tokens.words(end, "WITHIN", "GROUP") && tokens.at(end + 2).isSymbol("(")) {
            int last = tokens.closing(end + 2);
            order = tokens.slice(end + 3, last);
            end = last + 1;
        }
        boolean list = tokens.at(i).isWord("LISTAGG");
        List<Tokens> arguments = new ArrayList<>();
        tokens.slice(i + 2, close).split().forEach(argument -> arguments.add(Rewriting.of(argument, session)));
        if (arguments.isEmpty()) {
            throw SnowflakeError.syntax(tokens.at(close));
        }
        if (list && arguments.size() == 1) {
            arguments.add(new Tokens(List.of(Token.string(""))));
        }
        boolean empty = list && !tokens.at(end).isWord("OVER");
        out.add(Token.symbol(empty ? "coalesce(string_agg(" : list ? "string_agg(" : "list("));
        for (int k = 0; k < arguments.size(); k++) {
            if (k > 0) {
                out.add(Token.symbol(","));
            }
            out.addAll(arguments.get(k).list());
        }
        out.addAll(Rewriting.of(order, session).list());
        out.add(Token.symbol(")"));
        if (!list) {
            Tokens value = arguments.get(0);
            out.add(Token.symbol("FILTER (WHERE ("));
            out.addAll((value.at(0).isWord("DISTINCT") ? value.from(1) : value).list());
            out.add(Token.symbol(") IS NOT NULL)"));
        }
        if (empty) {
            out.add(Token.symbol(", '')"));
        }
        return end;
    }
}
