package dev.scd2.engine.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every operation against the same one done instant by instant, on an axis of a few microseconds. */
class PointwiseTest {
    private static final long SEED = 20_240_229;
    private static final int RUNS = 4_000;
    private static final int POINTS = 24;

    @Test
    void setsOfInstantsAreWhatALoopOverTheInstantsFinds() {
        SplittableRandom random = new SplittableRandom(SEED);
        int overlapping = 0;
        for (int run = 0; run < RUNS; run++) {
            List<Interval> a = intervals(random);
            List<Interval> b = intervals(random);
            Periods one = Periods.of(a);
            Periods two = Periods.of(b);
            Interval window = interval(random);
            assertThat(points(one)).as("of, seed %s, run %s", SEED, run).isEqualTo(where(p -> in(a, p) > 0));
            assertThat(points(Periods.overlaps(a))).isEqualTo(where(p -> in(a, p) > 1));
            assertThat(points(one.union(two))).isEqualTo(where(p -> in(a, p) + in(b, p) > 0));
            assertThat(points(one.intersect(two))).isEqualTo(where(p -> in(a, p) > 0 && in(b, p) > 0));
            assertThat(points(one.subtract(two))).isEqualTo(where(p -> in(a, p) > 0 && in(b, p) == 0));
            assertThat(points(one.clip(window))).isEqualTo(where(p -> in(a, p) > 0 && within(window, p)));
            assertThat(points(one.gaps(window))).isEqualTo(where(p -> in(a, p) == 0 && within(window, p)));
            assertThat(points(one.gaps()))
                    .isEqualTo(where(p -> in(a, p) == 0 && any(0, p, a) && any(p, POINTS + 1, a)));
            int gap = random.nextInt(4);
            assertThat(points(one.islands(Duration.ofNanos(gap * 1_000L))))
                    .isEqualTo(where(p -> in(a, p) > 0 || bridged(a, p, gap)));
            for (int p = 0; p < POINTS; p++) {
                assertThat(one.contains(Instants.ofMicros(p))).isEqualTo(in(a, p) > 0);
            }
            for (Periods result : List.of(one, one.union(two), one.intersect(two), one.subtract(two), one.gaps())) {
                assertThat(Periods.of(result.intervals())).isEqualTo(result);
            }
            overlapping += Periods.overlaps(a).isEmpty() ? 0 : 1;
        }
        assertThat(overlapping).isBetween(RUNS / 10, RUNS * 9 / 10);
    }

    @Test
    void valuesAreWhatALoopOverTheInstantsFinds() {
        SplittableRandom random = new SplittableRandom(SEED);
        int shared = 0;
        for (int run = 0; run < RUNS; run++) {
            Pieces<String> a = pieces(random, "a");
            Pieces<String> b = pieces(random, "b");
            Pieces<String> c = pieces(random, "c");
            Interval window = interval(random);
            Pieces<List<String>> common = Pieces.intersect(List.of(a, b, c));
            Pieces<List<@Nullable String>> united = Pieces.overlay(List.of(a, b, c));
            for (int p = 0; p <= POINTS; p++) {
                List<@Nullable String> held = Arrays.asList(at(a, p), at(b, p), at(c, p));
                boolean full = !held.contains(null);
                boolean any = held.stream().anyMatch(value -> value != null);
                assertThat(at(common, p))
                        .as("seed %s, run %s, at %s", SEED, run, p)
                        .isEqualTo(full ? held : null);
                assertThat(at(united, p)).isEqualTo(any ? held : null);
                assertThat(at(a.clip(window), p)).isEqualTo(within(window, p) ? at(a, p) : null);
                assertThat(at(a.subtract(b.periods()), p)).isEqualTo(at(b, p) == null ? at(a, p) : null);
                assertThat(at(a.during(b.periods()), p)).isEqualTo(at(b, p) == null ? null : at(a, p));
                assertThat(at(a.coalesce(), p)).isEqualTo(at(a, p));
            }
            List<Piece<String>> coalesced = a.coalesce().pieces();
            for (int i = 1; i < coalesced.size(); i++) {
                Piece<String> last = coalesced.get(i - 1);
                Piece<String> next = coalesced.get(i);
                assertThat(last.interval().abuts(next.interval())
                                && last.value().equals(next.value()))
                        .isFalse();
            }
            shared += common.isEmpty() ? 0 : 1;
        }
        assertThat(shared).isGreaterThan(RUNS / 10);
    }

    private static List<Interval> intervals(SplittableRandom random) {
        List<Interval> intervals = new ArrayList<>();
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            intervals.add(interval(random));
        }
        return intervals;
    }

    private static Interval interval(SplittableRandom random) {
        int start = random.nextInt(POINTS);
        return random.nextInt(12) == 0
                ? new Interval(start, Interval.OPEN)
                : new Interval(start, start + 1 + random.nextInt(Math.min(8, POINTS - start)));
    }

    private static Pieces<String> pieces(SplittableRandom random, String name) {
        List<Piece<String>> pieces = new ArrayList<>();
        int at = random.nextInt(4);
        while (at < POINTS) {
            int end = at + 1 + random.nextInt(6);
            boolean open = random.nextInt(15) == 0;
            pieces.add(new Piece<>(new Interval(at, open ? Interval.OPEN : end), name + random.nextInt(2)));
            if (open) {
                break;
            }
            at = end + (random.nextBoolean() ? 0 : random.nextInt(5));
        }
        return Pieces.of(pieces);
    }

    private static int in(List<Interval> intervals, int point) {
        return (int) intervals.stream().filter(i -> within(i, point)).count();
    }

    private static boolean within(Interval interval, int point) {
        return interval.startMicros() <= point && point < interval.endMicros();
    }

    private static boolean any(int from, int to, List<Interval> intervals) {
        for (int p = from; p < to; p++) {
            if (in(intervals, p) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether an uncovered instant lies in a run of at most {@code gap} of them with cover on both sides. */
    private static boolean bridged(List<Interval> a, int point, int gap) {
        int first = point;
        while (first >= 0 && in(a, first) == 0) {
            first--;
        }
        int last = point;
        while (last <= POINTS + 10 && in(a, last) == 0) {
            last++;
        }
        return first >= 0 && last <= POINTS + 10 && last - first - 1 <= gap;
    }

    private static List<Integer> points(Periods periods) {
        return where(p -> in(periods.intervals(), p) > 0);
    }

    private static List<Integer> where(IntPredicate holds) {
        List<Integer> points = new ArrayList<>();
        for (int p = 0; p <= POINTS; p++) {
            if (holds.test(p)) {
                points.add(p);
            }
        }
        return points;
    }

    private static <T> @Nullable T at(Pieces<T> pieces, int point) {
        return pieces.at(Instants.ofMicros(point)).orElse(null);
    }
}
