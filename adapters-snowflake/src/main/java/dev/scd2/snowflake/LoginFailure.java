package dev.scd2.snowflake;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Why nobody was logged in. The driver's own words are left out, and its exception, too: what it says of a key, a token or a
 * property may quote it. Stateless.
 */
final class LoginFailure {
    private LoginFailure() {}

    static SQLException of(SQLException failure, SnowflakeLogin login) {
        int code = failure.getErrorCode();
        SQLException told = new SQLException(
                "Cannot log in to " + login + ": " + why(code, failure.getSQLState()) + " (error " + code
                        + ", SQLSTATE " + failure.getSQLState() + ").",
                state(failure.getSQLState()),
                code);
        told.setStackTrace(failure.getStackTrace());
        return told;
    }

    /** One that says that nobody was logged in: those of the driver are also those of values, which are not told. */
    private static String state(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("58")) ? state : "28000";
    }

    /** The codes of 39… are those of Snowflake's own clients, in their sources; those of 200… are in the driver's ErrorCode. */
    private static String why(int code, @Nullable String state) {
        return switch (code) {
            case 390100 -> "the user or the secret is wrong. Check both, and the account in the URL";
            case 390144 ->
                "the key is not the one of the user, or the clock of this machine is wrong. Compare the key with"
                        + " RSA_PUBLIC_KEY_FP of DESCRIBE USER";
            case 390189 -> "the role is not granted to the user. Grant it, or name another one";
            case 390303, 390318 -> "the OAuth token is not valid, or not any more. Get a new one";
            case 200045, 200046, 200047 ->
                "the private key cannot be read. It must be PKCS#8 in PEM, with its passphrase if it is encrypted";
            case 200011, 200012, 200028 -> "no user, or no password, key or token is said. Say them";
            case 0 ->
                "08001".equals(state)
                        ? "the driver is missing. Put net.snowflake:snowflake-jdbc on the class path"
                        : unreachable();
            default -> code >= 390_000 && code < 400_000 ? "Snowflake refuses. Look the code up" : unreachable();
        };
    }

    private static String unreachable() {
        return "Snowflake was not reached, or did not answer. Check the URL and the network";
    }
}
