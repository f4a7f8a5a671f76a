package dev.scd2.engine.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** However many threads build, and however facts are moved before they are answered, they get what maps of maps give them. */
class LockstepTest {
    private static final long SEED = 20_261_129L;
    private static final int VERSIONS = 30_000;
    private static final int FACTS = 40_000;
    private static final int KEYS = 4_000;
    private static final long LAST = 1_000_000L;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final long[] validFrom = new long[VERSIONS];
    private final long[] validTo = new long[VERSIONS];
    private final int[] versionKeys = new int[VERSIONS];
    private final int[] factKeys = new int[FACTS];
    private final long[] times = new long[FACTS];

    @Test
    void factsWithWholeNumbersAsKeys() {
        draw();
        LongKeys versions = LongKeys.of(spread(versionKeys), nulls(VERSIONS));
        LongKeys facts = LongKeys.of(spread(factKeys), nulls(FACTS));
        check(versions, facts);
    }

    @Test
    void factsWithTextsOfManyLengthsAsKeys() {
        draw();
        check(texts(versionKeys), texts(factKeys));
    }

    @Test
    void anIndexIsBuiltOnOneThreadAtLeast() {
        assertThatThrownBy(() -> VersionIndex.builder().threads(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void check(KeyColumn versions, KeyColumn facts) {
        int[] expected = expected(versions, facts);
        VersionIndex index = VersionIndex.of(versions, validFrom, validTo);
        Matches met = Matches.of(FACTS);
        index.join(facts, times, 0, FACTS, met);
        assertThat(met.codes()).as("seed %s", SEED).isEqualTo(expected);
        for (int threads = 2; threads <= 5; threads++) {
            VersionIndex built = VersionIndex.builder().threads(threads).build(versions, validFrom, validTo);
            built.join(facts, times, 0, FACTS, met);
            assertThat(met.codes()).as("%s threads, seed %s", threads, SEED).isEqualTo(expected);
            assertThat(built.keys()).isEqualTo(index.keys());
        }
        for (int bits = 0; bits <= Partitions.MOST_BITS; bits++) {
            int chunk = 1 + random.nextInt(bits % 3 == 0 ? 2 * FACTS : 1_000);
            int from = random.nextInt(10);
            int[] codes = new int[FACTS];
            System.arraycopy(expected, 0, codes, 0, from);
            index.lockstep(facts, bits, chunk).answer(times, from, FACTS, codes);
            assertThat(codes)
                    .as("%s bits, %s at once, seed %s", bits, chunk, SEED)
                    .isEqualTo(expected);
        }
    }

    private int[] expected(KeyColumn versions, KeyColumn facts) {
        Map<Integer, TreeMap<Long, Integer>> byKey = new HashMap<>();
        for (int i = 0; i < VERSIONS; i++) {
            if (versions.nulls() == null || !versions.nulls().get(i)) {
                byKey.computeIfAbsent(versionKeys[i], key -> new TreeMap<>()).put(validFrom[i], i);
            }
        }
        int[] codes = new int[FACTS];
        for (int i = 0; i < FACTS; i++) {
            TreeMap<Long, Integer> ofKey = byKey.get(factKeys[i]);
            if (facts.nulls() != null && facts.nulls().get(i)) {
                codes[i] = Codes.NULL_KEY;
            } else if (times[i] == VersionIndex.NULL_TIME) {
                codes[i] = Codes.NULL_TIME;
            } else if (ofKey == null) {
                codes[i] = Codes.UNKNOWN_KEY;
            } else if (ofKey.floorEntry(times[i]) == null) {
                codes[i] = Codes.BEFORE_FIRST;
            } else {
                int version = ofKey.floorEntry(times[i]).getValue();
                codes[i] = times[i] < validTo[version] ? version : Codes.GAP;
            }
        }
        return codes;
    }

    /** Versions of a key follow each other with gaps; they come in any order, and some keys have very many. */
    private void draw() {
        long[] ends = new long[KEYS];
        for (int i = 0; i < VERSIONS; i++) {
            int key = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(KEYS);
            versionKeys[i] = key;
            validFrom[i] = ends[key] + random.nextInt(3);
            validTo[i] = validFrom[i] + 1 + random.nextInt(40);
            ends[key] = validTo[i];
        }
        for (int i = VERSIONS - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            swap(validFrom, i, other);
            swap(validTo, i, other);
            int kept = versionKeys[i];
            versionKeys[i] = versionKeys[other];
            versionKeys[other] = kept;
        }
        for (int i = 0; i < FACTS; i++) {
            factKeys[i] = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(KEYS + KEYS / 10);
            times[i] = random.nextInt(50) == 0
                    ? VersionIndex.NULL_TIME
                    : random.nextLong(factKeys[i] < 3 ? LAST / 10 : 200) - 5;
        }
    }

    private static void swap(long[] column, int i, int other) {
        long kept = column[i];
        column[i] = column[other];
        column[other] = kept;
    }

    private BitSet nulls(int rows) {
        BitSet nulls = new BitSet();
        for (int i = 0; i < rows; i++) {
            nulls.set(i, random.nextInt(30) == 0);
        }
        return nulls;
    }

    private static long[] spread(int[] keys) {
        long[] spread = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            spread[i] = keys[i] * 0x9e3779b97f4a7c15L;
        }
        return spread;
    }

    /** Every third key is too long for a slot, and many of those are equal in what they begin with. */
    private TextKeys texts(int[] keys) {
        TextKeys.Builder texts = TextKeys.builder(keys.length);
        for (int key : keys) {
            if (random.nextInt(30) == 0) {
                texts.addNull();
            } else {
                texts.add(key % 3 == 0 ? "a long name in front of " + key : "M" + key);
            }
        }
        return texts.build();
    }
}
