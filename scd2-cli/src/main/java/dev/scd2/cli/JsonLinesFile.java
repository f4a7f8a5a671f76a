package dev.scd2.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scd2.dimension.ColumnType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line. A name that a line leaves out is absent there, which is not null; DuckDB's reader would make
 * them the same, so the lines are read by Jackson. Arrays and objects are kept as their JSON text.
 */
final class JsonLinesFile implements SourceFile {
    private static final ObjectReader OBJECTS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .readerFor(JsonNode.class);

    private final Path path;
    private final boolean gzip;

    JsonLinesFile(Path path, boolean gzip) {
        this.path = path;
        this.gzip = gzip;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Shape shape() {
        return Shape.RAGGED;
    }

    @Override
    public List<Field> fields() {
        Map<String, @Nullable ColumnType> types = new LinkedHashMap<>();
        forEach(object -> object.properties().forEach(property -> {
            String name = property.getKey();
            types.put(name, wider(types.get(name), typeOf(property.getValue())));
        }));
        List<Field> fields = new ArrayList<>();
        types.forEach((name, type) -> fields.add(new Field(name, type == null ? ColumnType.TEXT : type)));
        return List.copyOf(fields);
    }

    @Override
    public Extract read() {
        List<Field> fields = fields();
        List<@Nullable Object[]> rows = new ArrayList<>();
        forEach(object -> {
            @Nullable Object[] cells = new Object[fields.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = valueOf(object.get(fields.get(i).name()));
            }
            rows.add(cells);
        });
        return new Extract(fields, rows, 1);
    }

    private void forEach(Consumer<ObjectNode> visitor) {
        long row = 0;
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = gzip ? new GZIPInputStream(raw) : raw;
                MappingIterator<JsonNode> objects = OBJECTS.readValues(in)) {
            while (objects.hasNextValue()) {
                row++;
                if (!(objects.nextValue() instanceof ObjectNode object)) {
                    throw Failure.of(path + ": value " + row + " is no JSON object. Write one object a line.");
                }
                visitor.accept(object);
            }
        } catch (JsonProcessingException unreadable) {
            int line = unreadable.getLocation() == null
                    ? 0
                    : unreadable.getLocation().getLineNr();
            throw Failure.of(
                    path + ", line " + line + ": not readable as JSON. Write one object a line, no name twice.",
                    unreadable);
        } catch (IOException unreadable) {
            throw Failure.of(path + " cannot be read: " + Diagnosis.ofInput(unreadable), unreadable);
        }
    }

    private static @Nullable ColumnType typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> null;
            case BOOLEAN -> ColumnType.BOOLEAN;
            case NUMBER -> value.canConvertToLong() && value.isIntegralNumber() ? ColumnType.LONG : ColumnType.DOUBLE;
            default -> ColumnType.TEXT;
        };
    }

    private static @Nullable ColumnType wider(@Nullable ColumnType a, @Nullable ColumnType b) {
        if (a == null || b == null || a.equals(b)) {
            return a == null ? b : a;
        }
        boolean numbers =
                a != ColumnType.TEXT && b != ColumnType.TEXT && a != ColumnType.BOOLEAN && b != ColumnType.BOOLEAN;
        return numbers ? ColumnType.DOUBLE : ColumnType.TEXT;
    }

    private static @Nullable Object valueOf(@Nullable JsonNode value) {
        if (value == null) {
            return Extract.ABSENT;
        }
        return switch (value.getNodeType()) {
            case NULL -> null;
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(value);
            case STRING -> value.textValue();
            default -> value.toString();
        };
    }

    private static Object number(JsonNode value) {
        if (!value.isIntegralNumber()) {
            return value.decimalValue();
        }
        BigInteger whole = value.bigIntegerValue();
        return whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
    }
}
