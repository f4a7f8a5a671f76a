package dev.scd2.lake.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LandedFileTest {
    private static final Instant DAY_1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DAY_2 = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    void theSequenceOfAFileIsThatOfItsLoadTimeThenItsName() {
        List<String> names = List.of("a.csv", "aa.csv", "b.csv", "member-1.csv", "member-10.csv", "member-1x.csv");
        for (String one : names) {
            for (String other : names) {
                LandedFile first = file(one, DAY_1);
                LandedFile second = file(other, DAY_1);
                int order = first.sequence()
                        .with(1_000_000)
                        .compareTo(second.sequence().with(1));
                assertThat(Integer.signum(order))
                        .as(one + " and " + other)
                        .isEqualTo(one.equals(other) ? 1 : Integer.signum(one.compareTo(other)));
                assertThat(first.sequence()).isLessThan(file(other, DAY_2).sequence());
            }
        }
    }

    private static LandedFile file(String name, Instant time) {
        LandedFile.Stamp stamp = new LandedFile.Stamp(0, time, Instant.EPOCH);
        return new LandedFile(Path.of(name), stamp, Optional.empty(), time);
    }
}
