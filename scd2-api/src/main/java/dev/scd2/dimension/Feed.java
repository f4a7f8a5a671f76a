package dev.scd2.dimension;

/** How a source states its entities; a dimension has one of the two. */
public enum Feed {
    /** By observations, patches, deletes and snapshots: each holds from its time on, until a later one says otherwise. */
    CHANGES,
    /** By spans that bring their own period, as eligibility feeds do. */
    SPANS
}
