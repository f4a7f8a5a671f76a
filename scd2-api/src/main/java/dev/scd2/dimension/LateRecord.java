package dev.scd2.dimension;

/** What happens to a change that the source recorded before the watermark. */
public enum LateRecord {
    /** It goes to quarantine. */
    QUARANTINE,
    /** It counts as recorded at the watermark. */
    RECORD
}
