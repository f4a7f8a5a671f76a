package dev.scd2.snowflake;

import dev.scd2.snowflake.internal.Spelling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What is set in each new session. Immutable. */
final class SessionSettings {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    /** What must be so, because statements here mean it, or read it. */
    private static final Map<String, String> MEANT = ordered(
            // DATE(now), dates of timestamps, what people see
            "TIMEZONE", "'UTC'",
            // TIMESTAMP without a suffix; tables here say which they have
            "TIMESTAMP_TYPE_MAPPING", "'TIMESTAMP_NTZ'",
            // what a timestamp becomes as a text: an instant, with all of its digits and its offset
            "TIMESTAMP_OUTPUT_FORMAT", "'YYYY-MM-DD\"T\"HH24:MI:SS.FF6TZH:TZM'",
            "TIMESTAMP_LTZ_OUTPUT_FORMAT", "'YYYY-MM-DD\"T\"HH24:MI:SS.FF6TZH:TZM'",
            "DATE_OUTPUT_FORMAT", "'YYYY-MM-DD'",
            // the driver reads bytes from their text
            "BINARY_OUTPUT_FORMAT", "'HEX'",
            // a row that two rows want to change is an error, and not either of them
            "ERROR_ON_NONDETERMINISTIC_MERGE", "TRUE",
            // batches begin and commit by their own statements
            "AUTOCOMMIT", "TRUE");

    /** What is better so, and may be said otherwise: a client that was lost keeps nothing locked for long. */
    private static final Map<String, String> ADVISED = ordered("ABORT_DETACHED_QUERY", "TRUE", "LOCK_TIMEOUT", "600");

    static final SessionSettings PINNED = new SessionSettings(ADVISED);

    private final Map<String, String> others;

    private SessionSettings(Map<String, String> others) {
        this.others = others;
    }

    private static Map<String, String> ordered(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }

    SessionSettings with(String name, String value) {
        String parameter = name.toUpperCase(Locale.ROOT);
        if (!NAME.matcher(parameter).matches()) {
            throw new IllegalArgumentException(
                    "A parameter of a session has a name of letters, digits and underscores.");
        }
        if (MEANT.containsKey(parameter)) {
            throw new IllegalArgumentException(
                    "The parameter " + parameter + " is pinned to " + MEANT.get(parameter) + ". Leave it so.");
        }
        Map<String, String> more = new LinkedHashMap<>(others);
        more.put(parameter, literal(value));
        return new SessionSettings(Collections.unmodifiableMap(more));
    }

    private static String literal(String value) {
        return value.matches("-?[0-9]+|(?i)true|false") ? value : Spelling.literal(value);
    }

    /** Returns one statement for each: a name that an account does not know yet, or not any more, is then told alone. */
    List<String> statements() {
        Map<String, String> all = new LinkedHashMap<>(MEANT);
        all.putAll(others);
        return all.entrySet().stream()
                .map(setting -> "ALTER SESSION SET " + setting.getKey() + " = " + setting.getValue())
                .toList();
    }
}
