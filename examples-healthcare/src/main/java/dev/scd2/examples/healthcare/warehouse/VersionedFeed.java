package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table whose rows carry an effective date. An insert observes the whole row. An update says that from its
 * effective date on the columns that differ between the two images have the new value, and nothing about the others: a
 * move reported late must not undo what changed since. A delete ends the row on the effective date of its last image.
 *
 * <p>A day begins at midnight UTC. Immutable, hence thread-safe.
 */
final class VersionedFeed implements DimensionFeed {
    private final Dimension dimension;
    private final Envelopes envelopes;

    VersionedFeed(Dimension dimension, OltpTable table) {
        this.dimension = dimension;
        this.envelopes = new Envelopes(table);
    }

    @Override
    public Optional<Change> change(RawEvent event) {
        Map<String, @Nullable Object> before = image(event.before());
        Map<String, @Nullable Object> after = image(event.after());
        if (event.op().equals("d")) {
            return Optional.of(new Delete(key(before), effective(before), event.sequence(), event.position()));
        }
        Map<String, @Nullable Object> fields = key(after);
        if (!event.op().equals("u")) {
            dimension.attributes().forEach(column -> say(fields, column, after));
            return Optional.of(new Observation(fields, effective(after), event.sequence(), event.position()));
        }
        int keys = fields.size();
        for (Column column : dimension.attributes()) {
            if (!Objects.equals(before.get(column.name()), after.get(column.name()))) {
                say(fields, column, after);
            }
        }
        return fields.size() == keys
                ? Optional.empty()
                : Optional.of(new Patch(fields, effective(after), event.sequence(), event.position()));
    }

    private Map<String, @Nullable Object> image(@Nullable String json) {
        return json == null ? Map.of() : envelopes.row(json);
    }

    private Map<String, @Nullable Object> key(Map<String, @Nullable Object> image) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        dimension.naturalKey().forEach(column -> key.put(column.name(), image.get(column.name())));
        return key;
    }

    private static void say(Map<String, @Nullable Object> fields, Column column, Map<String, @Nullable Object> image) {
        if (image.containsKey(column.name())) {
            fields.put(column.name(), image.get(column.name()));
        }
    }

    private static @Nullable Instant effective(Map<String, @Nullable Object> image) {
        return image.get("effective_date") instanceof LocalDate day
                ? day.atStartOfDay(ZoneOffset.UTC).toInstant()
                : null;
    }
}
