package dev.scd2.dimension;

import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column, and the door through which values of it enter.
 *
 * <p>{@link #coerce} returns one canonical Java value per column value, so that {@code equals} is the equality of the
 * law: decimals at the declared scale, instants floored to the microsecond, one NaN and one zero. Immutable.
 *
 * @param kind the family
 * @param precision digits of a decimal, 1 to 38; else 0
 * @param scale digits after the point of a decimal, 0 to precision; else 0
 */
public record ColumnType(Kind kind, int precision, int scale) {
    /** The families of column types, each with the Java class of its canonical value. */
    public enum Kind {
        /** {@link String}. */
        TEXT,
        /** {@link Long}. */
        LONG,
        /** {@link BigDecimal} at the declared scale. */
        DECIMAL,
        /** {@link Double}. */
        DOUBLE,
        /** {@link Boolean}. */
        BOOLEAN,
        /** {@link LocalDate}. */
        DATE,
        /** {@link Instant}, microseconds. */
        TIMESTAMP,
        /** {@link Bytes}. */
        BYTES
    }

    /** Text of any length. */
    public static final ColumnType TEXT = new ColumnType(Kind.TEXT, 0, 0);
    /** Whole numbers of 64 bits. */
    public static final ColumnType LONG = new ColumnType(Kind.LONG, 0, 0);
    /** Floating point of 64 bits. */
    public static final ColumnType DOUBLE = new ColumnType(Kind.DOUBLE, 0, 0);
    /** True or false. */
    public static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN, 0, 0);
    /** Calendar dates without a zone. */
    public static final ColumnType DATE = new ColumnType(Kind.DATE, 0, 0);
    /** Instants, UTC, microseconds. */
    public static final ColumnType TIMESTAMP = new ColumnType(Kind.TIMESTAMP, 0, 0);
    /** Bytes of any length. */
    public static final ColumnType BYTES = new ColumnType(Kind.BYTES, 0, 0);

    private static final Pattern DECIMAL_NAME = Pattern.compile("decimal\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)");
    private static final long EXACT_DOUBLE = 1L << 53;

    /** Refuses a precision or scale that cannot be. */
    public ColumnType {
        boolean fits = kind == Kind.DECIMAL
                ? precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision
                : precision == 0 && scale == 0;
        if (!fits) {
            throw new IllegalArgumentException("A column type " + kind + "(" + precision + "," + scale
                    + ") cannot be: only decimals have a precision, 1 to 38, and a scale, 0 to the precision.");
        }
    }

    /** Returns a decimal type, exact, of {@code precision} digits with {@code scale} of them after the point. */
    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(Kind.DECIMAL, precision, scale);
    }

    /**
     * Returns the type that {@link #toString} wrote: {@code text}, {@code long}, {@code decimal(p,s)}, {@code double},
     * {@code boolean}, {@code date}, {@code timestamp}, {@code bytes}.
     *
     * @throws IllegalArgumentException if the name is none of these
     */
    public static ColumnType named(String name) {
        String lower = name.trim().toLowerCase(Locale.ROOT);
        Matcher decimal = DECIMAL_NAME.matcher(lower);
        if (decimal.matches()) {
            return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.DECIMAL && kind.name().toLowerCase(Locale.ROOT).equals(lower)) {
                return new ColumnType(kind, 0, 0);
            }
        }
        throw new IllegalArgumentException("There is no column type '" + name
                + "'. Use text, long, decimal(p,s), double, boolean, date, timestamp or bytes.");
    }

    /**
     * Returns the canonical value of {@code value}; null stays null.
     *
     * @throws IllegalArgumentException if the value is not of this type or does not fit it exactly; the message names
     *     classes, never the value
     */
    public @Nullable Object coerce(@Nullable Object value) {
        if (value == null || (kind == Kind.TEXT && value instanceof String)) {
            return value;
        }
        Object coerced = switch (kind) {
            case TEXT -> text(value);
            case LONG -> wholeNumber(value);
            case DECIMAL -> exactDecimal(value);
            case DOUBLE -> floatingPoint(value);
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case DATE -> value instanceof LocalDate ? value : null;
            case TIMESTAMP -> instant(value);
            case BYTES -> bytes(value);
        };
        if (coerced == null) {
            throw new IllegalArgumentException("A value of class "
                    + value.getClass().getSimpleName() + " is not a " + this + " or does not fit it exactly.");
        }
        return coerced;
    }

    /**
     * Returns the canonical value that {@code text} spells: ISO-8601 dates and instants, {@code true} or {@code false},
     * plain numbers, hexadecimal bytes.
     *
     * @throws IllegalArgumentException if the text spells no value of this type; the message does not repeat it
     */
    public Object parse(String text) {
        Object value;
        try {
            value = coerce(read(text));
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException("A text does not spell a " + this + ".", unreadable);
        }
        if (value == null) {
            throw new IllegalArgumentException("A text does not spell a " + this + ".");
        }
        return value;
    }

    private @Nullable Object read(String text) {
        return switch (kind) {
            case TEXT -> text;
            case LONG -> Long.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case DOUBLE -> Double.valueOf(text);
            case BOOLEAN ->
                text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP -> OffsetDateTime.parse(text);
            case BYTES -> HexFormat.of().parseHex(text);
        };
    }

    private static @Nullable Object text(Object value) {
        boolean spelled = value instanceof CharSequence
                || value instanceof Character
                || value instanceof Enum<?>
                || value instanceof UUID;
        return spelled ? value.toString() : null;
    }

    private static @Nullable Long wholeNumber(Object value) {
        if (value instanceof Long whole) {
            return whole;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof BigInteger big && big.bitLength() < 64 ? (Long) big.longValue() : null;
    }

    private @Nullable Object exactDecimal(Object value) {
        BigDecimal decimal = decimalOf(value);
        if (decimal == null || !isNear(decimal)) {
            return null;
        }
        try {
            BigDecimal scaled = decimal.setScale(scale, RoundingMode.UNNECESSARY);
            return scaled.precision() <= precision ? scaled : null;
        } catch (ArithmeticException finerThanTheScale) {
            return null;
        }
    }

    /** Whether a scaled copy has no more digits than the number has and this type holds: 1e100000000 would have a hundred million. */
    private boolean isNear(BigDecimal decimal) {
        long finer = (long) decimal.scale() - scale;
        long digits = (long) decimal.precision() - finer;
        return decimal.signum() == 0 || (digits > 0 && digits <= precision);
    }

    private static @Nullable BigDecimal decimalOf(Object value) {
        if (value instanceof BigDecimal exact) {
            return exact;
        }
        if (value instanceof BigInteger big) {
            return new BigDecimal(big);
        }
        if (value instanceof Double || value instanceof Float) {
            return Double.isFinite(((Number) value).doubleValue()) ? new BigDecimal(value.toString()) : null;
        }
        Long whole = wholeNumber(value);
        return whole == null ? null : BigDecimal.valueOf(whole);
    }

    private static @Nullable Object floatingPoint(Object value) {
        double number;
        if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
            number = ((Number) value).doubleValue();
            if (value instanceof BigDecimal && Double.isInfinite(number)) {
                return null;
            }
        } else {
            Long whole = wholeNumber(value);
            if (whole == null || Math.abs(whole) > EXACT_DOUBLE) {
                return null;
            }
            number = whole;
        }
        return number == 0.0 ? (Double) 0.0 : Double.isNaN(number) ? (Double) Double.NaN : (Double) number;
    }

    private static @Nullable Object instant(Object value) {
        Instant instant = null;
        if (value instanceof Instant exact) {
            instant = exact;
        } else if (value instanceof OffsetDateTime offset) {
            instant = offset.toInstant();
        } else if (value instanceof ZonedDateTime zoned) {
            instant = zoned.toInstant();
        }
        return instant != null && Instants.isInRange(instant) ? Instants.ofMicros(Instants.toMicros(instant)) : null;
    }

    private static @Nullable Object bytes(Object value) {
        if (value instanceof byte[] array) {
            return Bytes.of(array);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return Bytes.of(copy);
        }
        return value instanceof Bytes ? value : null;
    }

    /** Returns the name that {@link #named} reads. */
    @Override
    public String toString() {
        return kind == Kind.DECIMAL
                ? "decimal(" + precision + "," + scale + ")"
                : kind.name().toLowerCase(Locale.ROOT);
    }
}
