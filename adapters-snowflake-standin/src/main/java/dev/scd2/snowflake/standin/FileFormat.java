package dev.scd2.snowflake.standin;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How files are written, with the defaults of Snowflake.
 *
 * @param type  CSV, PARQUET or JSON
 * @param quote  what may enclose a field, or null
 * @param escape  what escapes in an enclosed field, or null
 * @param escapeUnenclosed  what escapes in any other field, or null
 */
record FileFormat(
        String type,
        String delimiter,
        @Nullable Character quote,
        @Nullable Character escape,
        @Nullable Character escapeUnenclosed,
        int skip,
        boolean header,
        boolean emptyIsNull,
        boolean trim,
        boolean sameColumnCount,
        boolean skipBlank,
        List<String> nulls,
        String binary,
        String timestamps,
        String dates,
        String compression,
        boolean stripOuterArray) {

    static FileFormat of(Options options) {
        String type = options.text("TYPE", "CSV").toUpperCase(Locale.ROOT);
        switch (type) {
            case "CSV" ->
                options.only(
                        "file format option",
                        "TYPE",
                        "FIELD_DELIMITER",
                        "RECORD_DELIMITER",
                        "FIELD_OPTIONALLY_ENCLOSED_BY",
                        "ESCAPE",
                        "ESCAPE_UNENCLOSED_FIELD",
                        "SKIP_HEADER",
                        "PARSE_HEADER",
                        "EMPTY_FIELD_AS_NULL",
                        "TRIM_SPACE",
                        "ERROR_ON_COLUMN_COUNT_MISMATCH",
                        "SKIP_BLANK_LINES",
                        "NULL_IF",
                        "BINARY_FORMAT",
                        "TIMESTAMP_FORMAT",
                        "DATE_FORMAT",
                        "COMPRESSION",
                        "ENCODING",
                        "COMMENT");
            case "PARQUET" ->
                options.only(
                        "file format option",
                        "TYPE",
                        "COMPRESSION",
                        "BINARY_AS_TEXT",
                        "USE_LOGICAL_TYPE",
                        "USE_VECTORIZED_SCANNER",
                        "SNAPPY_COMPRESSION",
                        "COMMENT");
            case "JSON" -> options.only("file format option", "TYPE", "COMPRESSION", "STRIP_OUTER_ARRAY", "COMMENT");
            default -> throw SnowflakeError.unsupported("file format type " + type);
        }
        if (!options.text("ENCODING", "UTF8").replace("-", "").equalsIgnoreCase("UTF8")) {
            throw SnowflakeError.unsupported("file format option ENCODING = " + options.text("ENCODING"));
        }
        String lineEnd = options.text("RECORD_DELIMITER", "\n");
        if (!List.of("\n", "\r\n", "NONE").contains(lineEnd)) {
            throw SnowflakeError.unsupported("file format option RECORD_DELIMITER of this kind");
        }
        String compression = options.text("COMPRESSION", "AUTO").toUpperCase(Locale.ROOT);
        if (!List.of("AUTO", "GZIP", "NONE", "SNAPPY").contains(compression)) {
            throw SnowflakeError.unsupported("file format option COMPRESSION = " + compression);
        }
        String binary = options.text("BINARY_FORMAT", "HEX").toUpperCase(Locale.ROOT);
        if (!List.of("HEX", "BASE64", "UTF8", "UTF-8").contains(binary)) {
            throw SnowflakeError.unsupported("file format option BINARY_FORMAT = " + binary);
        }
        List<String> nulls =
                options.has("NULL_IF") ? options.list("NULL_IF") : List.of(type.equals("CSV") ? "\\N" : "");
        return new FileFormat(
                type,
                options.text("FIELD_DELIMITER", ","),
                character(options, "FIELD_OPTIONALLY_ENCLOSED_BY", null),
                character(options, "ESCAPE", null),
                character(options, "ESCAPE_UNENCLOSED_FIELD", '\\'),
                options.number("SKIP_HEADER", 0),
                options.flag("PARSE_HEADER", false),
                options.flag("EMPTY_FIELD_AS_NULL", true),
                options.flag("TRIM_SPACE", false),
                options.flag("ERROR_ON_COLUMN_COUNT_MISMATCH", true),
                options.flag("SKIP_BLANK_LINES", false),
                nulls,
                binary,
                options.text("TIMESTAMP_FORMAT", "AUTO"),
                options.text("DATE_FORMAT", "AUTO"),
                compression,
                options.flag("STRIP_OUTER_ARRAY", false));
    }

    private static @Nullable Character character(Options options, String name, @Nullable Character otherwise) {
        if (!options.has(name)) {
            return otherwise;
        }
        String text = options.text(name);
        if (text.equalsIgnoreCase("NONE")) {
            return null;
        }
        if (text.length() != 1) {
            throw SnowflakeError.compilation("001008", "22023", "invalid value for option '" + name + "'");
        }
        return text.charAt(0);
    }
}
