package dev.scd2.snowflake.standin;

/** A refusal as Snowflake words it: a code of six digits, an SQL state, a message. */
final class SnowflakeError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String state;

    SnowflakeError(String code, String state, String message) {
        super(message);
        this.code = code;
        this.state = state;
    }

    String code() {
        return code;
    }

    String state() {
        return state;
    }

    static SnowflakeError syntax(String unexpected, int position) {
        return new SnowflakeError(
                "001003",
                "42000",
                "SQL compilation error:\nsyntax error line 1 at position " + position + " unexpected '" + unexpected
                        + "'.");
    }

    static SnowflakeError syntax(Token unexpected) {
        return syntax(unexpected.text(), unexpected.start());
    }

    static SnowflakeError unsupported(String feature) {
        return new SnowflakeError("000002", "0A000", "Unsupported feature '" + feature + "'.");
    }

    static SnowflakeError compilation(String code, String state, String message) {
        return new SnowflakeError(code, state, "SQL compilation error:\n" + message);
    }

    static SnowflakeError missing(String what, String name) {
        return compilation(
                "002003",
                what.equals("Table") || what.equals("Object") ? "42S02" : "02000",
                what + " '" + name + "' does not exist or not authorized.");
    }

    static SnowflakeError exists(String name) {
        return compilation("002002", "42710", "Object '" + name + "' already exists.");
    }
}
