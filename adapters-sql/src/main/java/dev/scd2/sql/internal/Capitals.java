package dev.scd2.sql.internal;

import java.util.Locale;
import java.util.regex.Pattern;

/** How names are kept by a database that writes those in capitals that are not quoted. Stateless. */
public final class Capitals {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    private Capitals() {}

    /** Returns a name of small letters, digits and underscores in capitals, so that it can be asked for without quotes. */
    public static String of(String identifier) {
        return PLAIN.matcher(identifier).matches() ? identifier.toUpperCase(Locale.ROOT) : identifier;
    }
}
