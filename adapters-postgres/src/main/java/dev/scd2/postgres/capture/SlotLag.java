package dev.scd2.postgres.capture;

/**
 * How far a capture is behind its server, and what that costs the server.
 *
 * <p>Immutable.
 *
 * @param active whether somebody reads from the slot
 * @param unconfirmedBytes of the server's log that were written since what the sink has taken last; also of changes that
 *     nobody captures
 * @param retainedBytes of the server's log that it must keep for the slot
 */
public record SlotLag(boolean active, long unconfirmedBytes, long retainedBytes) {}
