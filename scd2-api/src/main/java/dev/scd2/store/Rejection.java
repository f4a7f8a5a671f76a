package dev.scd2.store;

import dev.scd2.change.Position;
import dev.scd2.error.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A change that was not accepted, as it lies in quarantine.
 *
 * <p>Immutable. {@link #toString} shows neither payload nor identity.
 *
 * @param reason why
 * @param message what is wrong, where, and what to do; names columns and rules, never values
 * @param position where it was read
 * @param payload the change as it came, as text
 * @param identity equal for equal rejections, so that a replay adds nothing
 */
public record Rejection(
        Reason reason, String message, @Nullable Position position, String payload, String identity) {
    @Override
    public String toString() {
        return reason + (position == null ? "" : " at " + position) + ": " + message;
    }
}
