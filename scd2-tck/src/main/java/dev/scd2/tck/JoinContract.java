package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.scd2.dimension.Dimension;
import dev.scd2.fact.Outcome;
import dev.scd2.store.DimensionStore;
import dev.scd2.tck.cases.CaseFile;
import dev.scd2.tck.cases.CaseFiles;
import dev.scd2.tck.cases.CaseResult;
import dev.scd2.tck.cases.CaseRunner;
import dev.scd2.tck.cases.JoinCase;
import dev.scd2.tck.cases.Joiner;
import dev.scd2.tck.generate.Joins;
import dev.scd2.tck.generate.Properties;
import dev.scd2.tck.oracle.JoinOracle;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What joins facts to versions gives the answer of SEMANTICS.md §6: on the case files that the kit ships, and on random
 * joins with gaps, ends, ties, nulls, placeholders and both times, fact by fact as the {@link JoinOracle} gives it.
 *
 * <p>{@code -Dscd2.joins=…} says how many random joins (500 unless said), {@code -Dscd2.seed=…} which.
 */
public abstract class JoinContract {
    private static final double SMALLEST_SHARE = 0.01;

    /** Returns what joins. */
    protected abstract Joiner joiner();

    /** Returns how many random joins are tried; fewer where each is slow. */
    protected int joins() {
        return Integer.getInteger("scd2.joins", 500);
    }

    @TestFactory
    final Stream<DynamicTest> everyJoinOfTheKit() {
        return CaseFiles.shipped().entrySet().stream()
                .filter(file -> file.getValue() instanceof JoinCase)
                .map(file -> dynamicTest(file.getKey() + ": " + file.getValue().name(), () -> check(file.getValue())));
    }

    private void check(CaseFile file) {
        CaseResult result =
                CaseRunner.on(JoinContract::noStore).withJoiner(joiner()).run(file);
        assertThat(result.outcome())
                .as(() -> String.join("\n", result.findings()))
                .isEqualTo(CaseResult.Outcome.PASSED);
    }

    private static DimensionStore noStore(Dimension dimension) {
        throw new IllegalStateException("A join needs no store of " + dimension + ".");
    }

    @Test
    final void everyFactMeetsTheVersionThatTheOracleNames() {
        long seed = Properties.seed();
        SplittableRandom random = new SplittableRandom(seed);
        Joiner oracle = new JoinOracle();
        Joiner joiner = joiner();
        Map<Outcome, Integer> ends = new EnumMap<>(Outcome.class);
        int facts = 0;
        for (int run = 0; run < joins(); run++) {
            JoinCase join = Joins.draw(random.split());
            List<Map<String, @Nullable Object>> expected = oracle.join(join);
            String where = "seed " + seed + " (repeat with -Dscd2.seed=" + seed + "), run " + run;
            JoinDifferences.check(join, expected, joiner.join(join), where);
            facts += join.facts().size();
            for (JoinCase.Side side : join.sides()) {
                String column = side.as() == null ? "outcome" : side.as() + ".outcome";
                expected.forEach(row ->
                        ends.merge(Outcome.valueOf((String) Objects.requireNonNull(row.get(column))), 1, Integer::sum));
            }
        }
        System.out.println("Random joins, seed " + seed + ": " + facts + " facts, " + ends);
        for (Outcome outcome : Outcome.values()) {
            assertThat(ends.getOrDefault(outcome, 0) / (double) facts)
                    .as("share of %s", outcome)
                    .isGreaterThanOrEqualTo(SMALLEST_SHARE);
        }
    }
}
