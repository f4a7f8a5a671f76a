package dev.scd2.engine.merge;

import dev.scd2.change.Sequence;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.LateRecord;
import dev.scd2.dimension.Row;
import dev.scd2.dimension.SystemTime;
import dev.scd2.error.Reason;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Types and checks the parts of a change. Instants are floored to the microsecond here and nowhere else. Confined to one
 * thread.
 */
final class Door {
    private final Dimension dimension;
    private final Map<String, Integer> places = new HashMap<>();
    private final FieldReader reader;
    private final long watermark;

    Door(Dimension dimension) {
        this.dimension = dimension;
        List<Column> all = new ArrayList<>(dimension.naturalKey());
        all.addAll(dimension.attributes());
        for (int i = 0; i < all.size(); i++) {
            places.put(all.get(i).name(), i);
        }
        dimension.ignored().forEach(name -> places.put(name, FieldReader.IGNORED));
        reader = new FieldReader(
                all.toArray(Column[]::new), dimension.naturalKey().size(), places);
        watermark = dimension.watermark().map(Instants::toMicros).orElse(Evidence.NO_TIME);
    }

    boolean isKnown(String column) {
        return places.containsKey(column);
    }

    /** Says that fields of at most so many columns come next. */
    void expect(int width) {
        reader.expect(width);
    }

    /** Reads key and cells; what is wrong is found out column by column. */
    FieldReader.Read read(Map<String, ? extends @Nullable Object> fields) throws Refusal {
        FieldReader.Read plain = plain(fields);
        if (plain != null) {
            return plain;
        }
        checkColumns(fields);
        return new FieldReader.Read(key(fields), row(fields));
    }

    /** Reads key and cells in one pass; null if anything is wrong. */
    FieldReader.@Nullable Read plain(Map<String, ? extends @Nullable Object> fields) {
        return reader.read(fields);
    }

    void checkColumns(Map<String, ? extends @Nullable Object> fields) throws Refusal {
        for (String name : fields.keySet()) {
            if (!places.containsKey(name)) {
                throw new Refusal(
                        Reason.UNKNOWN_COLUMN,
                        "Dimension " + dimension + " has no column " + name + ". Declare it, or declare it ignored.");
            }
        }
    }

    Key key(Map<String, ? extends @Nullable Object> fields) throws Refusal {
        Object[] parts = new Object[dimension.naturalKey().size()];
        for (int i = 0; i < parts.length; i++) {
            Column column = dimension.naturalKey().get(i);
            Object value = fields.get(column.name());
            if (value == null) {
                throw new Refusal(
                        Reason.NULL_KEY,
                        "The natural key column " + column.name() + " is null or missing. Every change needs it.");
            }
            try {
                parts[i] = column.type().coerce(value);
            } catch (IllegalArgumentException wrong) {
                throw new Refusal(Reason.WRONG_TYPE, "The natural key: " + wrong.getMessage());
            }
        }
        return Key.owning(parts);
    }

    Row row(Map<String, ? extends @Nullable Object> fields) throws Refusal {
        @Nullable Object[] cells = new Object[dimension.attributes().size()];
        for (int i = 0; i < cells.length; i++) {
            Column column = dimension.attributes().get(i);
            Object value = fields.get(column.name());
            if (value == null) {
                cells[i] = fields.containsKey(column.name()) ? null : Row.unsaid();
                continue;
            }
            try {
                cells[i] = column.type().coerce(value);
            } catch (IllegalArgumentException wrong) {
                throw new Refusal(Reason.WRONG_TYPE, "Column " + column.name() + ": " + wrong.getMessage());
            }
        }
        return Row.owning(cells);
    }

    static Sequence sequence(@Nullable Sequence sequence) throws Refusal {
        if (sequence == null) {
            throw new Refusal(Reason.NULL_SEQUENCE, "The change has no sequence. Every change needs one.");
        }
        return sequence;
    }

    static long time(@Nullable Instant instant, String name) throws Refusal {
        if (instant == null) {
            throw new Refusal(Reason.NULL_TIME, "The change has no " + name + ". Every change needs one.");
        }
        if (!Instants.isInRange(instant)) {
            throw new Refusal(
                    Reason.TIME_OUT_OF_RANGE,
                    "The " + name + " " + instant + " is outside " + Instants.MIN + " (inclusive) .. " + Instants.MAX
                            + " (exclusive).");
        }
        return Instants.toMicros(instant);
    }

    /** Returns when the source recorded it, where that is kept. */
    long systemTime(@Nullable Instant instant) throws Refusal {
        if (dimension.systemTime() != SystemTime.SOURCE) {
            return Evidence.NO_TIME;
        }
        long recorded = time(instant, "system time");
        if (recorded >= watermark) {
            return recorded;
        }
        if (dimension.lateRecord() == LateRecord.QUARANTINE) {
            throw new Refusal(
                    Reason.BELOW_WATERMARK,
                    "The change was recorded at " + instant + ", and answers up to "
                            + Instants.ofMicros(watermark)
                            + " are final. Let late records count as recorded at the watermark, or move it back.");
        }
        return watermark;
    }
}
