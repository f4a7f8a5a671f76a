package dev.scd2.lake;

/**
 * What a compaction did. Immutable.
 *
 * @param written  how many wide files
 * @param replaced  how many files went for them
 * @param rows  how many rows the wide files hold
 */
public record CompactionResult(int written, int replaced, long rows) {}
