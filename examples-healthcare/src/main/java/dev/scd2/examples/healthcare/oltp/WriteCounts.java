package dev.scd2.examples.healthcare.oltp;

import java.util.Map;

/**
 * What one call of the writer did. Immutable.
 *
 * @param skipped  transactions that an earlier call had committed
 * @param written  transactions committed by this call
 * @param inserts  rows inserted by this call, per table
 * @param updates  rows updated by this call, per table
 * @param deletes  rows deleted by this call, per table
 */
public record WriteCounts(
        long skipped,
        long written,
        Map<OltpTable, Long> inserts,
        Map<OltpTable, Long> updates,
        Map<OltpTable, Long> deletes) {
    /** Takes copies. */
    public WriteCounts {
        inserts = Map.copyOf(inserts);
        updates = Map.copyOf(updates);
        deletes = Map.copyOf(deletes);
    }
}
