package dev.scd2.engine.join;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.Key;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are texts, or any bytes, one after the other in one array, as Arrow and Parquet hold them. Immutable.
 *
 * <p>A column holds up to 2 GB of bytes. Two keys are equal if their bytes are.
 */
public final class TextKeys implements KeyColumn {
    /** So many bytes behind the last key may be read: two words. */
    static final int PADDING = 16;

    private final byte[] bytes;
    private final int[] offsets;
    private final int size;
    private final @Nullable BitSet nulls;

    private TextKeys(byte[] bytes, int[] offsets, int size, @Nullable BitSet nulls) {
        this.bytes = bytes;
        this.offsets = offsets;
        this.size = size;
        this.nulls = nulls;
    }

    /** Returns the column of these texts; a null is a row without a key. */
    public static TextKeys of(@Nullable String... texts) {
        Builder builder = new Builder(texts.length);
        for (String text : texts) {
            builder.add(text);
        }
        return builder.build();
    }

    /** Returns a builder that expects about so many rows. */
    public static Builder builder(int rows) {
        return new Builder(rows);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable BitSet nulls() {
        return nulls;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where each key begins; one entry more than keys. */
    int[] offsets() {
        return offsets;
    }

    /** Returns the number of rows; keys are people and are not printed. */
    @Override
    public String toString() {
        return "TextKeys[" + size + "]";
    }

    /** Builds a {@link TextKeys} row by row. Confined to one thread. */
    public static final class Builder {
        private byte[] bytes;
        private int[] offsets;
        private int size;
        private @Nullable BitSet nulls;

        private Builder(int rows) {
            bytes = new byte[Math.max(64, Math.min(rows, 1 << 27) * 12)];
            offsets = new int[rows + 1];
        }

        /** Adds a text, in UTF-8; null for a row without a key. */
        public Builder add(@Nullable String text) {
            return text == null ? addNull() : add(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Adds a key; its bytes are copied. */
        public Builder add(byte[] key) {
            reserve(key.length);
            System.arraycopy(key, 0, bytes, offsets[size], key.length);
            return end(key.length);
        }

        /**
         * Adds a natural key of any columns: each part typed and, but for the last, with its length before it, so that
         * {@code ("ab","c")} and {@code ("a","bc")} differ.
         */
        public Builder add(Key key) {
            int parts = key.parts().size();
            int before = offsets[size];
            int length = 0;
            for (int i = 0; i < parts; i++) {
                byte[] part = bytes(key.part(i));
                reserve(length + part.length + 5);
                int at = before + length;
                if (i < parts - 1) {
                    for (int shift = 24; shift >= 0; shift -= 8) {
                        bytes[at++] = (byte) (part.length >>> shift);
                    }
                    length += 4;
                }
                System.arraycopy(part, 0, bytes, at, part.length);
                length += part.length;
            }
            return end(length);
        }

        /** Adds a row without a key. */
        public Builder addNull() {
            if (nulls == null) {
                nulls = new BitSet();
            }
            nulls.set(size);
            reserve(0);
            return end(0);
        }

        /** Returns the column; the builder must not be used afterwards. */
        public TextKeys build() {
            byte[] kept = Arrays.copyOf(bytes, offsets[size] + PADDING);
            return new TextKeys(kept, Arrays.copyOf(offsets, size + 1), size, nulls);
        }

        private Builder end(int length) {
            offsets[size + 1] = offsets[size] + length;
            size++;
            return this;
        }

        private void reserve(int length) {
            if (size + 2 > offsets.length) {
                offsets = Arrays.copyOf(offsets, offsets.length + (offsets.length >> 1) + 16);
            }
            long needed = (long) offsets[size] + length + PADDING;
            if (needed > bytes.length) {
                if (needed > Integer.MAX_VALUE - 8) {
                    throw new IllegalStateException(
                            "A column of keys holds at most 2 GB. Join the facts in several columns.");
                }
                bytes = Arrays.copyOf(
                        bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 3L / 2)));
            }
        }

        /** The bytes of one canonical value; values of one column are of one type. */
        private static byte[] bytes(Object part) {
            if (part instanceof BigDecimal decimal) {
                return decimal.stripTrailingZeros().toPlainString().getBytes(StandardCharsets.UTF_8);
            }
            if (part instanceof Bytes raw) {
                return raw.toArray();
            }
            return part.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
