package dev.scd2.dimension;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a version's tracked attributes, the same on every adapter and release.
 *
 * <p>Each value goes in with its type and its length, so null, empty text, {@code 1} and {@code "1"}, and
 * {@code ("ab","c")} and {@code ("a","bc")} all differ. Decimals go in by value (1.0 = 1.00), instants by microsecond;
 * there is one NaN and one zero. Nulls behind the last value are left out, so that a
 * column that is added behind the others changes no hash. Stateless.
 */
public final class AttributeHash {
    /** The algorithm and its version, to be recorded beside the hashes: SHA-256, its first 128 bits, encoding 2. */
    public static final String ALGORITHM = "sha256-128:2";

    private static final int HASH_BYTES = 16;

    private AttributeHash() {}

    /** Returns the hash of the tracked attributes in {@code row}, 32 lower-case hexadecimal digits. */
    public static String of(Dimension dimension, Row row) {
        MessageDigest digest = sha256();
        List<Column> attributes = dimension.attributes();
        int nulls = 0;
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).policy() != AttributePolicy.TRACK) {
                continue;
            }
            Object value = row.isSaid(i) ? row.value(i) : null;
            if (value == null) {
                nulls++;
                continue;
            }
            for (; nulls > 0; nulls--) {
                put(digest, null);
            }
            put(digest, value);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    /** Adds {@code value}, canonical, to {@code digest}: a type letter, the length in four bytes, the bytes. */
    public static void put(MessageDigest digest, @Nullable Object value) {
        if (value == null) {
            digest.update((byte) 'n');
        } else if (value instanceof String text) {
            put(digest, 't', text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Long number) {
            put(digest, 'l', ascii(number.toString()));
        } else if (value instanceof BigDecimal decimal) {
            put(digest, 'd', ascii(plain(decimal)));
        } else if (value instanceof Double number) {
            put(digest, 'f', ascii(Long.toHexString(Double.doubleToLongBits(number))));
        } else if (value instanceof Boolean truth) {
            put(digest, 'b', ascii(truth.toString()));
        } else if (value instanceof LocalDate date) {
            put(digest, 'a', ascii(Long.toString(date.toEpochDay())));
        } else if (value instanceof Instant instant) {
            put(digest, 'i', ascii(Long.toString(micros(instant))));
        } else if (value instanceof Bytes bytes) {
            put(digest, 'x', bytes.toArray());
        } else {
            throw new IllegalArgumentException("Not a canonical value: "
                    + value.getClass().getSimpleName() + ". Pass it through ColumnType.coerce first.");
        }
    }

    /** Returns a new SHA-256 digest. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    private static void put(MessageDigest digest, char type, byte[] content) {
        int length = content.length;
        digest.update((byte) type);
        digest.update((byte) (length >>> 24));
        digest.update((byte) (length >>> 16));
        digest.update((byte) (length >>> 8));
        digest.update((byte) length);
        digest.update(content);
    }

    private static String plain(BigDecimal decimal) {
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
