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
 * <p>The first step is the answer for keys that are not known, so that the search has no case for it.
 */
final class Steps {
    /** Where the step of keys that are not known is. */
    static final long UNKNOWN_KEY = place(0, 1);

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
    private int inOrder;

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

    /** Leaves only the first. */
    void clear() {
        size = 0;
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

    /** Adds all steps of another, rounded in the same way, but for its first. */
    void append(Steps other) {
        int some = other.size - 1;
        if (size + some > words.length) {
            words = Arrays.copyOf(words, Math.addExact(size, some));
            times = Arrays.copyOf(times, words.length);
        }
        Workers.run(
                2,
                half -> System.arraycopy(
                        half == 0 ? other.words : other.times, 1, half == 0 ? words : times, size, some));
        size += some;
    }

    void copy(Steps other, int from, int length) {
        for (int i = from; i < from + length; i++) {
            add(other.times[i], (int) other.words[i]);
        }
    }

    long time(int step) {
        return times[step];
    }

    /** Says that all are there which come in the order of their keys' hashes; returns these. */
    void trim() {
        inOrder = size;
        if (words.length - size > size >> 3) {
            words = Arrays.copyOf(words, size);
            times = Arrays.copyOf(times, size);
        }
    }

    /** How many came in the order of the hashes of their keys, or nearly so. */
    int inOrder() {
        return inOrder;
    }

    /** Reads these steps, one in each line; returns something that depends on them all. */
    long read(long place) {
        int first = (int) (place >>> 32);
        int end = first + (int) place;
        long all = 0;
        for (int i = first; i < end; i += 8) {
            all |= words[i];
        }
        return all;
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
        long rounded = (time - origin) >> shift;
        if (rounded >>> 31 != 0) { // or else it overflows to so much, as shift is less than 31
            return time < origin ? 0 : GREATEST_ROUNDED;
        }
        return rounded;
    }

    /**
     * Halves the steps of every fact at once until each is left with the last that is not after it, as far as rounding
     * tells, or with the first. For memory that is far: the processor works on the next facts while it waits for that of these.
     *
     * @param at where the time of the first fact stands in {@code rows}, and each {@code width} words that of the next
     * @param places where the steps of each fact's key are
     * @param found set to the place of the one that is left
     * @param bounds room for as many
     */
    void halve(long[] rows, int at, int width, int count, long[] places, long[] found, long[] bounds) {
        long[] held = words;
        int longest = 1;
        for (int j = 0; j < count; j++) {
            found[j] = places[j];
            bounds[j] = bound(rows[at + j * width], origin, shift);
            longest = Math.max(longest, (int) places[j]);
        }
        for (int left = longest; left > 1; left -= left >>> 1) {
            for (int j = 0; j < count; j++) {
                int half = (int) found[j] >>> 1;
                int middle = (int) (found[j] >>> 32) + half;
                found[j] += place(half & ~(int) ((bounds[j] - held[middle]) >> 63), 0) - half;
            }
        }
    }

    /**
     * Answers facts one after the other, for memory that is near. Of more than 16 steps half are left each time; of 9 to 16
     * eight, in a way that depends on no data, then one by three comparisons at fixed distances.
     *
     * @param at where the time of the first fact stands in {@code rows}, and each {@code width} words that of the next
     * @param places where the steps of each fact's key are
     * @param found where those are that are still to be searched
     * @param answers set from {@code row} on
     */
    void answer(long[] rows, int at, int width, int count, long[] places, long[] found, int[] answers, int row) {
        long[] held = words;
        long from = origin;
        int by = shift;
        for (int j = 0; j < count; j++) {
            long time = rows[at + j * width];
            long bound = bound(time, from, by);
            int step = (int) (found[j] >>> 32);
            int left = (int) found[j];
            if (left > 8) {
                while (left > 16) {
                    int half = left >>> 1;
                    step += half & ~(int) ((bound - held[step + half]) >> 63);
                    left -= half;
                }
                step += (left - 8) & ~(int) ((bound - held[step + left - 8]) >> 63);
                step += 4 & ~(int) ((bound - held[step + 4]) >> 63);
                step += 2 & ~(int) ((bound - held[step + 2]) >> 63);
                step += 1 & ~(int) ((bound - held[step + 1]) >> 63);
            } else {
                while (left > 1) {
                    int half = left >>> 1;
                    step += half & ~(int) ((bound - held[step + half]) >> 63);
                    left -= half;
                }
            }
            long word = held[step];
            answers[row + j] = word >>> 32 < bound >>> 32 ? (int) word : closely(places[j], step, bound, time);
        }
    }

    /** Returns the answer where the rounded time of the step that was found does not lie before the fact's. */
    private int closely(long place, int step, long bound, long time) {
        if (time == VersionIndex.NULL_TIME) {
            return Codes.NULL_TIME;
        }
        if (words[step] > bound) {
            return Codes.BEFORE_FIRST;
        }
        return times[step] <= time ? (int) words[step] : exact((int) (place >>> 32), (int) place, time);
    }

    /** Where steps are: where the first is (upper half), and how many there are (lower half). */
    static long place(int base, int length) {
        return ((long) base << 32) | length;
    }

    /** The greatest word that a step not after {@code time} can be, as far as rounding tells. */
    private static long bound(long time, long origin, int shift) {
        return rounded(time, origin, shift) << 32 | ANSWER;
    }

    /** Returns the answer at {@code time} among so many steps from {@code base} on, by their exact times. */
    int exact(int base, int length, long time) {
        int at = Arrays.binarySearch(times, base, base + length, time);
        int step = at >= 0 ? at : -at - 2;
        return step < base ? Codes.BEFORE_FIRST : (int) words[step];
    }
}
