package dev.scd2.lake;

import dev.scd2.dimension.ColumnType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of {@link TypedFiles}, each with a number that it has for ever: by it, and not by its name, a column is found again
 * in files of different ages.
 *
 * <pre>{@code
 * TypedColumns then = TypedColumns.of("members").column(1, "id", LONG).column(2, "city", TEXT);
 * TypedColumns now = TypedColumns.of("members").column(1, "id", LONG)
 *         .column(2, "town", TEXT)    // renamed
 *         .column(3, "plan", TEXT);   // added
 * }</pre>
 *
 * <p>A column that is gone is left out, and its number is never used again. Immutable.
 */
public final class TypedColumns {
    private static final int MOST = 999_999;

    private final String entity;
    private final List<Numbered> columns;

    /** One column. */
    record Numbered(int number, String name, ColumnType type) {}

    private TypedColumns(String entity, List<Numbered> columns) {
        this.entity = entity;
        this.columns = List.copyOf(columns);
    }

    /** Returns the columns of an entity, none yet. */
    public static TypedColumns of(String entity) {
        return new TypedColumns(entity, List.of());
    }

    /**
     * Returns these with one more.
     *
     * @param number 1 to 999,999
     * @param name as the source has it now; not with {@code _} in front, which is for what every row has
     * @throws IllegalArgumentException if the number or the name is there already, or is not allowed
     */
    public TypedColumns column(int number, String name, ColumnType type) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("A column has a number from 1 to " + MOST + ", not " + number + ".");
        }
        if (name.isEmpty() || name.startsWith("_")) {
            throw new IllegalArgumentException("A column cannot have the name '" + name + "'.");
        }
        if (columns.stream().anyMatch(other -> other.number == number || other.name.equalsIgnoreCase(name))) {
            throw new IllegalArgumentException(
                    "The columns of " + entity + " have the number " + number + " or the name " + name + " twice.");
        }
        List<Numbered> more = new ArrayList<>(columns);
        more.add(new Numbered(number, name, type));
        return new TypedColumns(entity, more);
    }

    /** Returns whose columns they are. */
    public String entity() {
        return entity;
    }

    List<Numbered> numbered() {
        return columns;
    }

    Map<String, ColumnType> types() {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.name, column.type));
        return types;
    }
}
