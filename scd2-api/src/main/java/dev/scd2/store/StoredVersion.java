package dev.scd2.store;

import dev.scd2.dimension.Key;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;

/**
 * A version as a store holds it: over valid time, and, with bitemporal history, over the time in which it was believed.
 *
 * <p>Immutable.
 *
 * @param surrogate the store's identity of the version; what facts keep. Rows that hold it in turn differ in {@code
 *     believed}
 * @param key whose version it is
 * @param version what it says and when
 * @param believed system time: from when, and until when it was believed; {@link Interval#ALWAYS} without system time
 * @param current the current flag as it stands in the table
 * @param attributeHash the hash as it stands in the table
 * @param loadId the load that wrote it
 */
public record StoredVersion(
        long surrogate,
        Key key,
        Version version,
        Interval believed,
        boolean current,
        String attributeHash,
        String loadId) {
    /** Makes one without system time. */
    public StoredVersion(
            long surrogate, Key key, Version version, boolean current, String attributeHash, String loadId) {
        this(surrogate, key, version, Interval.ALWAYS, current, attributeHash, loadId);
    }

    /** Returns whether it is part of the latest belief. */
    public boolean isBelieved() {
        return believed.isOpen();
    }
}
