package dev.scd2.engine.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.fact.JoinRule;
import dev.scd2.fact.Outcome;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the case files and the random joins of the kit do not reach: size, rounding, long keys, changes, refusals. */
class VersionIndexTest {
    private static final long SEED = 20_261_120L;
    private static final long YEAR_ONE = Instants.toMicros(Instants.MIN);
    private static final long END_OF_TIME = Instants.toMicros(Instants.MAX.minusSeconds(1));

    private final SplittableRandom random = new SplittableRandom(SEED);

    private static int version(VersionIndex index, KeyColumn key, long time) {
        return one(index, key, time).version(0);
    }

    private static Outcome outcome(VersionIndex index, KeyColumn key, long time) {
        return one(index, key, time).outcome(0);
    }

    private static Matches one(VersionIndex index, KeyColumn key, long time) {
        Matches met = Matches.of(1);
        index.join(key, new long[] {time}, 0, 1, met);
        return met;
    }

    @Test
    void timesThatAreRoundedAlikeAreToldApart() {
        long[] near = new long[400];
        for (int i = 0; i < near.length; i++) {
            near[i] = 1_700_000_000_000_000L + random.nextInt(2_000);
        }
        near = Arrays.stream(near).distinct().sorted().toArray();
        // the first and the last version span all of time, so that 31 bits tell minutes apart at best
        List<long[]> versions = new ArrayList<>();
        versions.add(new long[] {YEAR_ONE, near[0] - 10});
        for (int i = 0; i + 1 < near.length; i++) {
            versions.add(new long[] {near[i], i % 7 == 0 ? (near[i] + near[i + 1] + 1) / 2 : near[i + 1]});
        }
        versions.add(new long[] {END_OF_TIME, Interval.OPEN});
        versions.removeIf(version -> version[0] >= version[1]);
        long[] from = versions.stream().mapToLong(version -> version[0]).toArray();
        long[] to = versions.stream().mapToLong(version -> version[1]).toArray();
        VersionIndex index = VersionIndex.of(LongKeys.of(new long[from.length]), from, to);
        for (long t = near[0] - 20; t < near[near.length - 1] + 20; t++) {
            int expected = -1;
            for (int i = 0; i < from.length; i++) {
                expected = from[i] <= t && t < to[i] ? i : expected;
            }
            assertThat(version(index, LongKeys.of(0), t))
                    .as("at %s, seed %s", t, SEED)
                    .isEqualTo(expected);
        }
        assertThat(outcome(index, LongKeys.of(0), YEAR_ONE - 1)).isEqualTo(Outcome.BEFORE_FIRST);
        assertThat(outcome(index, LongKeys.of(0), Long.MIN_VALUE + 1)).isEqualTo(Outcome.BEFORE_FIRST);
        assertThat(version(index, LongKeys.of(0), Long.MAX_VALUE)).isEqualTo(from.length - 1);
    }

    @Test
    void textsOfEveryLengthAreEqualOnlyToThemselves() {
        List<String> texts = new ArrayList<>();
        for (int length = 0; length < 40; length++) {
            for (String end : List.of("a", "b", "\0", "é")) {
                texts.add("x".repeat(length) + end);
            }
        }
        texts.add("");
        String[] keys = texts.toArray(String[]::new);
        long[] from = new long[keys.length];
        long[] to = new long[keys.length];
        Arrays.fill(to, Interval.OPEN);
        VersionIndex index = VersionIndex.of(TextKeys.of(keys), from, to);
        Matches met = Matches.of(keys.length);
        index.join(TextKeys.of(keys), new long[keys.length], 0, keys.length, met);
        for (int i = 0; i < keys.length; i++) {
            assertThat(met.version(i)).as("text %s", i).isEqualTo(i);
            assertThat(outcome(index, TextKeys.of(keys[i] + "?"), 0)).isEqualTo(Outcome.UNKNOWN_KEY);
        }
    }

