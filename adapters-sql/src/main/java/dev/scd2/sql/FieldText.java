package dev.scd2.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.dimension.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values of a change, as they came, in JSON: text, whole numbers of 64 bits, truth and null as they are, everything else as
 * {@code {"type":"text"}}, so that its Java class comes back. Enums and other character sequences come back as text, byte
 * arrays and buffers as {@link Bytes}, which every column takes for the same. A value of another class comes back as an
 * {@link Other}, which no column takes. Stateless.
 */
final class FieldText {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Classes whose {@code toString} is read again without loss. */
    private static final List<Type> TYPES = List.of(
            new Type(Byte.class, "byte", Byte::valueOf),
            new Type(Short.class, "short", Short::valueOf),
            new Type(Integer.class, "integer", Integer::valueOf),
            new Type(BigInteger.class, "big integer", BigInteger::new),
            new Type(BigDecimal.class, "decimal", BigDecimal::new),
            new Type(Float.class, "float", Float::valueOf),
            new Type(Double.class, "double", Double::valueOf),
            new Type(Character.class, "character", text -> text.charAt(0)),
            new Type(UUID.class, "uuid", UUID::fromString),
            new Type(Instant.class, "instant", Instant::parse),
            new Type(LocalDate.class, "date", LocalDate::parse),
            new Type(LocalTime.class, "time", LocalTime::parse),
            new Type(LocalDateTime.class, "date time", LocalDateTime::parse),
            new Type(OffsetTime.class, "offset time", OffsetTime::parse),
            new Type(OffsetDateTime.class, "offset date time", OffsetDateTime::parse),
            new Type(ZonedDateTime.class, "zoned date time", ZonedDateTime::parse),
            new Type(Duration.class, "duration", Duration::parse),
            new Type(Period.class, "period", Period::parse),
            new Type(Year.class, "year", text -> Year.of(Integer.parseInt(text))),
            new Type(YearMonth.class, "year month", YearMonth::parse),
            new Type(Bytes.class, "bytes", text -> Bytes.of(HexFormat.of().parseHex(text))),
            new Type(java.sql.Date.class, "sql date", java.sql.Date::valueOf),
            new Type(java.sql.Time.class, "sql time", java.sql.Time::valueOf),
            new Type(java.sql.Timestamp.class, "sql timestamp", java.sql.Timestamp::valueOf));

    private static final Map<Class<?>, String> NAMES =
            TYPES.stream().collect(Collectors.toUnmodifiableMap(Type::javaClass, Type::name));
    private static final Map<String, Function<String, Object>> READERS =
            TYPES.stream().collect(Collectors.toUnmodifiableMap(Type::name, Type::reader));

    private FieldText() {}

    /** Returns {@code value} as JSON. */
    static JsonNode of(@Nullable Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof CharSequence || value instanceof Enum<?>) {
            return JSON.textNode(value.toString());
        }
        if (value instanceof Long number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        String name = NAMES.get(value.getClass());
        if (name != null) {
            return JSON.objectNode().put(name, value.toString());
        }
        return value instanceof Other other ? other.toJson() : bytesOrNested(value);
    }

    private static JsonNode bytesOrNested(Object value) {
        if (value instanceof byte[] bytes) {
            return of(Bytes.of(bytes));
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return of(Bytes.of(copy));
        }
        ObjectNode typed = JSON.objectNode();
        if (value instanceof List<?> list) {
            var items = typed.putArray("list");
            list.forEach(item -> items.add(of(item)));
            return typed;
        }
        boolean named = value instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance);
        if (named) {
            ObjectNode entries = typed.putObject("map");
            ((Map<?, ?>) value).forEach((key, item) -> entries.set((String) key, of(item)));
            return typed;
        }
        return new Other(value.getClass().getName(), String.valueOf(value.toString())).toJson();
    }

    /** Returns the value that {@link #of} wrote. */
    static @Nullable Object read(JsonNode json) {
        if (json.isNull()) {
            return null;
        }
        if (json.isTextual()) {
            return json.textValue();
        }
        if (json.isIntegralNumber()) {
            return json.longValue();
        }
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        Map.Entry<String, JsonNode> typed = json.properties().iterator().next();
        JsonNode content = typed.getValue();
        return switch (typed.getKey()) {
            case "list" -> {
                List<@Nullable Object> list = new ArrayList<>();
                content.forEach(item -> list.add(read(item)));
                yield Collections.unmodifiableList(list);
            }
            case "map" -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                content.properties().forEach(field -> map.put(field.getKey(), read(field.getValue())));
                yield Collections.unmodifiableMap(map);
            }
            case "other" -> new Other(content.get(0).textValue(), content.get(1).textValue());
            default -> READERS.get(typed.getKey()).apply(content.textValue());
        };
    }

    private record Type(Class<?> javaClass, String name, Function<String, Object> reader) {}

    /**
     * What is left of a value of a class that cannot be kept.
     *
     * @param className the class
     * @param text what the value said of itself
     */
    record Other(String className, String text) {
        JsonNode toJson() {
            ObjectNode typed = JSON.objectNode();
            typed.putArray("other").add(className).add(text);
            return typed;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
