package dev.scd2.snowflake.internal;

import dev.scd2.snowflake.SnowflakeDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How names and texts are written in a statement, and how the names that SHOW answers with are read. */
public final class Spelling {
    private Spelling() {}

    /**
     * Returns a name with every part quoted, so that its case is kept.
     *
     * @param parts  from the outermost: database, schema, object
     */
    public static String quoted(String... parts) {
        return Stream.of(parts).map(Spelling::quotedPart).collect(Collectors.joining("."));
    }

    /**
     * Returns a name as the histories spell theirs: a part of small letters, digits and underscores in capitals, so that
     * people can write it without quotes; any other keeps its case.
     *
     * @param parts  from the outermost: database, schema, object
     */
    public static String declared(String... parts) {
        return Stream.of(parts).map(SnowflakeDialect.INSTANCE::quote).collect(Collectors.joining("."));
    }

    private static String quotedPart(String part) {
        return '"' + part.replace("\"", "\"\"") + '"';
    }

    /** Returns a text as a literal. Snowflake reads a backslash in one as the beginning of an escape. */
    public static String literal(String text) {
        return '\'' + text.replace("\\", "\\\\").replace("'", "''") + '\'';
    }

    /**
     * Reads a qualified name, whose parts may be quoted or not.
     *
     * @return its parts, from the outermost, as they are stored
     */
    public static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' && inside && i + 1 < name.length() && name.charAt(i + 1) == '"') {
                part.append(c);
                i++;
            } else if (c == '"') {
                inside = !inside;
            } else if (c == '.' && !inside) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return List.copyOf(parts);
    }

    /** Returns a text with every run of white space as one blank, so that two layouts of one statement are equal. */
    public static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
