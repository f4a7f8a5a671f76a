package dev.scd2.benchmarks.join;

import dev.scd2.engine.join.KeyColumn;
import dev.scd2.engine.join.LongKeys;
import dev.scd2.engine.join.TextKeys;
import dev.scd2.timeline.Interval;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Versions of one dimension and the facts that meet them. Nine in ten keys are known, a tenth of the histories ends, and one
 * version in twenty is followed by a gap.
 *
 * <p>Times are microseconds of some ten years from 2016 on. Keys are spread over all numbers, so that nothing can be gained
 * by their being dense; as texts they have eleven characters.
 */
final class JoinData {
    private static final long FIRST = 1_451_606_400_000_000L;
    private static final long YEARS = 315_360_000_000_000L;

    final boolean texts;
    final long[] versionKeys;
    final long[] validFrom;
    final long[] validTo;
    final long[] factKeys;
    final long[] times;

    private final int keys;
    private final SplittableRandom random;

    JoinData(Shape shape, int facts, int keys, int versionsOfKey, boolean texts, long seed) {
        this.texts = texts;
        this.keys = keys;
        this.random = new SplittableRandom(seed);
        int versions = Math.multiplyExact(keys, versionsOfKey);
        versionKeys = new long[versions];
        validFrom = new long[versions];
        validTo = new long[versions];
        for (int key = 0; key < keys; key++) {
            history(key, key * versionsOfKey, versionsOfKey);
        }
        factKeys = new long[facts];
        times = new long[facts];
        long[] ranks = shape == Shape.ZIPF ? zipf() : new long[0];
        for (int i = 0; i < facts; i++) {
            factKeys[i] = shape == Shape.ZIPF ? spread(skewed(ranks)) : drawKey();
            times[i] = drawTime();
        }
        if (shape == Shape.SORTED) {
            Arrays.sort(times);
        }
    }

    /** Returns the key of one more fact. */
    long drawKey() {
        return spread(random.nextInt(keys + keys / 10));
    }

    /** Returns the time of one more fact. */
    long drawTime() {
        return FIRST + random.nextLong(YEARS);
    }

    private void history(int key, int first, int versions) {
        long step = YEARS / versions;
        long start = FIRST + random.nextLong(Math.max(1, step / 2));
        for (int i = 0; i < versions; i++) {
            long next = FIRST + (i + 1) * step + random.nextLong(Math.max(1, step / 2));
            versionKeys[first + i] = spread(key);
            validFrom[first + i] = start;
            boolean gap = random.nextInt(20) == 0;
            boolean last = i == versions - 1;
            validTo[first + i] = last && random.nextInt(10) > 0 ? Interval.OPEN : gap ? (start + next) / 2 : next;
            start = next;
        }
    }

    /** Cumulated shares of the keys, in parts of 2^40. */
    private long[] zipf() {
        double sum = 0;
        for (int k = 1; k <= keys; k++) {
            sum += 1.0 / k;
        }
        long[] cumulated = new long[keys];
        double soFar = 0;
        for (int k = 1; k <= keys; k++) {
            soFar += 1.0 / k;
            cumulated[k - 1] = (long) (soFar / sum * (1L << 40));
        }
        return cumulated;
    }

    private int skewed(long[] cumulated) {
        int at = Arrays.binarySearch(cumulated, random.nextLong(1L << 40));
        return Math.min(keys - 1, at >= 0 ? at + 1 : -at - 1);
    }

    /** A number for key {@code k}, different for each: all over 0 to 2^62, or for a text with ten digits. */
    private long spread(int k) {
        if (texts) {
            return (k + 1) * 2_654_435_761L % 9_999_999_967L;
        }
        long mixed = k * 0x9e3779b97f4a7c15L;
        mixed ^= mixed >>> 31;
        return mixed * 0xbf58476d1ce4e5b9L >>> 2;
    }

    static String text(long key) {
        return String.format(Locale.ROOT, "M%010d", key);
    }

    KeyColumn versionColumn() {
        return column(versionKeys);
    }

    KeyColumn factColumn() {
        return column(factKeys);
    }

    private KeyColumn column(long[] column) {
        if (!texts) {
            return LongKeys.of(column);
        }
        TextKeys.Builder builder = TextKeys.builder(column.length);
        byte[] text = text(0).getBytes(StandardCharsets.US_ASCII);
        for (long key : column) {
            long rest = key;
            for (int place = text.length - 1; place > 0; place--) {
                text[place] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            builder.add(text);
        }
        return builder.build();
    }

    /** Returns the keys as objects, equal ones the same object: what a program that reads a column with a dictionary has. */
    Object[] objects(long[] column) {
        Map<Long, Object> dictionary = new HashMap<>();
        Object[] objects = new Object[column.length];
        for (int i = 0; i < column.length; i++) {
            objects[i] = dictionary.computeIfAbsent(column[i], key -> texts ? text(key) : key);
        }
        return objects;
    }
}
