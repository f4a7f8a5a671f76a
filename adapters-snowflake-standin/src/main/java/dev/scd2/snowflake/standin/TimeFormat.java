package dev.scd2.snowflake.standin;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The formats of dates and times: those of Snowflake as those of DuckDB. */
final class TimeFormat {
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("TZH:TZM", "%z");
        PARTS.put("TZHTZM", "%z");
        PARTS.put("TZH", "%z");
        PARTS.put("YYYY", "%Y");
        PARTS.put("YY", "%y");
        PARTS.put("MMMM", "%B");
        PARTS.put("MON", "%b");
        PARTS.put("MM", "%m");
        PARTS.put("DD", "%d");
        PARTS.put("DY", "%a");
        PARTS.put("HH24", "%H");
        PARTS.put("HH12", "%I");
        PARTS.put("AM", "%p");
        PARTS.put("PM", "%p");
        PARTS.put("MI", "%M");
        PARTS.put("SS", "%S");
        PARTS.put("FF9", "%n");
        PARTS.put("FF6", "%f");
        PARTS.put("FF3", "%g");
        PARTS.put("FF", "%f");
    }

    private TimeFormat() {}

    /**
     * Returns the format as DuckDB writes it.
     *
     * @throws SnowflakeError 000002 if a part of it is not known
     */
    static String duck(String format) {
        StringBuilder duck = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if (c == '"') {
                int end = format.indexOf('"', at + 1);
                if (end < 0) {
                    throw SnowflakeError.unsupported("time format with an open quote");
                }
                duck.append(format, at + 1, end);
                at = end + 1;
                continue;
            }
            String rest = format.substring(at).toUpperCase(Locale.ROOT);
            int start = at;
            for (Map.Entry<String, String> part : PARTS.entrySet()) {
                if (rest.startsWith(part.getKey())) {
                    duck.append(part.getValue());
                    at += part.getKey().length();
                    break;
                }
            }
            if (at > start) {
                continue;
            }
            boolean t = (c == 'T' || c == 't') && !rest.startsWith("TZ");
            if (Character.isLetter(c) && !t) {
                throw SnowflakeError.unsupported("time format '" + format + "'");
            }
            duck.append(c == '%' ? "%%" : String.valueOf(c));
            at++;
        }
        return duck.toString();
    }
}
