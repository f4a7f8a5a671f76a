package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** TO_... and TRY_TO_...: functions that make a value of another type. */
final class Conversions {
    private static final Map<String, String> TIMES = Map.of(
            "TIMESTAMP", "ntz",
            "TIMESTAMP_NTZ", "ntz",
            "TIMESTAMP_LTZ", "tz",
            "TIMESTAMP_TZ", "tz");

    private Conversions() {}

    /** Writes the call and returns true, or returns false if there is no such function. */
    static boolean call(String name, List<Tokens> arguments, List<Token> out) {
        boolean attempt = name.startsWith("TRY_TO_");
        String type = attempt ? name.substring(7) : name.startsWith("TO_") ? name.substring(3) : "";
        if (name.endsWith("_FROM_PARTS")) {
            return parts(name, arguments, out);
        }
        if (type.isEmpty() && (TIMES.containsKey(name) || name.equals("DATE"))) {
            type = name;
        }
        if (arguments.isEmpty()) {
            return false;
        }
        if (TIMES.containsKey(type)) {
            timestamp(attempt, TIMES.getOrDefault(type, ""), arguments, out);
            return true;
        }
        switch (type) {
            case "DATE" -> date(attempt, arguments, out);
            case "VARCHAR", "CHAR" -> text(arguments, out);
            case "NUMBER", "DECIMAL", "NUMERIC" -> number(attempt, arguments, out);
            case "BOOLEAN" -> cast(attempt, arguments.get(0), "BOOLEAN", out);
            case "DOUBLE" -> cast(attempt, arguments.get(0), "DOUBLE", out);
            case "BINARY" -> binary(attempt, arguments, out);
            case "JSON" -> cast(false, arguments.get(0), "VARCHAR", out);
            default -> {
                if (!name.equals("PARSE_JSON") && !name.equals("TRY_PARSE_JSON") && !name.equals("TO_VARIANT")) {
                    return false;
                }
                cast(name.startsWith("TRY"), arguments.get(0), "JSON", out);
            }
        }
        return true;
    }

    private static void cast(boolean attempt, Tokens value, String type, List<Token> out) {
        out.add(Token.symbol(attempt ? "TRY_CAST(" : "CAST("));
        out.addAll(value.list());
        out.add(Token.symbol("AS " + type + ")"));
    }

    private static boolean parts(String name, List<Tokens> arguments, List<Token> out) {
        switch (name) {
            case "DATE_FROM_PARTS" -> Functions.emit("memory.sf.date_from_parts", arguments, out);
            case "TIMESTAMP_FROM_PARTS", "TIMESTAMP_NTZ_FROM_PARTS" ->
                Functions.emit("memory.sf.ntz_parts", arguments, out);
            case "TIMESTAMP_LTZ_FROM_PARTS", "TIMESTAMP_TZ_FROM_PARTS" ->
                Functions.emit("memory.sf.tz_parts", arguments, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void timestamp(boolean attempt, String zone, List<Tokens> arguments, List<Token> out) {
        boolean zoned = zone.equals("tz");
        if (arguments.size() == 1) {
            Functions.emit("memory.sf." + (attempt ? "try_" : "to_") + zone, arguments, out);
        } else if (arguments.get(1).at(0).kind() == Kind.NUMBER) {
            out.add(Token.symbol(zoned ? "timezone('UTC'," : "("));
            Functions.emit("memory.sf.scaled_ts", arguments, out);
            out.add(Token.symbol(")"));
        } else {
            parsed(attempt, arguments, out);
            out.add(Token.symbol(zoned ? "::TIMESTAMPTZ" : "::TIMESTAMP"));
        }
    }

    private static void parsed(boolean attempt, List<Tokens> arguments, List<Token> out) {
        Token format = arguments.get(1).at(0);
        if (format.kind() != Kind.STRING) {
            throw SnowflakeError.unsupported("time format that is no literal");
        }
        Tokens duck = new Tokens(List.of(Token.string(TimeFormat.duck(format.text()))));
        Functions.emit(attempt ? "try_strptime" : "strptime", List.of(arguments.get(0), duck), out);
    }

    private static void date(boolean attempt, List<Tokens> arguments, List<Token> out) {
        if (arguments.size() == 1) {
            cast(attempt, arguments.get(0), "DATE", out);
        } else {
            parsed(attempt, arguments, out);
            out.add(Token.symbol("::DATE"));
        }
    }

    private static void text(List<Tokens> arguments, List<Token> out) {
        if (arguments.size() == 1) {
            cast(false, arguments.get(0), "VARCHAR", out);
            return;
        }
        Token format = arguments.get(1).at(0);
        if (format.kind() != Kind.STRING) {
            throw SnowflakeError.unsupported("time format that is no literal");
        }
        String word = format.text().toUpperCase(Locale.ROOT);
        if (word.equals("HEX")) {
            Functions.emit("hex", arguments.subList(0, 1), out);
        } else if (word.equals("UTF-8") || word.equals("UTF8")) {
            Functions.emit("decode", arguments.subList(0, 1), out);
        } else if (word.equals("BASE64")) {
            Functions.emit("to_base64", arguments.subList(0, 1), out);
        } else if (word.matches("X+")) {
            Tokens width = new Tokens(List.of(Token.symbol(String.valueOf(word.length()))));
            Functions.emit("memory.sf.hex_digits", List.of(arguments.get(0), width), out);
        } else {
            Tokens duck = new Tokens(List.of(Token.string(TimeFormat.duck(format.text()))));
            Functions.emit("strftime", List.of(arguments.get(0), duck), out);
        }
    }

    private static void number(boolean attempt, List<Tokens> arguments, List<Token> out) {
        String precision = arguments.size() > 1 ? arguments.get(1).at(0).text() : "38";
        String scale = arguments.size() > 2 ? arguments.get(2).at(0).text() : "0";
        if (!precision.chars().allMatch(Character::isDigit) || !scale.chars().allMatch(Character::isDigit)) {
            throw SnowflakeError.unsupported("number format");
        }
        cast(attempt, arguments.get(0), "DECIMAL(" + precision + "," + scale + ")", out);
    }

    private static void binary(boolean attempt, List<Tokens> arguments, List<Token> out) {
        String format = arguments.size() > 1 ? Functions.word(arguments.get(1)) : "hex";
        String function = switch (format) {
            case "hex" -> "unhex";
            case "utf-8", "utf8" -> "encode";
            case "base64" -> "from_base64";
            default -> throw SnowflakeError.unsupported("binary format '" + format + "'");
        };
        out.add(Token.symbol(attempt ? "TRY(" : "("));
        Functions.emit(function, arguments.subList(0, 1), out);
        out.add(Token.symbol(")"));
    }
}
