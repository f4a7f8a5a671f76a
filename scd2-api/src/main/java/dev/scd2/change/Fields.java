package dev.scd2.change;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Column values by name, made from what a program has at hand. Stateless. */
public final class Fields {
    private Fields() {}

    /**
     * Returns the columns of {@code entity}: a map as it is, or a record with each component under its name in snake
     * case ({@code memberId} is {@code member_id}).
     *
     * @throws IllegalArgumentException if it is neither, a map key is no text, or a record component cannot be read
     */
    public static Map<String, @Nullable Object> of(Object entity) {
        if (entity instanceof Map<?, ?> map) {
            return copyOf(named(map));
        }
        if (entity instanceof Record) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (RecordComponent component : entity.getClass().getRecordComponents()) {
                fields.put(snakeCase(component.getName()), read(component, entity));
            }
            return copyOf(fields);
        }
        throw new IllegalArgumentException("Columns are read from a Map or a record, not from a "
                + entity.getClass().getName() + ".");
    }

    @SuppressWarnings("unchecked") // each name was looked at
    private static Map<String, @Nullable Object> named(Map<?, ?> map) {
        for (Object name : map.keySet()) {
            if (!(name instanceof String)) {
                throw new IllegalArgumentException("A column name in a map must be a String.");
            }
        }
        return (Map<String, @Nullable Object>) map;
    }

    static Map<String, @Nullable Object> copyOf(Map<String, ? extends @Nullable Object> fields) {
        return FieldMap.copyOf(fields);
    }

    private static @Nullable Object read(RecordComponent component, Object entity) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(entity);
        } catch (ReflectiveOperationException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "The component " + component.getName() + " of "
                            + entity.getClass().getName()
                            + " cannot be read. Open its package to dev.scd2.api or pass a Map.",
                    unreadable);
        }
    }

    private static String snakeCase(String name) {
        StringBuilder text = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (Character.isUpperCase(letter) && i > 0) {
                text.append('_');
            }
            text.append(Character.toLowerCase(letter));
        }
        return text.toString();
    }
}
