package dev.scd2.change;

/**
 * Where a change was read, and so where reading resumes. It never decides what a history says.
 *
 * <p>Immutable.
 *
 * @param source the topic, file set or table that was read
 * @param partition the partition of it, from 0
 * @param offset the place in the partition, ascending
 */
public record Position(String source, int partition, long offset) {
    /** Returns {@code source/partition@offset}. */
    @Override
    public String toString() {
        return source + "/" + partition + "@" + offset;
    }
}
