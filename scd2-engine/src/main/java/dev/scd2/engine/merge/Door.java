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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types and checks the parts of a change. Instants are floored to the microsecond here and nowhere else. Immutable. */
final class Door {
    private static final int IGNORED = -1;

    private final Dimension dimension;
    private final Column[] columns;
    private final int parts;
    private final Map<String, Integer> places = new HashMap<>();
    private final long watermark;

    Door(Dimension dimension) {
        this.dimension = dimension;
        List<Column> all = new ArrayList<>(dimension.naturalKey());
        all.addAll(dimension.attributes());
        columns = all.toArray(Column[]::new);
        parts = dimension.naturalKey().size();
        for (int i = 0; i < columns.length; i++) {
            places.put(columns[i].name(), i);
        }
        dimension.ignored().forEach(name -> places.put(name, IGNORED));
        watermark = dimension.watermark().map(Instants::toMicros).orElse(Evidence.NO_TIME);
    }

    boolean isKnown(String column) {
        return places.containsKey(column);
    }

    /** A natural key and the cells beside it. */
    record Read(Key key, Row row) {}

    /** Reads key and cells in one pass; what is wrong is found out column by column. */
    Read read(Map<String, ? extends @Nullable Object> fields) throws Refusal {
        @Nullable Object[] key = new Object[parts];
        @Nullable Object[] cells = new Object[columns.length - parts];
        Arrays.fill(cells, Row.unsaid());
        boolean plain = true;
        for (Map.Entry<String, ? extends @Nullable Object> field : fields.entrySet()) {
            Integer place = places.get(field.getKey());
            Object value = field.getValue();
            if (place == null) {
                plain = false;
            } else if (place != IGNORED) {
                try {
                    Object cell = value == null ? null : columns[place].type().coerce(value);
                    if (place < parts) {
                        key[place] = cell;
                    } else {
                        cells[place - parts] = cell;
                    }
                } catch (IllegalArgumentException wrong) {
                    plain = false;
                }
            }
        }
        for (Object part : key) {
            plain &= part != null;
        }
        if (plain) {
            return new Read(Key.of(key), Row.of(cells));
        }
        checkColumns(fields);
        return new Read(key(fields), row(fields));
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
        return Key.of(parts);
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
        return Row.of(cells);
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
