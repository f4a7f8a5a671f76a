package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.change.Change;
import dev.scd2.change.Span;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads enrollments as spans: a row is the period {@code [start_date, end_date + 1 day)}, its number the enrollment id. A
 * retroactive end is one more statement about the same number; a cancelled or void row never was.
 *
 * <p>A statement is known from its {@code recorded_at} on; a deleted row, which has none of its own, from that of its last
 * image. The source's end dates are inclusive; a day begins at midnight UTC. Immutable, hence thread-safe.
 */
final class CoverageFeed implements DimensionFeed {
    private static final Set<String> NEVER_WAS = Set.of("CANCELLED", "VOID");

    private final Dimension dimension;
    private final Envelopes envelopes = new Envelopes(OltpTable.ENROLLMENTS);

    CoverageFeed(Dimension dimension) {
        this.dimension = dimension;
    }

    @Override
    public Optional<Change> change(RawEvent event) {
        String image = event.op().equals("d") ? event.before() : event.after();
        Map<String, @Nullable Object> row = image == null ? Map.of() : envelopes.row(image);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Column column : dimension.naturalKey()) {
            fields.put(column.name(), row.get(column.name()));
        }
        for (Column column : dimension.attributes()) {
            fields.put(column.name(), row.get(column.name()));
        }
        Object status = row.get("status");
        boolean neverWas = event.op().equals("d") || (status != null && NEVER_WAS.contains(status));
        return Optional.of(new Span(
                String.valueOf(row.get("enrollment_id")),
                fields,
                startOf(row.get("start_date"), 0),
                startOf(row.get("end_date"), 1),
                neverWas,
                event.sequence(),
                event.position(),
                row.get("recorded_at") instanceof Instant recorded ? recorded : null));
    }

    private static @Nullable Instant startOf(@Nullable Object date, int plusDays) {
        return date instanceof LocalDate day
                ? day.plusDays(plusDays).atStartOfDay(ZoneOffset.UTC).toInstant()
                : null;
    }
}
