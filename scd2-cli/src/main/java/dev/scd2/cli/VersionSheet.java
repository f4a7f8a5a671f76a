package dev.scd2.cli;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.Column;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Versions as rows. Confined to one thread. */
final class VersionSheet {
    private final Declaration declaration;
    private final Output output;
    private final Sheet sheet;

    VersionSheet(Declaration declaration, Output output) {
        this.declaration = declaration;
        this.output = output;
        List<String> columns = new ArrayList<>();
        declaration.key().forEach(column -> columns.add(column.name()));
        columns.addAll(List.of("valid_from", "valid_to", "current", "deleted"));
        for (Column column : declaration.attributes()) {
            columns.add(column.name());
        }
        sheet = new Sheet(columns);
    }

    void add(StoredVersion stored) {
        Interval interval = stored.version().interval();
        List<@Nullable Object> cells = new ArrayList<>();
        stored.key().parts().forEach(part -> cells.add(shown(part)));
        cells.add(interval.start().toString());
        cells.add(interval.end().map(Instant::toString).orElse(output == Output.TABLE ? "open" : null));
        cells.add(stored.current());
        cells.add(stored.version().deleted());
        for (int i = 0; i < declaration.attributes().size(); i++) {
            cells.add(shown(stored.version().row().value(i)));
        }
        sheet.add(cells.toArray());
    }

    Sheet sheet() {
        return sheet;
    }

    private static @Nullable Object shown(@Nullable Object value) {
        boolean asText = value instanceof Instant || value instanceof LocalDate || value instanceof Bytes;
        return asText ? String.valueOf(value) : value;
    }
}
