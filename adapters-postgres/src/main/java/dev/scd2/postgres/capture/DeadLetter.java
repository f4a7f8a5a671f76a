package dev.scd2.postgres.capture;

import org.jspecify.annotations.Nullable;

/**
 * A captured change that could not be read, as it came. Immutable.
 *
 * @param source  the name of the source
 * @param place  how far the server's log had been read with it, bytes from its beginning; of a row of a snapshot, where
 *     that began
 * @param key  the primary key of the row as a JSON object; null for a table without one
 * @param value  the envelope
 * @param reason  why it could not be read; it names no value
 */
public record DeadLetter(
        String source, long place, @Nullable String key, String value, String reason) {

    /** Names the place and the reason only: key and value may be about people. */
    @Override
    public String toString() {
        return "DeadLetter[" + source + " at " + place + ": " + reason + "]";
    }
}
