package dev.scd2.examples.healthcare.feed;

/**
 * What happened to the messages of a topic. Immutable.
 *
 * @param changes  changes passed on, without what was added
 * @param redelivered  messages sent again
 * @param delayed  messages sent after later ones
 * @param poison  messages added that are no changes
 */
public record FaultCounts(long changes, long redelivered, long delayed, long poison) {
    static final FaultCounts NONE = new FaultCounts(0, 0, 0, 0);

    /** Returns how many messages the topic got. */
    public long sent() {
        return changes + redelivered + poison;
    }

    FaultCounts plus(FaultCounts other) {
        return new FaultCounts(
                changes + other.changes,
                redelivered + other.redelivered,
                delayed + other.delayed,
                poison + other.poison);
    }
}
