package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The functions that are understood, and how each of them is called in DuckDB: under the same name, under another one, as
 * a macro (in {@code functions.sql}), or with its arguments put in another way. Every other function is refused by name.
 */
final class Functions {
    /** Same name, same meaning. */
    private static final Set<String> SAME = words("""
            ABS ACOS ASCII ASIN ATAN ATAN2 AVG COALESCE CONCAT_WS CORR COS COT COUNT CUME_DIST DEGREES DENSE_RANK EXP
            FIRST_VALUE LAG LAST_VALUE LEAD LEN LENGTH LN LOWER LTRIM MAX MEDIAN MIN MOD MODE NTH_VALUE NTILE NULLIF
            PERCENT_RANK PI POWER RADIANS RANK REPLACE REVERSE ROW_NUMBER RTRIM SIGN SIN SQRT STDDEV STDDEV_POP
            STDDEV_SAMP SUM TAN TRANSLATE TRIM UPPER VARIANCE VAR_POP VAR_SAMP""");

    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("ANY_VALUE", "any_value"),
            Map.entry("APPROX_COUNT_DISTINCT", "approx_count_distinct"),
            Map.entry("BOOLAND_AGG", "bool_and"),
            Map.entry("BOOLOR_AGG", "bool_or"),
            Map.entry("CEIL", "ceil"),
            Map.entry("CHR", "chr"),
            Map.entry("COUNT_IF", "count_if"),
            Map.entry("ENDSWITH", "ends_with"),
            Map.entry("MAX_BY", "max_by"),
            Map.entry("MIN_BY", "min_by"),
            Map.entry("STARTSWITH", "starts_with"),
            Map.entry("UUID_STRING", "uuid"));

    /** Macros of {@code functions.sql}. */
    private static final Set<String> MACROS = words("""
            BITAND BITOR BITXOR CHARINDEX CONCAT CONTAINS CONVERT_TIMEZONE DATE_FROM_PARTS DAY DAYNAME DAYOFMONTH DIV0
            EQUAL_NULL FLOOR HEX_ENCODE HOUR IFF IFNULL LAST_DAY LEFT LPAD MD5 MD5_HEX MINUTE MONTH MONTHNAME NULLIFZERO
            NVL NVL2 OCTET_LENGTH QUARTER REGEXP_LIKE REGEXP_REPLACE REGEXP_SUBSTR REPEAT RIGHT ROUND RPAD SECOND SHA2
            SHA2_HEX SPLIT_PART SQUARE SUBSTR SUBSTRING TRUNC YEAR ZEROIFNULL""");

    private static final Set<String> BARE =
            Set.of("CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_USER", "LOCALTIMESTAMP");

    private Functions() {}

    private static Set<String> words(String names) {
        return Set.of(names.strip().split("\\s+", -1));
    }

    static boolean isBare(String name) {
        return BARE.contains(name);
    }

    /** Returns whether the word at {@code i}, which a bracket follows, calls a function there. */
    static boolean isCall(Tokens tokens, int i) {
        Token token = tokens.at(i);
        if (token.isWord("LEFT") || token.isWord("RIGHT") || token.isWord("REPLACE")) {
            return tokens.slice(i + 2, tokens.closing(i + 1)).split().size() >= 2;
        }
        if (Keywords.isReserved(token)) {
            return false;
        }
        Token before = tokens.at(i - 1);
        if (before.isWord("AS") || before.isWord("INTO") || before.isWord("TABLE") || before.isSymbol(".")) {
            return false;
        }
        boolean alias = before.isSymbol(")") || (before.isName() && !Keywords.isReserved(before));
        if (alias || before.isWord("WITH") || before.isWord("RECURSIVE")) {
            return false;
        }
        int close = tokens.closing(i + 1);
        return !(tokens.at(close + 1).isWord("AS") && tokens.at(close + 2).isSymbol("(") && before.isSymbol(","));
    }

    static void call(String name, List<Tokens> arguments, Session session, List<Token> out) {
        if (SAME.contains(name)) {
            emit(name, arguments, out);
        } else if (RENAMED.containsKey(name)) {
            emit(RENAMED.get(name), arguments, out);
        } else if (MACROS.contains(name)) {
            emit("memory.sf." + name.toLowerCase(Locale.ROOT), arguments, out);
        } else if (!SpecialFunctions.call(name, arguments, session, out)) {
            throw SnowflakeError.compilation("002140", "42601", "Unknown function " + name);
        }
    }

    static void emit(String name, List<Tokens> arguments, List<Token> out) {
        out.add(Token.symbol(name));
        out.add(Token.symbol("("));
        for (int i = 0; i < arguments.size(); i++) {
            if (i > 0) {
                out.add(Token.symbol(","));
            }
            out.addAll(arguments.get(i).list());
        }
        out.add(Token.symbol(")"));
    }

    static String word(Tokens argument) {
        Token token = argument.at(0);
        if (argument.size() != 1
                || (token.kind() != Kind.WORD && token.kind() != Kind.STRING && token.kind() != Kind.QUOTED)) {
            throw SnowflakeError.syntax(token);
        }
        return token.text().toLowerCase(Locale.ROOT);
    }
}
