package dev.scd2.snowflake.standin;

import java.util.Set;

/** What DuckDB would take and Snowflake does not, or what Snowflake takes and the stand-in does not: refused by name. */
final class Refusals {
    private static final Set<String> ORDERED =
            Set.of("ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST", "NTILE", "LEAD", "LAG");

    private Refusals() {}

    static void check(Tokens tokens, int i) {
        Token token = tokens.at(i);
        switch (token.text()) {
            case "RETURNING" -> {
                if (!tokens.at(i - 1).isWord("AS")) {
                    throw SnowflakeError.syntax(token);
                }
            }
            case "DISTINCT" -> {
                if (tokens.at(i + 1).isWord("ON")) {
                    throw SnowflakeError.syntax(tokens.at(i + 1));
                }
            }
            case "FILTER" -> {
                if (tokens.at(i - 1).isSymbol(")") && tokens.at(i + 1).isSymbol("(")) {
                    throw SnowflakeError.syntax(token);
                }
            }
            case "AT", "BEFORE" -> {
                boolean travels = tokens.at(i - 1).isName()
                        && tokens.at(i + 1).isSymbol("(")
                        && tokens.at(i + 3).isSymbol("=>");
                if (travels) {
                    throw SnowflakeError.unsupported("time travel: " + token.text());
                }
            }
            case "WINDOW" -> {
                if (tokens.at(i + 2).isWord("AS") && tokens.at(i + 3).isSymbol("(")) {
                    throw SnowflakeError.syntax(token);
                }
            }
            case "TIMESTAMP" -> {
                if (tokens.words(i + 1, "WITH", "TIME", "ZONE")) {
                    throw SnowflakeError.syntax(tokens.at(i + 1));
                }
            }
            case "POSITIONAL", "SEMI", "ANTI" -> {
                if (tokens.at(i + 1).isWord("JOIN")) {
                    throw SnowflakeError.syntax(token);
                }
            }
            case "PIVOT", "UNPIVOT", "MATCH_RECOGNIZE", "FLATTEN", "TABLESAMPLE", "CONNECT" -> {
                if (tokens.at(i + 1).isSymbol("(")
                        || (token.isWord("CONNECT") && tokens.at(i + 1).isWord("BY"))) {
                    throw SnowflakeError.unsupported(token.text());
                }
            }
            default -> order(tokens, i);
        }
    }

    /** A function that ranks rows or looks at their neighbours wants to know their order. */
    private static void order(Tokens tokens, int i) {
        if (!ORDERED.contains(tokens.at(i).text()) || !tokens.at(i + 1).isSymbol("(")) {
            return;
        }
        int over = tokens.closing(i + 1) + 1;
        if (tokens.words(over, "OVER") && tokens.at(over + 1).isSymbol("(")) {
            int close = tokens.closing(over + 1);
            if (tokens.slice(over + 2, close).find(0, "ORDER") == close - over - 2) {
                throw SnowflakeError.syntax(tokens.at(close));
            }
        }
    }
}
