package dev.scd2.snowflake.standin;

import dev.scd2.snowflake.standin.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Options of the form NAME = value, where a value is a word, a text, a number, or a list or other options in brackets. */
final class Options {
    static final Options NONE = new Options(Map.of());

    private final Map<String, Object> values;

    private Options(Map<String, Object> values) {
        this.values = values;
    }

    /** Returns options that name a file format. */
    static Options named(String format) {
        return new Options(Map.of("FORMAT_NAME", format));
    }

    /** Takes options until something else comes. */
    static Options read(Words words) {
        Map<String, Object> values = new LinkedHashMap<>();
        while (words.peek().isName() && words.ahead(1).isSymbol("=")) {
            String name = words.next().text().toUpperCase(Locale.ROOT);
            words.next();
            values.put(name, value(words));
            words.acceptSymbol(",");
        }
        return new Options(values);
    }

    private static Object value(Words words) {
        if (words.peek().isSymbol("(")) {
            Tokens inside = words.bracket();
            if (inside.at(1).isSymbol("=")) {
                Words nested = new Words(inside);
                Options options = read(nested);
                nested.end();
                return options;
            }
            List<String> list = new ArrayList<>();
            for (Tokens part : inside.split()) {
                list.add(part.at(0).text());
            }
            return list;
        }
        Token token = words.next();
        if (token.kind() == Kind.SYMBOL && !token.text().equals("-")) {
            throw SnowflakeError.syntax(token);
        }
        StringBuilder text = new StringBuilder(token.text());
        while (token.kind() != Kind.STRING
                && words.peek().isSymbol(".")
                && words.ahead(1).isName()) {
            words.next();
            text.append('.').append(words.next().text());
        }
        return text.toString();
    }

    Options plus(Options more) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(more.values);
        return new Options(all);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        Object value = values.get(name);
        if (value instanceof String text) {
            return text;
        }
        throw SnowflakeError.compilation("001008", "22023", "invalid value for option '" + name + "'");
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        String value = text(name, otherwise ? "TRUE" : "FALSE").toUpperCase(Locale.ROOT);
        if (!value.equals("TRUE") && !value.equals("FALSE")) {
            throw SnowflakeError.compilation("001008", "22023", "invalid value for option '" + name + "'");
        }
        return value.equals("TRUE");
    }

    int number(String name, int otherwise) {
        try {
            return has(name) ? Integer.parseInt(text(name)) : otherwise;
        } catch (NumberFormatException e) {
            throw SnowflakeError.compilation("001008", "22023", "invalid value for option '" + name + "'");
        }
    }

    List<String> list(String name) {
        Object value = values.get(name);
        if (value instanceof List<?> list) {
            return list.stream().map(Object::toString).toList();
        }
        return value == null ? List.of() : List.of(text(name));
    }

    /** Returns the options in the brackets of {@code name}; a bare word or text is the name of a format. */
    Options nested(String name) {
        Object value = values.get(name);
        if (value instanceof Options nested) {
            return nested;
        }
        if (value instanceof String format) {
            return named(format);
        }
        return NONE;
    }

    /**
     * Refuses any option that is not one of {@code known}.
     *
     * @throws SnowflakeError 000002 with the name of the option
     */
    void only(String where, String... known) {
        Set<String> names = Set.of(known);
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw SnowflakeError.unsupported(where + " " + name);
            }
        }
    }
}
