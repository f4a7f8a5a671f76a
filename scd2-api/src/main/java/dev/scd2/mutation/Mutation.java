package dev.scd2.mutation;

import dev.scd2.dimension.Key;

/** One thing that must be written to the versions of one key. Every kind is immutable. */
public sealed interface Mutation permits Insert, Resize, Overwrite, Retract, Supersede {
    /** Returns the surrogate key of the version concerned; negative while a plan has none reserved for an insert. */
    long surrogate();

    /** Returns the natural key. */
    Key key();

    /**
     * Returns the start of system time of the row concerned, epoch microseconds UTC: with the surrogate key it names one
     * row. The start of {@link dev.scd2.timeline.Interval#ALWAYS} without system time.
     */
    long believedFrom();

    /** Calls the method of {@code visitor} for this kind. */
    <R> R accept(Visitor<R> visitor);

    /**
     * One method per kind, so that a new kind breaks every consumer at compile time.
     *
     * @param <R> what a visit returns
     */
    interface Visitor<R> {
        /** Visits an insert. */
        R insert(Insert insert);

        /** Visits a resize. */
        R resize(Resize resize);

        /** Visits an overwrite. */
        R overwrite(Overwrite overwrite);

        /** Visits a retract. */
        R retract(Retract retract);

        /** Visits the end of a belief. */
        R supersede(Supersede supersede);
    }
}
