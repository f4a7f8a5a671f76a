package dev.scd2.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How often, and after which pauses, a store tries again what failed for a reason that passes. It tries again only what cannot
 * be done twice: to open the tables, to begin a batch, to read, and to look up whether a batch was committed. Immutable.
 */
public final class Retries {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Retries NONE = new Retries(0, Duration.ZERO, Retries::sleep);

    private final int most;
    private final Duration first;
    private final Pauses pauses;

    private Retries(int most, Duration first, Pauses pauses) {
        this.most = most;
        this.first = first;
        this.pauses = pauses;
    }

    /** Something that lets time pass. */
    @FunctionalInterface
    public interface Pauses {
        /** Returns when so much time has passed. */
        void pause(Duration length) throws InterruptedException;
    }

    /** Returns no retries: what fails once has failed. */
    public static Retries none() {
        return NONE;
    }

    /**
     * Returns retries.
     *
     * @param most how often, behind the first attempt
     * @param first how long to pause before the first; each further pause is twice as long, up to half a minute
     * @throws IllegalArgumentException if one of them is negative
     */
    public static Retries of(int most, Duration first) {
        if (most < 0 || first.isNegative()) {
            throw new IllegalArgumentException("There cannot be " + most + " retries after " + first + ".");
        }
        return new Retries(most, first, Retries::sleep);
    }

    /** Returns these retries, with pauses of another kind. */
    public Retries pausing(Pauses kind) {
        return new Retries(most, first, kind);
    }

    /** Does it, and again as long as it fails for a reason that passes and more attempts are allowed. */
    <T> T call(Predicate<SQLException> passes, Failures.Question<T> question) throws SQLException {
        for (int retry = 0; ; retry++) {
            try {
                return question.ask();
            } catch (SQLException failure) {
                if (retry >= most || !passes.test(failure)) {
                    throw failure;
                }
                pause(retry, failure);
            }
        }
    }

    private void pause(int retry, SQLException failure) throws SQLException {
        Duration length = first.multipliedBy(1L << Math.min(retry, 20));
        try {
            pauses.pause(length.compareTo(LONGEST) > 0 ? LONGEST : length);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private static void sleep(Duration length) throws InterruptedException {
        Thread.sleep(length.toMillis());
    }
}
