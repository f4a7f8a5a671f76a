package dev.scd2.engine.join;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The {@link Directory} of keys that are bytes. A slot is three words.
 *
 * <p>A key of up to 15 bytes is two words: its bytes, zeros, and its length on top, so that two of them are equal if their
 * words are, and nothing else is read. Of a longer key the first word is a hash and the second has {@link #LONG} on top;
 * below it stands, in a slot, where its bytes are kept, and in a row, which row of the column it came from. Those bytes are
 * compared before a match counts.
 */
final class TextTable extends Directory {
    /** The greatest length of a key that its words hold. */
    static final int SHORT = 15;

    /** The top byte of the second word of a longer key, which makes it negative. */
    static final long LONG = 0xffL << 56;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int STRIDE = 3;
    private static final int LENGTH_BYTES = 4;

    private byte[] kept = new byte[0];
    private int keptBytes;

    TextTable() {
        super(STRIDE);
    }

    /** The first word of a key; at least {@link TextKeys#PADDING} bytes can be read at {@code at}. */
    private static long first(byte[] bytes, int at, int length) {
        if (length > SHORT) {
            return hash(bytes, at, length);
        }
        long word = (long) WORDS.get(bytes, at);
        return length >= 8 ? word : word & ((1L << (8 * length)) - 1);
    }

    /** The second word of a key, which of a longer one says that it is the key of {@code row}. */
    private static long second(byte[] bytes, int at, int length, int row) {
        if (length > SHORT) {
            return LONG | row;
        }
        long top = (long) length << 56;
        return length <= 8 ? top : top | ((long) WORDS.get(bytes, at + 8) & ((1L << (8 * (length - 8))) - 1));
    }

    private static long hash(byte[] bytes, int at, int length) {
        long hash = length * 0x9e3779b97f4a7c15L;
        int end = at + length;
        int i = at;
        for (; i + 8 <= end; i += 8) {
            hash = (hash ^ (long) WORDS.get(bytes, i)) * 0xff51afd7ed558ccdL;
            hash ^= hash >>> 32;
        }
        for (; i < end; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * 0xc4ceb9fe1a85ec53L;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /** Mixes both words; what stands below {@link #LONG} does not count. */
    private static int hash(long first, long second) {
        long counted = second | ((second >> 63) >>> 8);
        long mixed = ((first ^ (first >>> 33)) * 0xff51afd7ed558ccdL) ^ (counted * 0x9e3779b97f4a7c15L);
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (int) (mixed >>> 32);
    }

    @Override
    long bytes() {
        return super.bytes() + kept.length;
    }

    @Override
    void require(KeyColumn column) {
        keys(column);
    }

    private TextKeys keys(KeyColumn column) {
        if (column instanceof TextKeys keys) {
            return keys;
        }
        throw otherKind(column);
    }

    @Override
    void hash(KeyColumn column, int first, int count, int[] into) {
        TextKeys keys = keys(column);
        byte[] bytes = keys.bytes();
        int[] offsets = keys.offsets();
        for (int j = 0; j < count; j++) {
            int at = offsets[first + j];
            int size = offsets[first + j + 1] - at;
            into[j] = hash(first(bytes, at, size), second(bytes, at, size, 0));
        }
    }

    @Override
    void write(KeyColumn column, int first, int count, int[] at, long[] rows) {
        TextKeys keys = keys(column);
        byte[] bytes = keys.bytes();
        int[] offsets = keys.offsets();
        for (int j = 0; j < count; j++) {
            int begin = offsets[first + j];
            int size = offsets[first + j + 1] - begin;
            rows[at[j]] = first(bytes, begin, size);
            rows[at[j] + 1] = second(bytes, begin, size, first + j);
        }
    }

    @Override
    int hash(long[] rows, int at) {
        return hash(rows[at], rows[at + 1]);
    }

    @Override
    boolean equal(KeyColumn column, long[] rows, int a, int b) {
        if (rows[a] != rows[b]) {
            return false;
        }
        if (rows[a + 1] == rows[b + 1]) {
            return true;
        }
        if (rows[a + 1] >= 0 || rows[b + 1] >= 0) {
            return false;
        }
        TextKeys keys = keys(column);
        int one = (int) rows[a + 1];
        int other = (int) rows[b + 1];
        int[] offsets = keys.offsets();
        return Arrays.equals(
                keys.bytes(), offsets[one], offsets[one + 1], keys.bytes(), offsets[other], offsets[other + 1]);
    }

    @Override
    void locate(KeyColumn column, long[] rows, int at, int width, int count, long[] places) {
        long[] slots = slots();
        for (int j = 0; j < count; j++) {
            long first = rows[at + j * width];
            long second = rows[at + j * width + 1];
            int slot = home(hash(first, second));
            long here = (slots[slot] ^ first) | (slots[slot + 1] ^ second);
            long next = (slots[slot + 3] ^ first) | (slots[slot + 4] ^ second);
            long place = next == 0 ? slots[slot + 5] : 0;
            place = here == 0 ? slots[slot + 2] : place;
            if (second < 0 || (place == 0 && slots[slot + 2] != 0 && slots[slot + 5] != 0)) {
                place = get(column, rows, at + j * width);
            }
            places[j] = place == 0 ? Steps.UNKNOWN_KEY : place;
        }
    }

    @Override
    int find(KeyColumn column, long[] rows, int at) {
        long first = rows[at];
        long second = rows[at + 1];
        long[] slots = slots();
        int slot = home(hash(first, second));
        while (slots[slot + 2] != 0
                && !(slots[slot] == first
                        && (second < 0 ? isKept(slots[slot + 1], column, (int) second) : slots[slot + 1] == second))) {
            slot += STRIDE;
        }
        return slot;
    }

    private boolean isKept(long held, KeyColumn column, int row) {
        if (held >= 0) {
            return false;
        }
        TextKeys keys = keys(column);
        int at = keys.offsets()[row];
        int length = keys.offsets()[row + 1] - at;
        int begin = (int) held + LENGTH_BYTES;
        return keptLength((int) held) == length
                && Arrays.equals(kept, begin, begin + length, keys.bytes(), at, at + length);
    }

    private int keptLength(int place) {
        int length = 0;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            length = (length << 8) | (kept[place + i] & 0xff);
        }
        return length;
    }

    @Override
    void occupy(KeyColumn column, long[] rows, int at, int slot) {
        long second = rows[at + 1];
        slots()[slot] = rows[at];
        slots()[slot + 1] = second < 0 ? LONG | keep(keys(column), (int) second) : second;
    }

    private synchronized long keep(TextKeys keys, int row) {
        int at = keys.offsets()[row];
        int length = keys.offsets()[row + 1] - at;
        int place = keptBytes;
        int needed = Math.addExact(keptBytes, LENGTH_BYTES + length);
        if (needed > kept.length) {
            kept = Arrays.copyOf(kept, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, kept.length * 3L / 2)));
        }
        for (int i = 0; i < LENGTH_BYTES; i++) {
            kept[place + i] = (byte) (length >>> (8 * (LENGTH_BYTES - 1 - i)));
        }
        System.arraycopy(keys.bytes(), at, kept, place + LENGTH_BYTES, length);
        keptBytes = needed;
        return place;
    }

    @Override
    void clear(int wanted) {
        super.clear(wanted);
        keptBytes = 0;
    }
}
