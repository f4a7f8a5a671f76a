package dev.scd2.snowflake.load;

import dev.scd2.snowflake.load.SchemaDrift.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A type, and how much it holds: the length of a text, precision and scale of a number, the digits of a time. */
record ColumnWidth(String family, int length, int scale) {
    private static final Pattern TYPE = Pattern.compile("([A-Z_ ]+)(?:\\((\\d+)(?:\\s*,\\s*(\\d+))?\\))?");
    private static final int LONGEST = 16_777_216;

    static ColumnWidth of(String type) {
        Matcher matcher = TYPE.matcher(type.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return new ColumnWidth(type, 0, 0);
        }
        String family = family(matcher.group(1).strip());
        String length = matcher.group(2);
        String scale = matcher.group(3);
        return new ColumnWidth(
                family,
                length == null ? most(family) : Integer.parseInt(length),
                scale == null ? 0 : Integer.parseInt(scale));
    }

    private static String family(String word) {
        return switch (word) {
            case "TEXT", "STRING", "VARCHAR", "CHAR" -> "VARCHAR";
            case "NUMBER", "DECIMAL", "NUMERIC", "INTEGER", "INT", "BIGINT" -> "NUMBER";
            case "FLOAT", "DOUBLE", "REAL" -> "FLOAT";
            default -> word;
        };
    }

    private static int most(String family) {
        return switch (family) {
            case "VARCHAR" -> LONGEST;
            case "NUMBER" -> 38;
            default -> family.startsWith("TIMESTAMP") ? 9 : 0;
        };
    }

    /** Returns how this, of a file, does not fit into a column; nothing where it fits. */
    Optional<Kind> in(ColumnWidth column) {
        if (!family.equals(column.family)) {
            return Optional.of(Kind.REFUSED);
        }
        if (scale != column.scale) {
            return Optional.of(Kind.REFUSED);
        }
        if (length <= column.length) {
            return Optional.empty();
        }
        return Optional.of(family.startsWith("TIMESTAMP") ? Kind.REFUSED : Kind.WIDENED);
    }

    ColumnWidth widened(ColumnWidth other) {
        return new ColumnWidth(family, Math.max(length, other.length), scale);
    }

    String sql() {
        return family.equals("NUMBER")
                ? "NUMBER(" + length + ", " + scale + ")"
                : family.equals("VARCHAR") ? "VARCHAR(" + length + ")" : family;
    }
}
