package dev.scd2.lake;

/**
 * An object as a listing shows it. Immutable.
 *
 * @param key  its name below the location
 * @param bytes  its size
 */
record StoredObject(String key, long bytes) {}
