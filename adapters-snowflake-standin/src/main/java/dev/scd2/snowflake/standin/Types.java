package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.util.Set;

/** The names of types: what Snowflake calls them, as what DuckDB keeps them. */
final class Types {
    private static final Set<String> WHOLE = Set.of("INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT");
    private static final Set<String> FRACTIONAL = Set.of("NUMBER", "DECIMAL", "NUMERIC", "DEC");
    private static final Set<String> FLOATING = Set.of("FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "REAL");
    private static final Set<String> TEXT =
            Set.of("VARCHAR", "STRING", "TEXT", "NVARCHAR", "NVARCHAR2", "CHAR", "CHARACTER", "NCHAR");
    private static final Set<String> BYTES = Set.of("BINARY", "VARBINARY");
    private static final Set<String> ZONED = Set.of("TIMESTAMP_LTZ", "TIMESTAMPLTZ", "TIMESTAMP_TZ", "TIMESTAMPTZ");
    private static final Set<String> LOCAL = Set.of("TIMESTAMP_NTZ", "TIMESTAMPNTZ", "DATETIME");
    private static final Set<String> SEMI = Set.of("VARIANT", "OBJECT", "ARRAY");

    private Types() {}

    /**
     * A type.
     *
     * @param duck  its name in DuckDB
     * @param length  the most characters of a text, or 0 for as many as there can be
     * @param told  its name in {@code information_schema}
     */
    record Type(String duck, long length, String told) {}

    static boolean begins(Token token) {
        if (token.kind() != Kind.WORD) {
            return false;
        }
        String word = token.text();
        return WHOLE.contains(word)
                || FRACTIONAL.contains(word)
                || FLOATING.contains(word)
                || TEXT.contains(word)
                || BYTES.contains(word)
                || ZONED.contains(word)
                || LOCAL.contains(word)
                || SEMI.contains(word)
                || word.equals("TIMESTAMP")
                || word.equals("BOOLEAN")
                || word.equals("DATE")
                || word.equals("TIME");
    }

    /** Takes a type; {@code mapping} is what a TIMESTAMP without further words is. */
    static Type read(Words words, String mapping) {
        Token token = words.next();
        if (!begins(token)) {
            throw SnowflakeError.compilation("002040", "42601", "Unsupported data type '" + token.text() + "'.");
        }
        String word = token.text();
        if (FRACTIONAL.contains(word)) {
            return number(words);
        }
        if (WHOLE.contains(word)) {
            return new Type("DECIMAL(38,0)", 0, "NUMBER");
        }
        if (FLOATING.contains(word)) {
            words.accept("PRECISION");
            return new Type("DOUBLE", 0, "FLOAT");
        }
        if (TEXT.contains(word)) {
            words.accept("VARYING");
            long length = size(words, word.contains("VAR") || word.equals("STRING") || word.equals("TEXT") ? 0 : 1);
            return new Type("VARCHAR", length >= 16_777_216 ? 0 : length, "TEXT");
        }
        if (BYTES.contains(word)) {
            size(words, 0);
            return new Type("BLOB", 0, "BINARY");
        }
        if (SEMI.contains(word)) {
            return new Type("JSON", 0, word);
        }
        if (word.equals("BOOLEAN") || word.equals("DATE")) {
            return new Type(word, 0, word);
        }
        size(words, 0);
        if (word.equals("TIME")) {
            return new Type("TIME", 0, "TIME");
        }
        return timestamp(words, word, mapping);
    }

    private static Type timestamp(Words words, String word, String mapping) {
        if (words.accept("WITH", "LOCAL", "TIME", "ZONE")) {
            return zoned("TIMESTAMP_LTZ");
        }
        if (words.accept("WITH", "TIME", "ZONE")) {
            return zoned("TIMESTAMP_TZ");
        }
        boolean local = words.accept("WITHOUT", "TIME", "ZONE") || LOCAL.contains(word);
        String name = local ? "TIMESTAMP_NTZ" : word.equals("TIMESTAMP") ? mapping : word;
        return switch (name) {
            case "TIMESTAMP_LTZ", "TIMESTAMPLTZ" -> zoned("TIMESTAMP_LTZ");
            case "TIMESTAMP_TZ", "TIMESTAMPTZ" -> zoned("TIMESTAMP_TZ");
            default -> new Type("TIMESTAMP", 0, "TIMESTAMP_NTZ");
        };
    }

    private static Type zoned(String told) {
        return new Type("TIMESTAMP WITH TIME ZONE", 0, told);
    }

    private static Type number(Words words) {
        if (!words.peek().isSymbol("(")) {
            return new Type("DECIMAL(38,0)", 0, "NUMBER");
        }
        Tokens digits = words.bracket();
        if (digits.at(0).kind() != Kind.NUMBER || (digits.size() != 1 && digits.size() != 3)) {
            throw SnowflakeError.syntax(digits.at(0));
        }
        String scale = digits.size() == 3 ? digits.at(2).text() : "0";
        return new Type("DECIMAL(" + digits.at(0).text() + "," + scale + ")", 0, "NUMBER");
    }

    private static long size(Words words, long none) {
        if (!words.peek().isSymbol("(")) {
            return none;
        }
        Token size = words.bracket().at(0);
        if (size.kind() != Kind.NUMBER) {
            throw SnowflakeError.syntax(size);
        }
        return Long.parseLong(size.text());
    }
}
