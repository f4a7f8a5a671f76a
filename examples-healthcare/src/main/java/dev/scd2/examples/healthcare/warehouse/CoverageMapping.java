package dev.scd2.examples.healthcare.warehouse;

import dev.scd2.change.Change;
import dev.scd2.change.Span;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.intake.RowChange;
import dev.scd2.engine.intake.RowChange.Operation;
import dev.scd2.engine.intake.RowMapping;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads enrollments as spans: a row is the period {@code [start_date, end_date + 1 day)}, its number the enrollment id. A
 * retroactive end is one more statement about the same number; a cancelled or void row never was.
 *
 * <p>A statement is known from its {@code recorded_at} on; a deleted row, which has none of its own, from that of its last
 * image. The source's end dates are inclusive; a day begins at midnight UTC. Immutable.
 */
final class CoverageMapping implements RowMapping {
    private static final Set<String> NEVER_WAS = Set.of("CANCELLED", "VOID");

    private final Dimension dimension;

    CoverageMapping(Dimension dimension) {
        this.dimension = dimension;
    }

    @Override
    public List<Change> changes(RowChange change) {
        boolean deleted = change.operation() == Operation.DELETE;
        Map<String, @Nullable Object> row = deleted ? change.before() : change.after();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Stream.concat(dimension.naturalKey().stream(), dimension.attributes().stream())
                .map(Column::name)
                .forEach(column -> fields.put(column, row.get(column)));
        Object status = row.get("status");
        return List.of(new Span(
                String.valueOf(row.get("enrollment_id")),
                fields,
                startOf(row.get("start_date"), 0),
                startOf(row.get("end_date"), 1),
                deleted || (status != null && NEVER_WAS.contains(status)),
                change.sequence(),
                change.position(),
                row.get("recorded_at") instanceof Instant recorded ? recorded : null));
    }

    private static @Nullable Instant startOf(@Nullable Object date, int plusDays) {
        return date instanceof LocalDate day
                ? day.plusDays(plusDays).atStartOfDay(ZoneOffset.UTC).toInstant()
                : null;
    }
}
