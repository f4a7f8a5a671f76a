package dev.scd2.engine.join;

import java.util.Arrays;

/**
 * The steps of all keys: those of one key beside each other, in ascending order. Twelve bytes a step.
 *
 * <p>The first two are answers for facts without a key and for keys that are not known, so that the search has no case
 * for either.
 */
final class Steps {
    /** Where the search of a fact without a key begins. */
    static final int NULL_KEY = 0;

    /** Where the search of an unknown key begins. */
    static final int UNKNOWN_KEY = 1;

    private long[] times;
    private int[] codes;
    private int size;

    Steps(int expected) {
        times = new long[expected + 2];
        codes = new int[expected + 2];
        clear();
    }

    /** Leaves only the first two. */
    void clear() {
        size = 0;
        add(Long.MIN_VALUE, Codes.NULL_KEY);
        add(Long.MIN_VALUE, Codes.UNKNOWN_KEY);
    }

    /** Returns the answer at {@code time} among the steps from {@code base} to the end. */
    int last(int base, long time) {
        int at = Arrays.binarySearch(times, base, size, time);
        int step = at >= 0 ? at : -at - 2;
        return step < base ? Codes.BEFORE_FIRST : codes[step];
    }

    /** Not to be changed. */
    long[] times() {
        return times;
    }

    /** Not to be changed. */
    int[] codes() {
        return codes;
    }

    int size() {
        return size;
    }

    long lastTime() {
        return times[size - 1];
    }

    int lastCode() {
        return codes[size - 1];
    }

    void removeLast() {
        size--;
    }

    void add(long time, int code) {
        if (size == times.length) {
            int room = Math.addExact(size, (size >> 2) + 16);
            times = Arrays.copyOf(times, room);
            codes = Arrays.copyOf(codes, room);
        }
        times[size] = time;
        codes[size] = code;
        size++;
    }

    void trim() {
        if (times.length - size > size >> 4) {
            times = Arrays.copyOf(times, size);
            codes = Arrays.copyOf(codes, size);
        }
    }
}
