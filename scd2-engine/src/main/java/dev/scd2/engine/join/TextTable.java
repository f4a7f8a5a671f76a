package dev.scd2.engine.join;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A hash table from bytes to where the steps of that key are: open addressing, linear probing, no deletion.
 *
 * <p>A slot is three words. A key of up to 15 bytes is the first two of them: its bytes, zeros, and its length on top, so
 * that two of them are equal if their words are, and nothing else is read. Of a longer key the first word is a hash and
 * the second, with {@link #LONG} on top, where its bytes are kept; they are compared before a match counts. The third
 * word is as in {@link LongTable}.
 */
final class TextTable {
    /** The greatest length of a key that its slot holds. */
    static final int SHORT = 15;

    /** The top byte of the second word of a longer key. */
    static final long LONG = 0xffL << 56;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SMALLEST = 16;
    private static final int TAIL = 64;
    private static final double MOST_LOAD = 0.75;
    private static final int LENGTH_BYTES = 4;

    private long[] slots;
    private int capacity;
    private int size;
    private byte[] kept = new byte[0];
    private int keptBytes;

    TextTable() {
        capacity = SMALLEST;
        slots = room(capacity);
    }

    private static long[] room(int capacity) {
        return new long[Math.multiplyExact(3, Math.addExact(capacity, TAIL))];
    }

    /** Three words a slot; see above. Not to be changed but for the place of the steps. */
    long[] slots() {
        return slots;
    }

    int capacity() {
        return capacity;
    }

    int size() {
        return size;
    }

    /** The bytes of keys that are too long for their slots. */
    long keptBytes() {
        return kept.length;
    }

    /** The first word of a key; at least {@link TextKeys#PADDING} bytes can be read at {@code at}. */
    static long first(byte[] bytes, int at, int length) {
        if (length > SHORT) {
            return hash(bytes, at, length);
        }
        long word = (long) WORDS.get(bytes, at);
        return length >= 8 ? word : word & ((1L << (8 * length)) - 1);
    }

    /** The second word of a key, without the place of a longer one. */
    static long second(byte[] bytes, int at, int length) {
        if (length > SHORT) {
            return LONG;
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

    /** Where the slot of a key is. */
    static int home(long first, long second, int capacity) {
        long mixed = ((first ^ (first >>> 33)) * 0xff51afd7ed558ccdL) ^ (second * 0x9e3779b97f4a7c15L);
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return 3 * (int) (((mixed >>> 32) * capacity) >>> 32);
    }

    /** Returns where the slot of the key is, or the empty one in which it would be. */
    int find(long first, long second, byte[] bytes, int at, int length) {
        int slot = home(first, second, capacity);
        while (slots[slot + 2] != 0 && !isAt(slot, first, second, bytes, at, length)) {
            slot += 3;
        }
        return slot;
    }

    private boolean isAt(int slot, long first, long second, byte[] bytes, int at, int length) {
        if (slots[slot] != first) {
            return false;
        }
        long held = slots[slot + 1];
        return second == LONG ? isLong(held) && isKept((int) held, bytes, at, length) : held == second;
    }

    private static boolean isLong(long second) {
        return second >>> 56 == LONG >>> 56;
    }

    private boolean isKept(int place, byte[] bytes, int at, int length) {
        int begin = place + LENGTH_BYTES;
        return keptLength(place) == length && Arrays.equals(kept, begin, begin + length, bytes, at, at + length);
    }

    private int keptLength(int place) {
        int length = 0;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            length = (length << 8) | (kept[place + i] & 0xff);
        }
        return length;
    }

    /** Returns what is kept beside the key; 0 where it is not known. */
    long get(byte[] bytes, int at, int length) {
        return slots[find(first(bytes, at, length), second(bytes, at, length), bytes, at, length) + 2];
    }

    /** Keeps {@code value}, which is not 0, beside the key; what was there before goes. */
    void put(byte[] bytes, int at, int length, long value) {
        long first = first(bytes, at, length);
        long second = second(bytes, at, length);
        int slot = find(first, second, bytes, at, length);
        if (slots[slot + 2] == 0) {
            while (size + 1 > capacity - (capacity >> 2) || slot + 6 >= slots.length) {
                resize(Math.multiplyExact(capacity, 2));
                slot = find(first, second, bytes, at, length);
            }
            slots[slot] = first;
            slots[slot + 1] = second == LONG ? second | keep(bytes, at, length) : second;
            size++;
        }
        slots[slot + 2] = value;
    }

    private long keep(byte[] bytes, int at, int length) {
        int place = keptBytes;
        int needed = Math.addExact(keptBytes, LENGTH_BYTES + length);
        if (needed > kept.length) {
            kept = Arrays.copyOf(kept, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, kept.length * 3L / 2)));
        }
        for (int i = 0; i < LENGTH_BYTES; i++) {
            kept[place + i] = (byte) (length >>> (8 * (LENGTH_BYTES - 1 - i)));
        }
        System.arraycopy(bytes, at, kept, place + LENGTH_BYTES, length);
        keptBytes = needed;
        return place;
    }

    /** Makes room for so many keys. */
    void expect(int keys) {
        int wanted = (int) Math.min(1 << 29, keys / MOST_LOAD) + SMALLEST;
        if (wanted > capacity) {
            resize(wanted);
        }
    }

    /** Makes the table about so full, from 0 to three quarters. */
    void fit(double load) {
        int wanted = (int) Math.min(1 << 29, size / Math.min(load, MOST_LOAD)) + SMALLEST;
        if (Math.abs(wanted - capacity) > capacity >> 5) {
            resize(wanted);
        }
    }

    private void resize(int wanted) {
        long[] before = slots;
        int next = wanted;
        while (!fill(next, before)) {
            next = Math.addExact(next, (next >> 3) + 1);
        }
    }

    private boolean fill(int wanted, long[] before) {
        capacity = wanted;
        slots = room(wanted);
        for (int i = 0; i < before.length; i += 3) {
            if (before[i + 2] != 0) {
                int slot = empty(before[i], before[i + 1]);
                if (slot + 6 >= slots.length) {
                    return false;
                }
                System.arraycopy(before, i, slots, slot, 3);
            }
        }
        return true;
    }

    private int empty(long first, long second) {
        int slot = home(first, isLong(second) ? LONG : second, capacity);
        while (slot + 6 < slots.length && slots[slot + 2] != 0) {
            slot += 3;
        }
        return slot;
    }
}
