/**
 * From a source into a history: {@link dev.scd2.engine.intake.Intake} reads a {@link dev.scd2.change.ChangeSource} and
 * applies what comes; a {@link dev.scd2.engine.intake.RowMapping} says what a changed row of a table means for a dimension.
 *
 * <p>Exactly once: the positions that a batch reached are committed with its versions. What comes again, because a process
 * was killed in between or because the source says it twice, is evidence that is known already, and changes nothing.
 */
@org.jspecify.annotations.NullMarked
package dev.scd2.engine.intake;
