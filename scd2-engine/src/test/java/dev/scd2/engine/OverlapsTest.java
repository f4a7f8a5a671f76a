package dev.scd2.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OverlapsTest {
    private static final long SEED = 7;

    @Test
    void findsOverlapsWhereThereAreAnyAndOnlyThen() {
        SplittableRandom random = new SplittableRandom(SEED);
        int clean = 0;
        for (int run = 0; run < 3_000; run++) {
            List<StoredVersion> rows = new ArrayList<>();
            int size = 2 + random.nextInt(5);
            for (int i = 0; i < size; i++) {
                rows.add(row(i, interval(random), interval(random)));
            }
            List<String> found = new ArrayList<>();
            Overlaps.find(rows, (a, b) -> {
                assertThat(overlap(a, b)).isTrue();
                found.add(a.surrogate() + "/" + b.surrogate());
            });
            assertThat(found.isEmpty())
                    .as("seed %s, run %s: %s", SEED, run, rows)
                    .isEqualTo(noneOverlap(rows));
            clean += found.isEmpty() ? 1 : 0;
        }
        assertThat(clean).isBetween(300, 2_700);
    }

    private static boolean noneOverlap(List<StoredVersion> rows) {
        return rows.stream()
                .noneMatch(a -> rows.stream().anyMatch(b -> a.surrogate() != b.surrogate() && overlap(a, b)));
    }

    private static boolean overlap(StoredVersion a, StoredVersion b) {
        return a.believed().overlaps(b.believed())
                && a.version().interval().overlaps(b.version().interval());
    }

    private static Interval interval(SplittableRandom random) {
        long start = random.nextInt(20);
        return new Interval(start, random.nextInt(6) == 0 ? Interval.OPEN : start + 1 + random.nextInt(4));
    }

    private static StoredVersion row(long surrogate, Interval valid, Interval believed) {
        Version version = Version.of(valid, Row.of("x"));
        return new StoredVersion(surrogate, Key.of("M1"), version, believed, false, "", "");
    }
}
