package dev.scd2.store;

import dev.scd2.change.Change;
import dev.scd2.change.Position;
import dev.scd2.dimension.Key;
import dev.scd2.error.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A change that was not accepted, as it lies in quarantine.
 *
 * <p>Immutable. {@link #toString} shows neither the change nor its identity.
 *
 * @param reason why
 * @param message what is wrong, where, and what to do; names columns and rules, never values
 * @param change the change as it came
 * @param key its natural key, where it has one
 * @param identity equal for equal rejections, so that a replay adds nothing
 */
public record Rejection(
        Reason reason,
        String message,
        Change change,
        @Nullable Key key,
        String identity) {
    /** Returns where it was read. */
    public @Nullable Position position() {
        return change.position();
    }

    @Override
    public String toString() {
        Position position = position();
        return reason + (position == null ? "" : " at " + position) + ": " + message;
    }
}
