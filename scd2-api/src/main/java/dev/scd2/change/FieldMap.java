package dev.scd2.change;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Column values by name, in the order in which they came: one array, beside names that other rows share.
 *
 * <p>A batch is read from memory that no cache holds, and a map with a node for each column is twice as much to read.
 * Immutable.
 */
final class FieldMap extends AbstractMap<String, @Nullable Object> {
    private final FieldNames names;
    private final @Nullable Object[] values;

    private FieldMap(FieldNames names, @Nullable Object[] values) {
        this.names = names;
        this.values = values;
    }

    @SuppressWarnings("unchecked") // nobody can put anything into it
    static Map<String, @Nullable Object> copyOf(Map<String, ? extends @Nullable Object> fields) {
        if (fields instanceof FieldMap) {
            return (Map<String, @Nullable Object>) fields;
        }
        @Nullable String[] names = new String[fields.size()];
        @Nullable Object[] values = new Object[names.length];
        int count = 0;
        for (Map.Entry<String, ? extends @Nullable Object> field : fields.entrySet()) {
            if (count == names.length) {
                names = Arrays.copyOf(names, 2 * count + 1);
                values = Arrays.copyOf(values, names.length);
            }
            names[count] = field.getKey();
            values[count++] = field.getValue();
        }
        FieldNames known = FieldNames.of(names, count);
        return known == null
                ? copyOf(new LinkedHashMap<>(fields)) // it told equal names apart
                : new FieldMap(known, values.length == count ? values : Arrays.copyOf(values, count));
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int i = names.indexOf(name);
        return i < 0 ? null : values[i];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return names.indexOf(name) >= 0;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super @Nullable Object> visitor) {
        for (int i = 0; i < values.length; i++) {
            visitor.accept(names.name(i), values[i]);
        }
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, @Nullable Object>> {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < values.length;
                }

                @Override
                public Map.Entry<String, @Nullable Object> next() {
                    if (next == values.length) {
                        throw new NoSuchElementException();
                    }
                    return new SimpleImmutableEntry<>(names.name(next), values[next++]);
                }
            };
        }
    }
}
