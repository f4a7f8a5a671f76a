package dev.scd2.postgres.capture;

import java.util.List;

/**
 * What Debezium delivered at a time. Immutable.
 *
 * @param changes of rows
 * @param place in the server's log that its messages reached; 0 if there was none
 * @param marked whether all has come with it that was committed when reading began
 * @param snapshotEnd whether it ends the snapshot
 */
record Delivery(List<Envelope> changes, long place, boolean marked, boolean snapshotEnd) {
    /** Shows no values. */
    @Override
    public String toString() {
        return "Delivery of " + changes.size();
    }
}
