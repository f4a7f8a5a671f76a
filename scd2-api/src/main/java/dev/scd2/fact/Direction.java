package dev.scd2.fact;

/** On which side of a fact's time the version is looked for. */
public enum Direction {
    /** The version in force: the one that started last, if it has not ended. The join to periods. */
    BACKWARD,
    /** The version that starts first at or after the fact; its end is not looked at. A join to events. */
    FORWARD,
    /** The version whose start is closest, of two as close the earlier; its end is not looked at. A join to events. */
    NEAREST
}
