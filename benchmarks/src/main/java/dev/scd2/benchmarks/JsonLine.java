package dev.scd2.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One measurement as a line of JSON. Stateless. */
public final class JsonLine {
    private JsonLine() {}

    /** Returns the object of these names and values. */
    public static String of(Map<String, Object> line) {
        return line.entrySet().stream()
                .map(entry -> text(entry.getKey()) + ":" + value(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Object value) {
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.3f", number);
        }
        if (value instanceof double[] numbers) {
            return value(java.util.Arrays.stream(numbers).boxed().toList());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(JsonLine::value).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof Number ? value.toString() : text(value.toString());
    }

    private static String text(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + '"';
    }
}
