package dev.scd2.snowflake.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Functions whose arguments are put in another way for DuckDB. */
final class SpecialFunctions {
    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("year", "year"),
            Map.entry("years", "year"),
            Map.entry("yyyy", "year"),
            Map.entry("y", "year"),
            Map.entry("quarter", "quarter"),
            Map.entry("month", "month"),
            Map.entry("months", "month"),
            Map.entry("mon", "month"),
            Map.entry("mm", "month"),
            Map.entry("week", "week"),
            Map.entry("day", "day"),
            Map.entry("days", "day"),
            Map.entry("d", "day"),
            Map.entry("dd", "day"),
            Map.entry("hour", "hour"),
            Map.entry("hours", "hour"),
            Map.entry("hh", "hour"),
            Map.entry("h", "hour"),
            Map.entry("minute", "minute"),
            Map.entry("minutes", "minute"),
            Map.entry("mi", "minute"),
            Map.entry("min", "minute"),
            Map.entry("second", "second"),
            Map.entry("seconds", "second"),
            Map.entry("s", "second"),
            Map.entry("sec", "second"),
            Map.entry("millisecond", "millisecond"),
            Map.entry("milliseconds", "millisecond"),
            Map.entry("ms", "millisecond"),
            Map.entry("microsecond", "microsecond"),
            Map.entry("microseconds", "microsecond"),
            Map.entry("us", "microsecond"));

    private SpecialFunctions() {}

    /** Writes the call and returns true, or returns false if there is no such function. */
    static boolean call(String name, List<Tokens> arguments, Session session, List<Token> out) {
        switch (name) {
            case "CURRENT_TIMESTAMP", "SYSDATE", "GETDATE", "SYSTIMESTAMP" ->
                raw(name.equals("SYSDATE") ? "now()::TIMESTAMP" : "now()", out);
            case "LOCALTIMESTAMP" -> raw("now()", out);
            case "CURRENT_DATE" -> raw("now()::DATE", out);
            case "CURRENT_DATABASE" -> raw(Names.literal(session.database()), out);
            case "CURRENT_SCHEMA" -> raw(Names.literal(session.schema()), out);
            case "CURRENT_ROLE" -> raw(Names.literal(session.role()), out);
            case "CURRENT_WAREHOUSE" -> raw(Names.literal(session.warehouse()), out);
            case "CURRENT_USER" -> raw(Names.literal(session.user()), out);
            case "CURRENT_ACCOUNT" -> raw("'STANDIN'", out);
            case "CURRENT_VERSION" -> raw("'9.0.0'", out);
            case "CURRENT_SESSION" -> raw("'" + session.number() + "'", out);
            case "CURRENT_TRANSACTION" ->
                raw(session.transaction().isOpen() ? "'" + session.transaction().number() + "'" : "NULL::VARCHAR", out);
            case "DATEADD", "TIMEADD", "TIMESTAMPADD" ->
                Functions.emit("memory.sf.add_" + part(arguments), arguments.subList(1, arguments.size()), out);
            case "DATEDIFF", "TIMEDIFF", "TIMESTAMPDIFF" ->
                Functions.emit("date_diff", quotedPart(part(arguments), arguments), out);
            case "DATE_TRUNC" -> Functions.emit("memory.sf.trunc_" + part(arguments), arguments.subList(1, 2), out);
            case "DATE_PART" -> datePart(arguments, out);
            case "GREATEST", "LEAST" -> extreme(name, arguments, out);
            case "HASH" -> {
                raw("(", out);
                Functions.emit("hash", arguments, out);
                raw("::HUGEINT - 9223372036854775808)::BIGINT", out);
            }
            case "OBJECT_CONSTRUCT" -> {
                raw("json_merge_patch('{}',", out);
                Functions.emit("json_object", arguments, out);
                raw(")", out);
            }
            case "COLLATE" -> {
                CreateTable.utf8(arguments.get(1).at(0).text());
                out.addAll(arguments.get(0).list());
            }
            case "SEQ4", "SEQ8" -> raw("\"GENERATED\"", out);
            default -> {
                return Conversions.call(name, arguments, out);
            }
        }
        return true;
    }

    private static void raw(String sql, List<Token> out) {
        out.add(Token.symbol(sql));
    }

    private static String part(List<Tokens> arguments) {
        if (arguments.isEmpty()) {
            throw SnowflakeError.syntax(")", 0);
        }
        String word = Functions.word(arguments.get(0));
        String part = PARTS.get(word);
        if (part == null) {
            throw SnowflakeError.compilation("001049", "22023", "'" + word + "' is not a valid date/time component");
        }
        return part;
    }

    private static List<Tokens> quotedPart(String part, List<Tokens> arguments) {
        List<Tokens> quoted = new ArrayList<>(arguments);
        quoted.set(0, new Tokens(List.of(Token.string(part))));
        return quoted;
    }

    private static void datePart(List<Tokens> arguments, List<Token> out) {
        String word = Functions.word(arguments.get(0));
        String function = switch (word) {
            case "epoch_second", "epoch" -> "memory.sf.epoch_second";
            case "epoch_millisecond", "epoch_milliseconds" -> "memory.sf.epoch_millisecond";
            case "epoch_microsecond", "epoch_microseconds" -> "epoch_us";
            case "epoch_nanosecond", "epoch_nanoseconds" -> "epoch_ns";
            case "dayofweek", "dow", "weekday" -> "dayofweek";
            case "dayofweekiso", "dow_iso" -> "isodow";
            case "dayofyear", "doy", "yearday" -> "dayofyear";
            default -> part(arguments);
        };
        Functions.emit(function, arguments.subList(1, arguments.size()), out);
    }

    /** Null when one of the arguments is null, which DuckDB would ignore. */
    private static void extreme(String name, List<Tokens> arguments, List<Token> out) {
        raw("CASE WHEN", out);
        for (int i = 0; i < arguments.size(); i++) {
            if (i > 0) {
                out.add(Token.word("OR"));
            }
            raw("(", out);
            out.addAll(arguments.get(i).list());
            raw(") IS NULL", out);
        }
        raw("THEN NULL ELSE", out);
        Functions.emit(name, arguments, out);
        raw("END", out);
    }
}
