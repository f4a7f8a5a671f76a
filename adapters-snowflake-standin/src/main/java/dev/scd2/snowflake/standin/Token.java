package dev.scd2.snowflake.standin;

import java.util.Set;

/**
 * One piece of a statement.
 *
 * @param text  a word folded to upper case, the name between quotes, the characters of a string literal with its escapes
 *     resolved, the number of a parameter, or the characters themselves
 * @param start  where it begins in the statement, in characters
 * @param end  where it ends, exclusive
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        SYMBOL,
        /** A bind: its text is the number of it, from 1. */
        PARAMETER,
        /** A column by its position: its text is the number after the dollar sign. */
        POSITION,
        /** A step into a semi-structured value, in the case in which it was written. */
        PATH,
        /** A stage and a path in it, without the leading at sign. */
        STAGE
    }

    /** Words that are reserved by DuckDB and names for Snowflake. */
    private static final Set<String> ONLY_DUCK = Set.of(
            "ANALYSE",
            "ANALYZE",
            "ASYMMETRIC",
            "AT",
            "DEFERRABLE",
            "DESCRIBE",
            "DO",
            "GLOB",
            "INITIALLY",
            "LAMBDA",
            "ONLY",
            "OVERLAPS",
            "PLACING",
            "SHOW",
            "SIMILAR",
            "SUMMARIZE",
            "SYMMETRIC",
            "UNPACK",
            "USER",
            "VARIADIC");

    static Token word(String text) {
        return new Token(Kind.WORD, text, 0, 0);
    }

    static Token symbol(String text) {
        return new Token(Kind.SYMBOL, text, 0, 0);
    }

    static Token string(String text) {
        return new Token(Kind.STRING, text, 0, 0);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Returns whether this can be a part of a name. */
    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** Returns this as DuckDB reads it. */
    String duck() {
        return switch (kind) {
            case WORD -> ONLY_DUCK.contains(text) ? '"' + text + '"' : text;
            case NUMBER, SYMBOL -> text;
            case QUOTED -> Names.quoted(text);
            case STRING -> "'" + text.replace("'", "''") + "'";
            case PARAMETER -> "$" + text;
            case POSITION -> throw SnowflakeError.unsupported("column by position $" + text + " here");
            case PATH -> throw SnowflakeError.unsupported("path into a value here");
            case STAGE -> throw SnowflakeError.unsupported("stage @" + text + " here");
        };
    }
}