    @Test
    void manyKeysAreFoundAtEveryLoadWhoeverPutThemThere() {
        for (int threads : new int[] {1, 2, 5}) {
            for (int versionsOfKey : new int[] {1, 3, 12}) {
                checkManyKeys(threads, 60_000, versionsOfKey, LongKeys::of);
            }
            checkManyKeys(
                    threads,
                    30_000,
                    1,
                    keys -> TextKeys.of(Arrays.stream(keys)
                            .mapToObj(key -> "longer than fifteen bytes " + key)
                            .toArray(String[]::new)));
        }
    }

    private static void checkManyKeys(int threads, int keys, int versionsOfKey, Function<long[], KeyColumn> columnOf) {
        long[] column = new long[keys * versionsOfKey];
        long[] from = new long[column.length];
        long[] to = new long[column.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = (i % keys) * 3L;
            from[i] = i / keys * 10L;
            to[i] = from[i] + 10;
        }
        VersionIndex index = VersionIndex.builder().threads(threads).build(columnOf.apply(column), from, to);
        assertThat(index.keys()).isEqualTo(keys);
        long[] asked = new long[column.length * 2];
        long[] times = new long[asked.length];
        for (int i = 0; i < asked.length; i++) {
            int version = i % column.length;
            asked[i] = i < column.length ? column[version] : column[version] + 1;
            times[i] = from[version] + 9;
        }
        Matches met = Matches.of(asked.length);
        index.join(columnOf.apply(asked), times, 0, asked.length, met);
        for (int i = 0; i < asked.length; i++) {
            assertThat(met.version(i))
                    .as("fact %s, %s threads", i, threads)
                    .isEqualTo(i < column.length ? i : Matches.NO_VERSION);
        }
    }

    @Test
    void replacingTheVersionsOfKeysGivesWhatBuildingAnewGives() {
        int keys = 50;
        int untouched = 5;
        List<List<long[]>> held = new ArrayList<>();
        long[] column = new long[keys];
        long[] from = new long[keys];
        long[] to = new long[keys];
        for (int key = 0; key < keys; key++) {
            column[key] = key;
            to[key] = key + 1L;
            held.add(List.of(new long[] {0, key + 1L, key}));
        }
        VersionIndex index = VersionIndex.builder().threads(3).build(LongKeys.of(column), from, to);
        for (int change = 0; change < 2_000; change++) {
            int key = random.nextInt(keys - untouched);
            List<long[]> versions = timeline();
            held.set(key, versions);
            index.replace(
                    LongKeys.of(key),
                    0,
                    versions.stream().mapToLong(version -> version[0]).toArray(),
                    versions.stream().mapToLong(version -> version[1]).toArray(),
                    versions.stream().mapToInt(version -> (int) version[2]).toArray());
        }
        for (int key = 0; key < keys; key++) {
            for (long t = -5; t < 130; t++) {
                long at = t;
                int expected = held.get(key).stream()
                        .filter(version -> version[0] <= at && at < version[1])
                        .mapToInt(version -> (int) version[2])
                        .findFirst()
                        .orElse(Matches.NO_VERSION);
                assertThat(version(index, LongKeys.of(key), t)).isEqualTo(expected);
            }
            boolean known = !held.get(key).isEmpty();
            assertThat(outcome(index, LongKeys.of(key), 200) == Outcome.UNKNOWN_KEY)
                    .isEqualTo(!known);
        }
        assertThat(index.bytes()).as("what was replaced is let go of").isLessThan(60_000);
    }

    private List<long[]> timeline() {
        List<long[]> versions = new ArrayList<>();
        long start = random.nextInt(20);
        while (start < 100 && random.nextInt(8) > 0) {
            long end = start + 1 + random.nextInt(20);
            versions.add(new long[] {start, end, random.nextInt(1_000_000)});
            start = end + (random.nextInt(4) == 0 ? random.nextInt(5) : 0);
        }
        return versions;
    }

