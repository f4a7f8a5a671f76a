package dev.scd2.sql;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import java.util.List;
import java.util.stream.Collectors;

/** {@link dev.scd2.dimension.AttributeHash} as an expression of SQL. Immutable. */
final class HashSql {
    /** Bytes of a hash, and hexadecimal digits of a length. */
    private static final int DIGITS = 32;

    private final Layout layout;
    private final List<Column> tracked;

    HashSql(Layout layout) {
        this.layout = layout;
        this.tracked = layout.dimension.attributes().stream()
                .filter(column -> column.policy() == AttributePolicy.TRACK)
                .toList();
    }

    /** Returns whether the database can write a value of this type as the hash has it: not the bits of a double. */
    static boolean canWrite(ColumnType type) {
        return type.kind() != ColumnType.Kind.DOUBLE;
    }

    /** Returns the hash of the tracked attributes of {@code alias}. */
    String of(String alias) {
        if (tracked.isEmpty()) {
            return layout.dialect.sha256("''", DIGITS);
        }
        String content = "";
        for (int i = 0; i < tracked.size(); i++) {
            Column column = tracked.get(i);
            String value = layout.of(alias, column.name());
            content += (i == 0 ? "" : "\n        || ") + "CASE WHEN " + value + " IS NOT NULL THEN "
                    + written(value, column.type())
                    + (isLast(i) ? " ELSE ''" : " WHEN " + restIsNull(alias, i + 1) + " THEN '' ELSE '6e'") + " END";
        }
        return layout.dialect.sha256(content, DIGITS);
    }

    private boolean isLast(int i) {
        return i + 1 == tracked.size();
    }

    private String restIsNull(String alias, int from) {
        return tracked.subList(from, tracked.size()).stream()
                .map(column -> layout.of(alias, column.name()) + " IS NULL")
                .collect(Collectors.joining(" AND "));
    }

    /** A letter for the type, the length in four bytes, the bytes; all in hexadecimal digits. */
    private String written(String value, ColumnType type) {
        Dialect dialect = layout.dialect;
        String text = "CAST(" + value + " AS VARCHAR)";
        return switch (type.kind()) {
            case TEXT -> "'74' || " + dialect.hexLength(dialect.byteLength(value)) + " || " + dialect.hexText(value);
            case LONG -> ascii("6c", text);
            case DECIMAL -> ascii("64", type.scale() == 0 ? text : stripped(text));
            case BOOLEAN -> ascii("62", "CASE WHEN " + value + " THEN 'true' ELSE 'false' END");
            case DATE -> ascii("61", "CAST(" + value + " - DATE '1970-01-01' AS VARCHAR)");
            case TIMESTAMP -> ascii("69", "CAST(" + dialect.epochMicros(value) + " AS VARCHAR)");
            case BYTES ->
                "'78' || " + dialect.hexLength("octet_length(" + value + ")") + " || " + dialect.hexBytes(value);
            case DOUBLE -> throw new IllegalArgumentException("The bits of a double cannot be written in SQL.");
        };
    }

    private String ascii(String letter, String text) {
        return "'" + letter + "' || " + layout.dialect.hexLength("length(" + text + ")") + " || "
                + layout.dialect.hexText(text);
    }

    /** A decimal goes in by value: without the zeros behind the last digit that says something. */
    private static String stripped(String text) {
        return "CASE WHEN " + text + " LIKE '%.%' THEN rtrim(rtrim(" + text + ", '0'), '.') ELSE " + text + " END";
    }
}
