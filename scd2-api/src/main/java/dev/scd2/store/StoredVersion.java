package dev.scd2.store;

import dev.scd2.dimension.Key;
import dev.scd2.timeline.Version;

/**
 * A version as a store holds it.
 *
 * <p>Immutable.
 *
 * @param surrogate the store's identity of it; what facts keep
 * @param key whose version it is
 * @param version what it says and when
 * @param current the current flag as it stands in the table
 * @param attributeHash the hash as it stands in the table
 * @param loadId the load that wrote it
 */
public record StoredVersion(
        long surrogate, Key key, Version version, boolean current, String attributeHash, String loadId) {}
