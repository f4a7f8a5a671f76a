package dev.scd2.delta;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** A dimension with a column of every type, and rows with the least, the greatest and no value of each. Stateless. */
final class EveryType {
    static final Instant LAST = Instant.parse("9999-12-30T23:59:59.999999Z");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    static final Dimension DIMENSION = Dimension.named("wide")
            .key("id", ColumnType.LONG)
            .track("text", ColumnType.TEXT)
            .track("small", ColumnType.decimal(9, 2))
            .track("middle", ColumnType.decimal(18, 6))
            .track("large", ColumnType.decimal(38, 10))
            .track("number", ColumnType.DOUBLE)
            .track("flag", ColumnType.BOOLEAN)
            .track("day", ColumnType.DATE)
            .track("moment", ColumnType.TIMESTAMP)
            .track("bytes", ColumnType.BYTES)
            .build();

    private EveryType() {}

    static Batch batch() {
        Map<String, Object> least = new HashMap<>(Map.of("id", Long.MIN_VALUE));
        least.put("text", "");
        least.put("small", new BigDecimal("-9999999.99"));
        least.put("middle", new BigDecimal("-999999999999.999999"));
        least.put("large", new BigDecimal("-9999999999999999999999999999.9999999999"));
        least.put("number", -Double.MAX_VALUE);
        least.put("flag", false);
        least.put("day", LocalDate.of(1, 1, 1));
        least.put("moment", FIRST);
        least.put("bytes", new byte[0]);
        Map<String, Object> greatest = new HashMap<>(Map.of("id", Long.MAX_VALUE));
        greatest.put("text", "😀 \u0000 é");
        greatest.put("small", new BigDecimal("9999999.99"));
        greatest.put("middle", new BigDecimal("999999999999.999999"));
        greatest.put("large", new BigDecimal("9999999999999999999999999999.9999999999"));
        greatest.put("number", Double.NaN);
        greatest.put("flag", true);
        greatest.put("day", LocalDate.of(9999, 12, 31));
        greatest.put("moment", LAST);
        greatest.put("bytes", new byte[] {0, -1, 127});
        Map<String, Object> empty = new HashMap<>(Map.of("id", 0L));
        DIMENSION.attributes().forEach(column -> empty.put(column.name(), null));
        return Batch.builder()
                .change(Observation.of(least, FIRST, Sequence.of(1)))
                .change(Observation.of(greatest, LAST, Sequence.of(1)))
                .change(Observation.of(empty, Members.JANUARY, Sequence.of(1)))
                .build();
    }
}
