package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.sql.SqlStore;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was in force for one key at the beginning of a day, UTC, column by column. Immutable. */
public record AsOfAnswer(Map<String, String> columns) {
    /**
     * Asks the warehouse.
     *
     * @throws IllegalArgumentException if there is no such dimension or the key does not fit it
     */
    public static AsOfAnswer of(Warehouse warehouse, String name, List<String> key, LocalDate day) {
        PayerDimension dimension = Arrays.stream(PayerDimension.values())
                .filter(candidate -> candidate.alias().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no dimension '" + name + "'. There are: "
                        + Arrays.stream(PayerDimension.values())
                                .map(PayerDimension::alias)
                                .collect(Collectors.joining(", "))
                        + "."));
        Dimension definition = dimension.dimension();
        Map<String, Object> fields = fields(definition, key);
        try (SqlStore store = warehouse.store(dimension)) {
            return of(definition, History.of(store).timeline(fields), day);
        }
    }

    private static Map<String, Object> fields(Dimension definition, List<String> key) {
        List<Column> columns = definition.naturalKey();
        if (key.size() != columns.size()) {
            throw new IllegalArgumentException("The key of " + definition + " has " + columns.size() + " parts: "
                    + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + ".");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < key.size(); i++) {
            fields.put(columns.get(i).name(), columns.get(i).type().parse(key.get(i)));
        }
        return fields;
    }

    private static AsOfAnswer of(Dimension definition, Timeline timeline, LocalDate day) {
        Instant at = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Map<String, String> columns = new LinkedHashMap<>();
        Optional<Version> found = timeline.asOf(at);
        if (timeline.isEmpty()) {
            columns.put("outcome", "UNKNOWN_KEY");
        } else if (found.isEmpty()) {
            boolean before = at.isBefore(timeline.versions().get(0).interval().start());
            columns.put("outcome", before ? "BEFORE_FIRST" : "GAP");
        } else {
            columns.put("outcome", "MATCHED");
            columns.put("in force", found.get().interval().toString());
            for (int i = 0; i < definition.attributes().size(); i++) {
                columns.put(
                        definition.attributes().get(i).name(),
                        String.valueOf(found.get().row().value(i)));
            }
        }
        return new AsOfAnswer(columns);
    }
}
