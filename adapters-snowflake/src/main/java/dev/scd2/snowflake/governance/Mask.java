package dev.scd2.snowflake.governance;

import static dev.scd2.snowflake.internal.Spelling.literal;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a role sees of a column's value. A mask gives a value of the column's own type, as masking policies must. Immutable.
 */
public final class Mask implements Comparable<Mask> {
    private static final String VALUE = "\"val\"";
    /** Areas of three digits with at most 20,000 people by the census of 2000, as the guidance on de-identification lists them. */
    private static final List<String> SMALL_AREAS = List.of(
            "036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878", "879", "884",
            "890", "893");
    /** How old is as old as it gets: older people are few. */
    private static final int OLDEST = 90;

    private static final String TEXT = "text";
    private static final String NUMBER = "number";
    private static final String DAY = "day or time";
    private static final String ANY = "any";

    /** How little it hides; the most open mask of a session's roles counts. */
    private final int closeness;

    private final String name;
    private final String appliesTo;
    private final String expression;

    private Mask(int closeness, String name, String appliesTo, String expression) {
        this.closeness = closeness;
        this.name = name;
        this.appliesTo = appliesTo;
        this.expression = expression;
    }

    /** Shows the value. */
    public static Mask clear() {
        return new Mask(0, "clear", ANY, VALUE);
    }

    /**
     * Shows a code, or a replacement for codes that begin with one of the given texts, such as those of sensitive
     * diagnoses.
     *
     * @throws IllegalArgumentException if no beginning is given
     */
    public static Mask grouped(List<String> beginnings, String replacement) {
        if (beginnings.isEmpty()) {
            throw new IllegalArgumentException("A grouping mask needs the beginnings of the codes that it groups.");
        }
        String listed = beginnings.stream()
                .map(beginning -> "STARTSWITH(" + VALUE + ", " + literal(beginning) + ")")
                .collect(Collectors.joining(" OR "));
        return new Mask(1, "grouped", TEXT, "IFF(" + listed + ", " + literal(replacement) + ", " + VALUE + ")");
    }

    /** Shows a text as the token that {@link Governance.Builder#tokenFunction} makes of it: equal values, equal tokens. */
    public static Mask token() {
        return new Mask(2, "token", TEXT, "");
    }

    /** Shows the first day of the month. */
    public static Mask month() {
        return new Mask(3, "month", DAY, "DATE_TRUNC('MONTH', " + VALUE + ")");
    }

    /** Shows the first three digits of a postal code, and 000 where few people live in that area. */
    public static Mask zip3() {
        String areas = SMALL_AREAS.stream().map(area -> "'" + area + "'").collect(Collectors.joining(", "));
        return new Mask(
                4, "zip3", TEXT, "IFF(LEFT(" + VALUE + ", 3) IN (" + areas + "), '000', LEFT(" + VALUE + ", 3))");
    }

    /**
     * Shows the lower edge of the band that a number lies in.
     *
     * @param width  how wide a band is, greater than zero
     */
    public static Mask band(BigDecimal width) {
        if (width.signum() <= 0) {
            throw new IllegalArgumentException("A band is wider than zero, not " + width.toPlainString() + ".");
        }
        String wide = width.stripTrailingZeros().toPlainString();
        return new Mask(5, "band", NUMBER, "FLOOR(" + VALUE + " / " + wide + ") * " + wide);
    }

    /** Shows the first day of the year, and of a date of birth none that is more than 90 years ago. */
    public static Mask year() {
        return new Mask(
                6,
                "year",
                DAY,
                "GREATEST(DATE_TRUNC('YEAR', " + VALUE + "), DATE_TRUNC('YEAR', DATEADD(YEAR, -" + OLDEST
                        + ", CURRENT_DATE())))");
    }

    /** Shows NULL, as to everybody whom a class does not name. */
    public static Mask hidden() {
        return new Mask(7, "hidden", ANY, "NULL");
    }

    String name() {
        return name;
    }

    boolean isToken() {
        return name.equals("token");
    }

    /** Returns the expression over the argument of the policy. */
    String expression(String tokenFunction, String type) {
        if (isToken()) {
            return tokenFunction + "(" + VALUE + ")";
        }
        return name.equals("clear") || name.equals("hidden") || appliesTo.equals(TEXT)
                ? expression
                : "CAST(" + expression + " AS " + type + ")";
    }

    boolean fits(String type) {
        String base = type.replaceAll("\\(.*", "").strip();
        return switch (appliesTo) {
            case TEXT -> List.of("VARCHAR", "TEXT", "STRING", "CHAR").contains(base);
            case NUMBER ->
                List.of("NUMBER", "DECIMAL", "NUMERIC", "INTEGER", "BIGINT", "FLOAT", "DOUBLE")
                        .contains(base);
            case DAY -> base.equals("DATE") || base.startsWith("TIMESTAMP");
            default -> true;
        };
    }

    String appliesTo() {
        return appliesTo;
    }

    @Override
    public int compareTo(Mask other) {
        int by = Integer.compare(closeness, other.closeness);
        return by != 0 ? by : expression.compareTo(other.expression);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask mask && closeness == mask.closeness && expression.equals(mask.expression);
    }

    @Override
    public int hashCode() {
        return 31 * closeness + expression.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
