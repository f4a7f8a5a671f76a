package dev.scd2.delta;

import dev.scd2.dimension.ColumnType;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Columns and their bounds in the words of the Delta protocol. Stateless. */
final class DeltaTypes {
    private static final int LONG_DIGITS = 19;

    private DeltaTypes() {}

    static StructType schema(List<Field> fields) {
        StructType schema = new StructType();
        for (Field field : fields) {
            schema = schema.add(field.name(), type(field.type()), !field.required());
        }
        return schema;
    }

    private static DataType type(ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> StringType.STRING;
            case LONG -> LongType.LONG;
            case DECIMAL -> new DecimalType(type.precision(), type.scale());
            case DOUBLE -> DoubleType.DOUBLE;
            case BOOLEAN -> BooleanType.BOOLEAN;
            case DATE -> DateType.DATE;
            case TIMESTAMP -> TimestampType.TIMESTAMP;
            case BYTES -> BinaryType.BINARY;
        };
    }

    /** Returns the columns of {@code schema}, or nothing where one has a type that is not written here. */
    static Optional<List<Field>> fields(StructType schema) {
        List<Field> fields = new ArrayList<>();
        for (StructField field : schema.fields()) {
            Optional<ColumnType> type = type(field.getDataType());
            if (type.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new Field(field.getName(), type.get(), !field.isNullable(), false));
        }
        return Optional.of(fields);
    }

    private static Optional<ColumnType> type(DataType type) {
        if (type instanceof DecimalType decimal) {
            return Optional.of(ColumnType.decimal(decimal.getPrecision(), decimal.getScale()));
        }
        for (ColumnType simple : List.of(
                ColumnType.TEXT,
                ColumnType.LONG,
                ColumnType.DOUBLE,
                ColumnType.BOOLEAN,
                ColumnType.DATE,
                ColumnType.TIMESTAMP,
                ColumnType.BYTES)) {
            if (type(simple).equals(type)) {
                return Optional.of(simple);
            }
        }
        return Optional.empty();
    }

    /** Returns whether every value of {@code narrow} is one of {@code wide}. */
    static boolean holds(ColumnType wide, ColumnType narrow) {
        if (wide.equals(narrow) || wide.kind() != ColumnType.Kind.DECIMAL) {
            return wide.equals(narrow);
        }
        int digits = wide.precision() - wide.scale();
        return switch (narrow.kind()) {
            case DECIMAL -> wide.scale() >= narrow.scale() && digits >= narrow.precision() - narrow.scale();
            case LONG -> digits >= LONG_DIGITS;
            default -> false;
        };
    }

    static DataFileStatistics statistics(List<Field> fields, RowFile file) {
        Map<Column, Literal> least = new HashMap<>();
        Map<Column, Literal> greatest = new HashMap<>();
        Map<Column, Long> nulls = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            Column column = new Column(fields.get(i).name());
            RowFile.Bounds bounds = file.columns().get(i);
            nulls.put(column, bounds.nulls());
            Object from = bounds.least();
            Object to = bounds.greatest();
            if (from != null && to != null) {
                least.put(column, literal(from));
                greatest.put(column, literal(to));
            }
        }
        return new DataFileStatistics(file.rows(), least, greatest, nulls, Optional.empty());
    }

    private static Literal literal(Object value) {
        if (value instanceof Long whole) {
            return Literal.ofLong(whole);
        }
        if (value instanceof LocalDate date) {
            return Literal.ofDate(Math.toIntExact(date.toEpochDay()));
        }
        if (value instanceof Instant instant) {
            return Literal.ofTimestamp(RowWriteSupport.micros(instant));
        }
        throw new IllegalArgumentException(
                "No bounds are kept of a " + value.getClass().getSimpleName() + ".");
    }
}
