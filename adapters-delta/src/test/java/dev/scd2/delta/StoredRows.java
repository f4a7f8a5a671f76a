package dev.scd2.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.sql.ColumnNames;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a table should show of a store, put together by hand. Stateless. */
final class StoredRows {
    private static final Instant OPEN = Instant.parse("9999-12-31T00:00:00Z");

    private StoredRows() {}

    static List<Map<String, Object>> of(DimensionStore store) {
        List<Map<String, Object>> rows = new ArrayList<>();
        store.scan(history -> add(store, history, rows));
        return rows;
    }

    private static void add(DimensionStore store, KeyHistory history, List<Map<String, Object>> rows) {
        List<StoredVersion> versions = new ArrayList<>(history.versions());
        versions.addAll(history.past());
        for (StoredVersion stored : versions) {
            ColumnNames names = ColumnNames.standard();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put(names.surrogateKey(), stored.surrogate());
            for (int i = 0; i < store.dimension().naturalKey().size(); i++) {
                row.put(
                        store.dimension().naturalKey().get(i).name(),
                        stored.key().part(i));
            }
            for (int i = 0; i < store.dimension().attributes().size(); i++) {
                row.put(
                        store.dimension().attributes().get(i).name(),
                        stored.version().row().value(i));
            }
            row.put("valid_from", stored.version().interval().start());
            row.put("valid_to", stored.version().interval().end().orElse(OPEN));
            if (store.dimension().isBitemporal()) {
                row.put("system_from", stored.believed().start());
                row.put("system_to", stored.believed().end().orElse(OPEN));
            }
            row.put("is_current", stored.current());
            row.put("is_deleted", stored.version().deleted());
            rows.add(row);
        }
    }

    /** Requires that a table was read to hold what a store held, in any order. */
    static void assertSame(List<Map<String, Object>> read, List<Map<String, Object>> held) {
        assertThat(read).containsExactlyInAnyOrderElementsOf(held);
    }
}
