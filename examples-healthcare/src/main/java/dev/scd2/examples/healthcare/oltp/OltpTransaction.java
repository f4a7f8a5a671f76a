package dev.scd2.examples.healthcare.oltp;

import java.time.Instant;
import java.util.List;

/**
 * One transaction of the payer's system of record. Immutable.
 *
 * @param index  its place in the stream, from 0 on, without gaps
 * @param recordedAt  when the payer recorded it, in simulated time; greater than that of the one before
 * @param event  the business event group, for a reader
 * @param changes  what it does, in order; not empty
 */
public record OltpTransaction(long index, Instant recordedAt, String event, List<RowChange> changes) {
    /** Takes a copy of the changes. */
    public OltpTransaction {
        changes = List.copyOf(changes);
    }
}
