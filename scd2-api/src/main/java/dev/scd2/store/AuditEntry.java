package dev.scd2.store;

/**
 * That something was done which the changes alone do not tell. Never holds a key or a value.
 *
 * <p>Immutable.
 *
 * @param event what was done
 * @param subject what it was done to: for an erasure the hash of the key, for a prune the instant, for a release or a
 *     discard the identity of the rejection
 * @param detail counts and reasons, {@code name=value} separated by blanks
 * @param at when, epoch microseconds UTC
 */
public record AuditEntry(Event event, String subject, String detail, long at) {
    /** What is recorded. */
    public enum Event {
        /** Personal columns of a key were erased. */
        ERASE,
        /** The horizon was moved. */
        PRUNE,
        /** Versions were made again from evidence. */
        REBUILD,
        /** A rejected change was applied again. */
        RELEASE,
        /** A rejected change was given up. */
        DISCARD,
        /** A table made by others was taken over. */
        ADOPT,
        /** Columns were added or widened. */
        EVOLVE
    }
}
