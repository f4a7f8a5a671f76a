package dev.scd2.engine.merge;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads natural key and cells in one pass over the fields of a change. Fields mostly come in the order of the change
 * before, and under the very same names, so where each belongs is remembered. Confined to one thread.
 */
@SuppressWarnings("ReferenceEquality") // another name of the same letters is looked up, and found as well
final class FieldReader {
    /** The place of a column that the dimension ignores. */
    static final int IGNORED = -1;

    private static final int UNKNOWN = -2;

    private final Column[] columns;
    private final int parts;
    private final Map<String, Integer> places;
    private final Object[] unsaid;
    private final BiConsumer<String, @Nullable Object> visitor = this::put;
    private String[] names = new String[0];
    private int[] placesOfNames = new int[0];
    private final @Nullable Object[] key;
    private @Nullable Object[] cells = new Object[0];
    private int next;
    private boolean plain;

    /**
     * Makes one.
     *
     * @param columns those of the key, then the kept attributes
     * @param parts how many are of the key
     * @param places by name, the index of each column, or {@link #IGNORED}
     */
    FieldReader(Column[] columns, int parts, Map<String, Integer> places) {
        this.columns = columns;
        this.parts = parts;
        this.places = places;
        this.key = new Object[parts];
        this.unsaid = new Object[columns.length - parts];
        Arrays.fill(unsaid, Row.unsaid());
    }

    /** A natural key and the cells beside it. */
    record Read(Key key, Row row) {}

    /** Makes room for as many columns. */
    void expect(int width) {
        if (names.length < width) {
            names = Arrays.copyOf(names, width);
            placesOfNames = Arrays.copyOf(placesOfNames, width);
        }
    }

    /** Returns what the fields hold, or null if anything is wrong with them. */
    @Nullable
    Read read(Map<String, ? extends @Nullable Object> fields) {
        expect(fields.size());
        Arrays.fill(key, null);
        cells = unsaid.clone();
        next = 0;
        plain = true;
        fields.forEach(visitor);
        for (Object part : key) {
            plain &= part != null;
        }
        return plain ? new Read(Key.of(key), Row.owning(cells)) : null;
    }

    private void put(String name, @Nullable Object value) {
        int place = place(name, next++);
        if (place == UNKNOWN) {
            plain = false;
        } else if (place != IGNORED) {
            try {
                Object cell = columns[place].type().coerce(value);
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

    private int place(String name, int field) {
        if (names[field] != name) {
            names[field] = name;
            placesOfNames[field] = places.getOrDefault(name, UNKNOWN);
        }
        return placesOfNames[field];
    }
}
