package dev.scd2.snowflake.standin;

/** A field of a CSV file as a value of a column: an expression that is null if it is none. */
final class FieldValue {
    private FieldValue() {}

    static String of(String field, String type, FileFormat format) {
        return switch (type) {
            case "VARCHAR" -> field;
            case "JSON" -> "TRY_CAST(" + field + " AS JSON)";
            case "BLOB" ->
                switch (format.binary()) {
                    case "BASE64" -> "TRY(from_base64(" + field + "))";
                    case "HEX" -> "TRY(unhex(" + field + "))";
                    default -> "encode(" + field + ")";
                };
            case "DATE" ->
                format.dates().equalsIgnoreCase("AUTO")
                        ? "TRY_CAST(" + field + " AS DATE)"
                        : "TRY_CAST(try_strptime(" + field + ", " + Names.literal(TimeFormat.duck(format.dates()))
                                + ") AS DATE)";
            case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" ->
                format.timestamps().equalsIgnoreCase("AUTO")
                        ? "TRY_CAST(" + field + " AS " + type + ")"
                        : "TRY_CAST(try_strptime(" + field + ", " + Names.literal(TimeFormat.duck(format.timestamps()))
                                + ") AS " + type + ")";
            default -> "TRY_CAST(" + field + " AS " + type + ")";
        };
    }
}
