package dev.scd2.snowflake.standin;

/** What DuckDB would take and Snowflake does not, or what Snowflake takes and the stand-in does not: refused by name. */
final class Refusals {
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
            default -> {
                return;
            }
        }
    }
}
