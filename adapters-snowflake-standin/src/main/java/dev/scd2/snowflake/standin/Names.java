package dev.scd2.snowflake.standin;

import java.util.Locale;

/**
 * Identifiers of Snowflake, which keep their case, as names in DuckDB, which do not tell cases apart.
 *
 * <p>A word without quotes is folded to upper case, as in Snowflake, and so it is called in DuckDB. A quoted identifier
 * with a lower-case letter is another one than its upper-case sister; in DuckDB it is led by {@value #LEAD}, and its
 * upper-case letters are marked by {@value #UPPER} and written in lower case. So two names are one in DuckDB exactly when
 * they are one in Snowflake.
 */
final class Names {
    private static final char LEAD = '·';
    private static final char UPPER = '¨';

    private Names() {}

    /** Returns the name as DuckDB holds it. */
    static String held(String name) {
        if (name.indexOf(LEAD) >= 0 || name.indexOf(UPPER) >= 0) {
            throw SnowflakeError.unsupported("identifier with one of the characters " + LEAD + " and " + UPPER);
        }
        if (name.chars().noneMatch(Character::isLowerCase)) {
            return name;
        }
        StringBuilder held = new StringBuilder().append(LEAD);
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (Character.isUpperCase(letter)) {
                held.append(UPPER).append(Character.toLowerCase(letter));
            } else {
                held.append(letter);
            }
        }
        return held.toString();
    }

    /** Returns the name of Snowflake; that of a column that nobody named comes out in upper case. */
    static String told(String held) {
        if (held.isEmpty() || held.charAt(0) != LEAD) {
            return held.toUpperCase(Locale.ROOT);
        }
        StringBuilder told = new StringBuilder();
        for (int i = 1; i < held.length(); i++) {
            char letter = held.charAt(i);
            if (letter == UPPER && i + 1 < held.length()) {
                told.append(Character.toUpperCase(held.charAt(++i)));
            } else {
                told.append(letter);
            }
        }
        return told.toString();
    }

    /** Returns the name, quoted, as DuckDB reads it. */
    static String quoted(String name) {
        return '"' + held(name).replace("\"", "\"\"") + '"';
    }

    /** Returns a literal of DuckDB. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