    @Test
    void longHistoriesInAnyOrderAreSortedAndSearched() {
        int versions = 20_000;
        long[] from = new long[versions];
        long[] to = new long[versions];
        int[] place = new int[versions];
        for (int i = 0; i < versions; i++) {
            place[i] = i;
        }
        for (int i = versions - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = place[i];
            place[i] = place[other];
            place[other] = kept;
        }
        for (int i = 0; i < versions; i++) {
            from[place[i]] = i * 100L;
            to[place[i]] = i * 100L + 60;
        }
        for (JoinRule rule :
                List.of(JoinRule.backward(), JoinRule.backward().strictly(), JoinRule.nearest(), JoinRule.forward())) {
            VersionIndex index = VersionIndex.builder().rule(rule).build(LongKeys.of(new long[versions]), from, to);
            for (int i = 1; i < versions - 1; i += 97) {
                long inside = i * 100L + 10;
                int expected = rule.equals(JoinRule.forward()) ? place[i + 1] : place[i];
                assertThat(version(index, LongKeys.of(0), inside)).isEqualTo(expected);
            }
        }
    }

    @Test
    void thoseWithoutAKeyOrATimeSaySo() {
        BitSet nulls = new BitSet();
        nulls.set(1);
        VersionIndex index =
                VersionIndex.of(LongKeys.of(new long[] {5, 6}, nulls), new long[] {0, 0}, new long[] {9, 9});
        assertThat(outcome(index, LongKeys.of(6), 1))
                .as("a version without a key")
                .isEqualTo(Outcome.UNKNOWN_KEY);
        BitSet none = new BitSet();
        none.set(0);
        assertThat(outcome(index, LongKeys.of(new long[] {5}, none), 1)).isEqualTo(Outcome.NULL_KEY);
        assertThat(outcome(index, LongKeys.of(new long[] {5}, none), VersionIndex.NULL_TIME))
                .isEqualTo(Outcome.NULL_KEY);
        assertThat(outcome(index, LongKeys.of(5), VersionIndex.NULL_TIME)).isEqualTo(Outcome.NULL_TIME);
        assertThat(outcome(index, LongKeys.of(7), VersionIndex.NULL_TIME)).isEqualTo(Outcome.NULL_TIME);
    }

    @Test
    void placeholdersAreInferred() {
        BitSet inferred = new BitSet();
        inferred.set(0);
        VersionIndex index = VersionIndex.builder()
                .inferred(inferred)
                .build(LongKeys.of(1, 1), new long[] {0, 10}, new long[] {10, Interval.OPEN});
        assertThat(outcome(index, LongKeys.of(1), 3)).isEqualTo(Outcome.INFERRED);
        assertThat(version(index, LongKeys.of(1), 3)).isZero();
        assertThat(outcome(index, LongKeys.of(1), 10)).isEqualTo(Outcome.MATCHED);
    }

    @Test
    void aToleranceLongerThanAllOfTimeIsNone() {
        VersionIndex index = VersionIndex.builder()
                .rule(JoinRule.nearest().within(Duration.ofDays(100_000_000)))
                .build(LongKeys.of(1), new long[] {END_OF_TIME}, new long[] {Interval.OPEN});
        assertThat(version(index, LongKeys.of(1), YEAR_ONE)).isZero();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> VersionIndex.of(LongKeys.of(1), new long[] {5}, new long[] {5}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must end after it starts");
        assertThatThrownBy(() -> VersionIndex.of(LongKeys.of(1, 2), new long[] {5}, new long[] {6}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 keys, 1 starts and 1 ends");
        VersionIndex index = VersionIndex.of(LongKeys.of(1), new long[] {5}, new long[] {6});
        assertThatThrownBy(() -> version(index, TextKeys.of("1"), 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another kind");
        assertThatThrownBy(() -> index.join(LongKeys.of(1), new long[1], 0, 2, Matches.of(2)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> index.join(LongKeys.of(1), new long[1], new long[1], 0, 1, Matches.of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("believed(...)");
    }
}
