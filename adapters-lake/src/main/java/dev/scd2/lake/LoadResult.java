package dev.scd2.lake;

/**
 * What a load took in. Immutable.
 *
 * @param loadId  the number of the load; 0 when there was nothing to load
 * @param files  how many files
 * @param rows  how many rows, of all entities
 */
public record LoadResult(long loadId, int files, long rows) {}
