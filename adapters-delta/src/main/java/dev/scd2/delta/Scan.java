package dev.scd2.delta;

import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Takes the histories of a store into buckets. Confined to one thread. */
record Scan(DimensionRows rows, Buckets buckets) {
    void of(DimensionStore store) throws IOException {
        try {
            store.scan(this::take);
        } catch (UncheckedIOException full) {
            throw full.getCause();
        }
    }

    private void take(KeyHistory history) {
        try {
            for (StoredVersion version : rows.versions(history)) {
                buckets.write(version.key(), rows.cells(version));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
