package dev.scd2.snowflake.standin;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What DuckDB refuses, told with the codes and in the words of Snowflake; no value of a row is repeated. */
final class DuckErrors {
    private static final Pattern NOT_NULL = Pattern.compile("NOT NULL constraint failed: (?:.*\\.)?(\\S+)");
    private static final Pattern MISSING_SCHEMA = Pattern.compile("because schema \"([^\"]+)\" does not exist");
    private static final Pattern MISSING_TABLE =
            Pattern.compile("(?:Table|View|Sequence|Schema) with name \"?([^\\s\"]+)\"? does not exist");
    private static final Pattern MISSING_COLUMN =
            Pattern.compile("column (?:named |with name )?\"([^\"]+)\"(?: not found| does not exist|$)");
    private static final Pattern MISSING_FUNCTION = Pattern.compile("Function with name (\\S+) does not exist");
    private static final Pattern EXISTS = Pattern.compile("with name \"?([^\\s\"]+)\"? already exists");
    private static final Pattern NEAR = Pattern.compile("syntax error at or near \"([^\"]*)\"");
    private static final Pattern WIDTH = Pattern.compile("has (\\d+) columns but (\\d+) values were supplied");

    private DuckErrors() {}

    static SnowflakeError of(SQLException error) {
        String message = String.valueOf(error.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        String first = message.lines().findFirst().orElse("");
        Matcher matcher = NOT_NULL.matcher(first);
        if (matcher.find()) {
            return new SnowflakeError(
                    "100072", "22000", "NULL result in a non-nullable column '" + Names.told(matcher.group(1)) + "'");
        }
        if (lower.contains("check constraint failed")) {
            return new SnowflakeError("100078", "22000", "String is too long and would be truncated");
        }
        if (lower.contains("division by zero")) {
            return new SnowflakeError("100051", "22012", "Division by zero");
        }
        if (lower.contains("conflict")) {
            return conflict();
        }
        if (lower.startsWith("parser error")) {
            matcher = NEAR.matcher(first);
            return SnowflakeError.syntax(matcher.find() ? matcher.group(1) : "<EOF>", 0);
        }
        if (lower.startsWith("conversion error") || lower.startsWith("out of range error")) {
            return conversion(lower);
        }
        if (lower.contains("cannot affect the same target row")) {
            return Merge.twice();
        }
        matcher = WIDTH.matcher(first);
        if (matcher.find()) {
            return SnowflakeError.compilation(
                    "002020",
                    "21S01",
                    "Insert value list does not match column list expecting " + matcher.group(1) + " but got "
                            + matcher.group(2));
        }
        matcher = MISSING_SCHEMA.matcher(first);
        if (matcher.find()) {
            return SnowflakeError.missing("Schema", Names.told(matcher.group(1)));
        }
        matcher = MISSING_TABLE.matcher(first);
        if (matcher.find()) {
            return SnowflakeError.missing("Object", Names.told(matcher.group(1)));
        }
        matcher = MISSING_COLUMN.matcher(first);
        if (matcher.find()) {
            return SnowflakeError.compilation(
                    "000904",
                    "42000",
                    "error line 1 at position 0\ninvalid identifier '" + Names.told(matcher.group(1)) + "'");
        }
        matcher = MISSING_FUNCTION.matcher(first);
        if (matcher.find()) {
            return SnowflakeError.compilation(
                    "002140", "42601", "Unknown function " + matcher.group(1).toUpperCase(Locale.ROOT));
        }
        matcher = EXISTS.matcher(first);
        if (matcher.find()) {
            return SnowflakeError.exists(Names.told(matcher.group(1)));
        }
        return SnowflakeError.compilation("001003", "42000", "refused by the engine of the stand-in: " + first);
    }

    private static SnowflakeError conversion(String lower) {
        if (lower.contains("timestamp") || lower.contains("timezone")) {
            return new SnowflakeError("100035", "22007", "Timestamp is not recognized");
        }
        if (lower.contains("date")) {
            return new SnowflakeError("100040", "22007", "Date is not recognized");
        }
        if (lower.contains("bool")) {
            return new SnowflakeError("100037", "22018", "Boolean value is not recognized");
        }
        if (lower.contains("convert string")) {
            return new SnowflakeError("100038", "22018", "Numeric value is not recognized");
        }
        if (lower.contains("out of range") || lower.contains("overflow") || lower.contains("decimal(")) {
            return new SnowflakeError("100046", "22003", "Number out of representable range");
        }
        return new SnowflakeError("100038", "22018", "Numeric value is not recognized");
    }

    private static SnowflakeError conflict() {
        return new SnowflakeError(
                "000625",
                "57014",
                "The rows were changed by another transaction since this one began. Snowflake would have waited or read "
                        + "them anew; the engine of the stand-in cannot. Roll back and run the transaction again.");
    }
}
