package dev.scd2.error;

/** Why a change or a batch was not accepted; the names are stable and meant for programs. */
public enum Reason {
    /** A column that the dimension does not have. */
    UNKNOWN_COLUMN,
    /** A value that is not of its column's type or does not fit it. */
    WRONG_TYPE,
    /** A kind of change by which the dimension is not fed. */
    WRONG_KIND,
    /** A natural key column that is null or missing. */
    NULL_KEY,
    /** No valid time. */
    NULL_TIME,
    /** No sequence. */
    NULL_SEQUENCE,
    /** A valid time before 0001-01-01 or not before 9999-12-31. */
    TIME_OUT_OF_RANGE,
    /** A correction whose period ends where it begins, or before. */
    EMPTY_PERIOD,
    /** A valid time before the horizon, where nothing is decided any more. */
    BEFORE_HORIZON,
    /** Recorded by the source before the watermark, up to which answers are final. */
    BELOW_WATERMARK,
    /** A row of a snapshot that does not meet the snapshot's own scope. */
    OUT_OF_SCOPE,
    /** Another change claims the same place with other content, and holds it. */
    CONFLICT,
    /** Two rows of one snapshot have the same key and different values; the other one holds. */
    DUPLICATE_KEY_IN_SNAPSHOT,
    /** A snapshot lacks a kept column and does not declare it unsaid. */
    MISSING_COLUMN,
    /** A snapshot would delete more than the declared share of the keys in force. */
    SNAPSHOT_DELETE_SHARE,
    /** More changes of a batch were rejected than the dimension allows. */
    REJECT_LIMIT,
    /** A fact for which a dimension has no version, where such facts are refused. */
    NO_VERSION,
    /** The store was written to since the plan was made. */
    STALE_PLAN,
    /** The store holds the dimension with other columns or types. */
    TYPE_CHANGED
}
