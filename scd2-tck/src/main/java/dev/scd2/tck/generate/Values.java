package dev.scd2.tck.generate;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A few values of every type, some of them spelled in two ways, so that equal ones meet often. Stateless. */
final class Values {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.000001Z");

    private Values() {}

    /** Returns a value as a source may spell it, or, one time in seven, null. */
    static @Nullable Object random(SplittableRandom random, ColumnType type) {
        if (random.nextInt(7) == 0) {
            return null;
        }
        List<Object> pool = pool(type);
        return pool.get(random.nextInt(pool.size()));
    }

    private static List<Object> pool(ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> List.of("", "a", "b", "\uFFFD", "\uD83D\uDE00", "\\N");
            case LONG -> List.of(1, 1L, (short) 1, 2L, -9_007_199_254_740_993L);
            case DECIMAL -> List.of(new BigDecimal("1.5"), new BigDecimal("1.50"), 1.5, new BigDecimal("-0.01"), 10);
            case DOUBLE -> List.of(0.0, -0.0, Double.NaN, 1.5f, -1.5, 0.1);
            case BOOLEAN -> List.of(true, true, false);
            case DATE -> List.of(LocalDate.of(1, 1, 1), LocalDate.of(2026, 2, 28), LocalDate.of(1582, 10, 10));
            case TIMESTAMP ->
                List.of(
                        NOON,
                        NOON.plusNanos(999),
                        NOON.atOffset(ZoneOffset.ofHours(5)),
                        NOON.plusNanos(1_000),
                        Instant.parse("0001-01-01T00:00:00Z"));
            case BYTES -> Arrays.asList(new byte[0], new byte[] {0, -1}, Bytes.of(new byte[] {0, -1}), new byte[] {5});
        };
    }
}
