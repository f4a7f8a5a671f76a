package dev.scd2.benchmarks;

import dev.scd2.change.Change;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.memory.InMemoryStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Made-up members with ten tracked attributes: four texts of few values, four of many, two numbers; about 110 characters
 * a row.
 *
 * <p>What a member looks like is a function of its number and its <em>generation</em>: each generation alters one
 * attribute. Every text is a new object, as it is when it comes from a file. Stateless.
 */
final class Members {
    static final int ATTRIBUTES = 10;
    static final Instant BEGIN = Instant.parse("2023-01-01T00:00:00Z");

    private static final int FEW = 4;
    private static final int TEXTS = 8;
    /** A name is the same object in every row, as it is for those who read files and result sets. */
    private static final String[] NAMES =
            IntStream.range(0, ATTRIBUTES).mapToObj(i -> "attribute_" + i).toArray(String[]::new);

    private Members() {}

    static Dimension dimension() {
        Dimension.Builder member = Dimension.named("member").key("member_id", ColumnType.TEXT);
        for (int i = 0; i < ATTRIBUTES; i++) {
            member.track(attribute(i), i < TEXTS ? ColumnType.TEXT : ColumnType.LONG);
        }
        return member.build();
    }

    static InMemoryStore inMemory() {
        return InMemoryStore.of(dimension());
    }

    static String attribute(int i) {
        return NAMES[i];
    }

    static String key(int member) {
        return "M" + (10_000_000 + member);
    }

    /** Returns the value of attribute {@code i} after it was altered {@code times} times; each time it differs. */
    static Object value(int member, int i, long times) {
        if (i >= TEXTS) {
            return Math.floorMod(mix(member * 31L + i), 100_000L) + times;
        }
        return i < FEW
                ? "value " + Math.floorMod(mix(member * 31L + i) + times, 50L)
                : Long.toString(mix(member * 31L + i + times * 0x9E37_79B9_7F4AL) >>> 4, 36);
    }

    /** Returns the row of a member, by column. */
    static Map<String, Object> row(int member, int generation) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("member_id", key(member));
        for (int i = 0; i < ATTRIBUTES; i++) {
            row.put(attribute(i), value(member, i, (generation + ATTRIBUTES - 1L - i) / ATTRIBUTES));
        }
        return row;
    }

    /** Returns the instant from which what is said in {@code round} holds. */
    static Instant at(int round) {
        return BEGIN.plusSeconds(86_400L * round);
    }

    static Change observation(int member, int generation, int round) {
        return Observation.of(row(member, generation), at(round), Sequence.of(1, round));
    }

    /** The finaliser of splitmix64. */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return b ^ (b >>> 31);
    }
}
