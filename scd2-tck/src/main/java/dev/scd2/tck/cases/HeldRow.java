package dev.scd2.tck.cases;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version of a store as a row that can be compared with an expected one. Stateless. */
final class HeldRow {
    static final String VALID_FROM = "validFrom";
    static final String VALID_TO = "validTo";
    static final String SYSTEM_FROM = "systemFrom";
    static final String SYSTEM_TO = "systemTo";
    static final String DELETED = "deleted";

    private HeldRow() {}

    /** Returns natural key, attributes, both times and the mark of absence, by name. */
    static Map<String, @Nullable Object> of(StoredVersion stored, Dimension dimension) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        List<Column> key = dimension.naturalKey();
        for (int i = 0; i < key.size(); i++) {
            row.put(key.get(i).name(), stored.key().part(i));
        }
        List<Column> attributes = dimension.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            row.put(attributes.get(i).name(), stored.version().row().value(i));
        }
        Interval valid = stored.version().interval();
        row.put(VALID_FROM, valid.start());
        row.put(VALID_TO, end(valid));
        row.put(DELETED, stored.version().deleted());
        if (dimension.isBitemporal()) {
            row.put(SYSTEM_FROM, Instants.ofMicros(stored.believed().startMicros()));
            row.put(SYSTEM_TO, end(stored.believed()));
        }
        return row;
    }

    private static @Nullable Instant end(Interval interval) {
        return interval.end().orElse(null);
    }
}
