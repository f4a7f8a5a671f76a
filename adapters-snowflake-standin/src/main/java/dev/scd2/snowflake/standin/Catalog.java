package dev.scd2.snowflake.standin;

import java.util.List;
import java.util.Set;

/** The views of {@code information_schema}: those of DuckDB, with the names and types of Snowflake. */
final class Catalog {
    private static final Set<String> VIEWS = Set.of("TABLES", "COLUMNS", "SCHEMATA", "VIEWS", "DATABASES", "SEQUENCES");

    private Catalog() {}

    static void add(List<Token> out, String database, String view, Token next) {
        if (!VIEWS.contains(view)) {
            throw SnowflakeError.missing("Object", "INFORMATION_SCHEMA." + view);
        }
        out.add(Token.symbol("(SELECT * FROM memory.sf." + view + "_OF(" + Names.literal(database) + "))"));
        boolean named = next.isWord("AS") || (next.isName() && !Keywords.isReserved(next));
        if (!named) {
            out.add(Token.word("AS"));
            out.add(Token.word(view));
        }
    }
}
