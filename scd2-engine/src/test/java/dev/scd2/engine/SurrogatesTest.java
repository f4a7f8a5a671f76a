package dev.scd2.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SurrogatesTest {
    @Test
    void holdsWhatASetHolds() {
        SplittableRandom random = new SplittableRandom(7);
        Surrogates surrogates = new Surrogates();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long next = random.nextInt(3) == 0 ? random.nextLong() : random.nextLong(-5_000, 5_000);
            assertThat(surrogates.add(next)).isEqualTo(expected.add(next));
        }
    }
}
