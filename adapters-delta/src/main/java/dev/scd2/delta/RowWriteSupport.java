package dev.scd2.delta;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.timeline.Instants;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Canonical values as the Parquet types that the Delta protocol asks for. Confined to one thread. */
final class RowWriteSupport extends WriteSupport<@Nullable Object[]> {
    private static final int INT_DIGITS = 9;
    private static final int LONG_DIGITS = 18;

    private final List<Field> fields;
    private @Nullable RecordConsumer consumer;

    RowWriteSupport(List<Field> fields) {
        this.fields = fields;
    }

    @Override
    @SuppressWarnings("deprecation") // has no default, and is not called
    public WriteContext init(Configuration configuration) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return context();
    }

    private WriteContext context() {
        return new WriteContext(
                new MessageType(
                        "row", fields.stream().map(RowWriteSupport::type).toList()),
                Map.of());
    }

    private static Type type(Field field) {
        Type.Repetition repetition = field.required() ? Type.Repetition.REQUIRED : Type.Repetition.OPTIONAL;
        return switch (field.type().kind()) {
            case TEXT ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(field.name());
            case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(field.name());
            case DECIMAL -> decimal(field, repetition);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(field.name());
            case BOOLEAN ->
                Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(field.name());
            case DATE ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(field.name());
            case TIMESTAMP ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(field.name());
            case BYTES -> Types.primitive(PrimitiveTypeName.BINARY, repetition).named(field.name());
        };
    }

    private static Type decimal(Field field, Type.Repetition repetition) {
        ColumnType type = field.type();
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
        if (type.precision() <= LONG_DIGITS) {
            PrimitiveTypeName whole =
                    type.precision() <= INT_DIGITS ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64;
            return Types.primitive(whole, repetition).as(annotation).named(field.name());
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(bytes(type))
                .as(annotation)
                .named(field.name());
    }

    /** Returns how many bytes hold the greatest unscaled value and its sign. */
    private static int bytes(ColumnType decimal) {
        return BigDecimal.TEN.pow(decimal.precision()).toBigInteger().bitLength() / Byte.SIZE + 1;
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(@Nullable Object[] cells) {
        RecordConsumer to = Objects.requireNonNull(consumer);
        to.startMessage();
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            if (cell != null) {
                Field field = fields.get(i);
                to.startField(field.name(), i);
                write(to, field.type(), cell);
                to.endField(field.name(), i);
            }
        }
        to.endMessage();
    }

    private static void write(RecordConsumer to, ColumnType type, Object cell) {
        switch (type.kind()) {
            case TEXT -> to.addBinary(Binary.fromString((String) cell));
            case LONG -> to.addLong((Long) cell);
            case DECIMAL -> write(to, type, (BigDecimal) cell);
            case DOUBLE -> to.addDouble((Double) cell);
            case BOOLEAN -> to.addBoolean((Boolean) cell);
            case DATE -> to.addInteger(Math.toIntExact(((LocalDate) cell).toEpochDay()));
            case TIMESTAMP -> to.addLong(micros((Instant) cell));
            case BYTES -> to.addBinary(Binary.fromReusedByteArray(((Bytes) cell).toArray()));
        }
    }

    /** Returns epoch microseconds, UTC; unlike {@link Instants#toMicros} also of the end of time. */
    static long micros(Instant instant) {
        return instant.equals(Instants.MAX) ? Instants.MAX.getEpochSecond() * 1_000_000L : Instants.toMicros(instant);
    }

    private static void write(RecordConsumer to, ColumnType type, BigDecimal cell) {
        if (type.precision() <= INT_DIGITS) {
            to.addInteger(cell.unscaledValue().intValueExact());
        } else if (type.precision() <= LONG_DIGITS) {
            to.addLong(cell.unscaledValue().longValueExact());
        } else {
            byte[] digits = cell.unscaledValue().toByteArray();
            byte[] fixed = new byte[bytes(type)];
            Arrays.fill(fixed, 0, fixed.length - digits.length, (byte) (cell.signum() < 0 ? -1 : 0));
            System.arraycopy(digits, 0, fixed, fixed.length - digits.length, digits.length);
            to.addBinary(Binary.fromReusedByteArray(fixed));
        }
    }
}
