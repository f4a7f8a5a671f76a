package dev.scd2.engine.join;

import java.util.Arrays;

/**
 * The steps of all keys: those of one key beside each other, in ascending order. Sixteen bytes a step.
 *
 * <p>A step is one word, in whose upper half stands its time, rounded down to what 31 bits can tell apart between the
 * first and the last of all times, and in the lower half its answer. The search reads these words only, so that half as
 * many lines of memory are touched as with times and answers apart. Where a fact's rounded time equals a step's, the exact
 * time beside it decides.
 *
 * <p>The first two steps are the answers for facts without a key and for keys that are not known, so that the search has
 * no case for either.
 */
final class Steps {
    /** Where the search of a fact without a key begins. */
    static final int NULL_KEY = 0;

    /** Where the search of an unknown key begins. */
    static final int UNKNOWN_KEY = 1;

    /** Earlier than every time that an index takes; {@link VersionIndex#NULL_TIME} is earlier still. */
    static final long SINCE_EVER = -1L << 60;

    /** The time of a step that holds for every fact, those without a time included. */
    static final long ALWAYS = Long.MIN_VALUE;

    private static final long LATEST = 1L << 60;
    private static final long GREATEST_ROUNDED = Integer.MAX_VALUE;
    private static final long ANSWER = 0xffff_ffffL;

    private final long origin;
    private final int shift;
    private long[] words;
    private long[] times;
    private int size;

    /**
     * Makes room.
     *
     * @param first the first of the times that are to come; one before it costs time, nothing else. Greater than {@code
     *     last} where they are not known
     * @param last the last; one behind it likewise
     * @param expected how many steps there will be, about
     */
    Steps(long first, long last, int expected) {
        boolean empty = first > last;
        origin = empty ? SINCE_EVER : Math.max(first, SINCE_EVER);
        int bits = 64 - Long.numberOfLeadingZeros((empty ? LATEST : Math.min(last, LATEST)) - origin);
        shift = Math.max(0, bits - 31);
        int room = Math.addExact(expected + 2, expected >> 3);
        words = new long[room];
        times = new long[room];
        clear();
    }

    /** Leaves only the first two. */
    void clear() {
        size = 0;
        add(ALWAYS, Codes.NULL_KEY);
        add(ALWAYS, Codes.UNKNOWN_KEY);
    }

    void add(long time, int answer) {
        if (size == words.length) {
            int room = Math.addExact(size, (size >> 2) + 16);
            words = Arrays.copyOf(words, room);
            times = Arrays.copyOf(times, room);
        }
        words[size] = rounded(time, origin, shift) << 32 | (answer & ANSWER);
        times[size] = time;
        size++;
    }

    void copy(Steps other, int from, int length) {
        for (int i = from; i < from + length; i++) {
            add(other.times[i], (int) other.words[i]);
        }
    }

    long time(int step) {
        return times[step];
    }

    void trim() {
        if (words.length - size > size >> 3) {
            words = Arrays.copyOf(words, size);
            times = Arrays.copyOf(times, size);
        }
    }

    int size() {
        return size;
    }

    long bytes() {
        return 16L * words.length;
    }

    long lastTime() {
        return times[size - 1];
    }

    int lastAnswer() {
        return (int) words[size - 1];
    }

    void removeLast() {
        size--;
    }

    /** Rounds a time to 31 bits, so that of two times the later is never rounded to less. */
    private static long rounded(long time, long origin, int shift) {
        long within = Math.max(SINCE_EVER, Math.min(LATEST, time));
        return Math.max(0, Math.min(GREATEST_ROUNDED, (within - origin) >> shift));
    }

    /**
     * Sets {@code bounds} to the greatest words that steps not after those facts can be, as far as rounding tells.
     *
     * @param first where the time of the first fact stands in {@code rows}, and each {@code width} words that of the next
     */
    void bound(long[] rows, int first, int width, int count, long[] bounds) {
        long from = origin;
        int by = shift;
        for (int j = 0; j < count; j++) {
            bounds[j] = rounded(rows[first + j * width], from, by) << 32 | ANSWER;
        }
    }

    /**
     * Halves the steps of every fact at once until each is left with the last that is not after it. Without a branch that
     * depends on the data: the processor works on the next facts while it waits for the memory of these.
     *
     * @param base where the steps of each fact's key begin; set to the step found
     * @param length how many they are; set to 1
     * @param longest the greatest of them
     */
    void search(long[] bounds, int count, int[] base, int[] length, int longest) {
        long[] held = words;
        for (int left = longest; left > 1; left -= left >>> 1) {
            for (int j = 0; j < count; j++) {
                int half = length[j] >>> 1;
                int at = base[j];
                base[j] = held[at + half] <= bounds[j] ? at + half : at;
                length[j] -= half;
            }
        }
    }

    /** Returns the answer of the step that was found. */
    int answer(int step, long bound) {
        long word = words[step];
        return word <= bound ? (int) word : Codes.BEFORE_FIRST;
    }

    /** Returns whether rounding found a step that is after the fact. */
    boolean isAfter(int step, long bound, long time) {
        return words[step] >>> 32 == bound >>> 32 && times[step] > time;
    }

    /** Returns the answer at {@code time} among so many steps from {@code base} on, by their exact times. */
    int exact(int base, int length, long time) {
        int at = Arrays.binarySearch(times, base, base + length, time);
        int step = at >= 0 ? at : -at - 2;
        return step < base ? Codes.BEFORE_FIRST : (int) words[step];
    }
}
