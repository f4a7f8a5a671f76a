package dev.scd2.tck.generate;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Properties over random histories. What fails is made smaller before it is shown. Stateless.
 *
 * <p>{@code -Dscd2.seed=…} repeats a run; without it the seed is fixed, so that builds are repeatable.
 */
public final class Properties {
    private static final int USUAL_HISTORIES = 500;
    private static final long USUAL_SEED = 20_261_120L;

    private Properties() {}

    /** Returns how many random histories there shall be: the system property {@code scd2.histories}, or 500. */
    public static int histories() {
        return Integer.getInteger("scd2.histories", USUAL_HISTORIES);
    }

    /** Returns the seed: that of the system property {@code scd2.seed}, or the usual one. */
    public static long seed() {
        return Long.getLong("scd2.seed", USUAL_SEED);
    }

    /**
     * Checks {@code property} on {@code runs} histories.
     *
     * @param property throws an {@link AssertionError} or a {@link RuntimeException} where it does not hold
     * @throws AssertionError with the seed, the shrunk history and what was wrong with it
     */
    public static void forAll(
            long seed, int runs, Function<SplittableRandom, History> generator, Consumer<History> property) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < runs; run++) {
            History history = generator.apply(random.split());
            Throwable failure = failure(property, history);
            if (failure != null) {
                throw shrunk(seed, "run " + run, history, property, failure);
            }
        }
    }

    /**
     * Returns the error that shows the smallest history on which {@code property} still fails, found by leaving out
     * batches, then changes, then listed rows, as long as that is possible.
     *
     * @param where which run failed, in words
     * @param failure what went wrong on {@code history}
     */
    public static AssertionError shrunk(
            long seed, String where, History history, Consumer<History> property, Throwable failure) {
        History smallest = history;
        Throwable last = failure;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (History candidate : Shrinking.of(smallest)) {
                Throwable again = failure(property, candidate);
                if (again != null) {
                    smallest = candidate;
                    last = again;
                    smaller = true;
                    break;
                }
            }
        }
        return new AssertionError(
                "Seed " + seed + " (repeat with -Dscd2.seed=" + seed + "), " + where + ", shrunk from "
                        + history.size() + " to " + smallest.size() + " changes:\n" + Drawing.of(smallest)
                        + last.getMessage(),
                last);
    }

    private static Throwable failure(Consumer<History> property, History history) {
        try {
            property.accept(history);
            return null;
        } catch (AssertionError | RuntimeException wrong) {
            return wrong;
        }
    }
}
