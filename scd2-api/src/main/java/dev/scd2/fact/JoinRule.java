package dev.scd2.fact;

import java.time.Duration;

/**
 * How the time of a fact picks one of a key's versions: {@link #backward()} unless something else is wanted.
 *
 * <pre>{@code
 * JoinRule.backward()                                    // the version in force: validFrom <= t < validTo
 * JoinRule.backward().strictly()                         // validFrom < t <= validTo
 * JoinRule.backward().within(Duration.ofDays(30))        // in force, and began at most 30 days before
 * JoinRule.nearest().within(Duration.ofSeconds(2))       // the closest start, two seconds away at most
 * }</pre>
 *
 * <p>A fact that only strictness, the tolerance or a direction other than backward left without a version is {@link
 * Outcome#OUT_OF_REACH}; every other miss is named as plain backward names it. Immutable.
 *
 * @param direction on which side of the fact's time the version is looked for
 * @param strict whether a start equal to the fact's time does not count
 * @param toleranceMicros the greatest distance between the fact's time and the version's start, inclusive, microseconds;
 *     {@link #ANY_DISTANCE} where there is none
 */
public record JoinRule(Direction direction, boolean strict, long toleranceMicros) {
    /** The {@code toleranceMicros} of a rule without tolerance. */
    public static final long ANY_DISTANCE = Long.MAX_VALUE;

    private static final JoinRule BACKWARD = new JoinRule(Direction.BACKWARD, false, ANY_DISTANCE);

    /** Refuses a negative tolerance. */
    public JoinRule {
        if (toleranceMicros < 0) {
            throw new IllegalArgumentException(
                    "A tolerance must not be negative, as " + toleranceMicros + " microseconds is.");
        }
    }

    /** Returns the rule of a join to periods: the version in force. */
    public static JoinRule backward() {
        return BACKWARD;
    }

    /** Returns the rule that takes the first start at or after the fact. */
    public static JoinRule forward() {
        return new JoinRule(Direction.FORWARD, false, ANY_DISTANCE);
    }

    /** Returns the rule that takes the closest start, of two as close the earlier. */
    public static JoinRule nearest() {
        return new JoinRule(Direction.NEAREST, false, ANY_DISTANCE);
    }

    /** Returns this rule without starts equal to the fact's time; backward then means {@code validFrom < t <= validTo}. */
    public JoinRule strictly() {
        return new JoinRule(direction, true, toleranceMicros);
    }

    /**
     * Returns this rule with a greatest distance between the fact's time and the version's start, inclusive, floored to
     * microseconds.
     *
     * @throws IllegalArgumentException if it is negative
     * @throws ArithmeticException if it is longer than 292,000 years
     */
    public JoinRule within(Duration tolerance) {
        long seconds = Math.multiplyExact(tolerance.getSeconds(), 1_000_000L);
        return new JoinRule(direction, strict, Math.addExact(seconds, tolerance.getNano() / 1_000));
    }

    /** Returns whether this is plain backward, the version in force. */
    public boolean isPlain() {
        return equals(BACKWARD);
    }

    /** Returns whether there is a greatest distance. */
    public boolean hasTolerance() {
        return toleranceMicros != ANY_DISTANCE;
    }
}
