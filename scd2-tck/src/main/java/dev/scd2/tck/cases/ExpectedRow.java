package dev.scd2.tck.cases;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row that must be there. A column that it leaves out is not compared, but a row that marks an absence says so. Immutable.
 *
 * @param cells canonical values by column; instants, and null for an open end, by the names of {@link HeldRow}
 */
record ExpectedRow(Map<String, @Nullable Object> cells) {
    ExpectedRow {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    boolean saysSystemTime() {
        return cells.containsKey(HeldRow.SYSTEM_FROM) || cells.containsKey(HeldRow.SYSTEM_TO);
    }

    /** Returns whether {@code actual} is as expected. */
    boolean fits(Map<String, @Nullable Object> actual) {
        return cells.entrySet().stream()
                .allMatch(cell -> actual.containsKey(cell.getKey())
                        && Objects.equals(cell.getValue(), actual.get(cell.getKey())));
    }
}
