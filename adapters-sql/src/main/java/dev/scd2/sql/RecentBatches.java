package dev.scd2.sql;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The batches that were written last to a dimension, by the ids that they gave themselves, newest first. They stand on the row
 * that each writer locks, and come and go with its commit: so whoever holds the lock can tell what became of a batch whose
 * commit was not answered. Immutable.
 */
final class RecentBatches {
    /** More than can wait for the lock at a time: Snowflake lets 20 statements wait for one. */
    static final int KEPT = 32;

    private final List<String> ids;

    private RecentBatches(List<String> ids) {
        this.ids = ids;
    }

    /** Reads them; null is none. */
    static RecentBatches of(@Nullable String text) {
        return new RecentBatches(text == null || text.isEmpty() ? List.of() : List.of(text.split(" ", -1)));
    }

    /** Returns these and a newer one. */
    RecentBatches with(String id) {
        return new RecentBatches(
                Stream.concat(Stream.of(id), ids.stream()).limit(KEPT).toList());
    }

    String text() {
        return String.join(" ", ids);
    }

    /** What is known of a batch. */
    enum Fate {
        COMMITTED,
        NOT_COMMITTED,
        /** So much was written since that its id would be gone. */
        FORGOTTEN
    }

    /**
     * Tells what became of a batch.
     *
     * @param writes how many writes were committed since that batch began
     */
    Fate fate(String id, long writes) {
        if (ids.contains(id)) {
            return Fate.COMMITTED;
        }
        return writes <= KEPT ? Fate.NOT_COMMITTED : Fate.FORGOTTEN;
    }
}
