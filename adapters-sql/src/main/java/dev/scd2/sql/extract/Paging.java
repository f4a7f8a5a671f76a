package dev.scd2.sql.extract;

import dev.scd2.engine.intake.RowMapping;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How rows are found page by page.
 *
 * <p>Immutable.
 *
 * @param order the column that says how far was read: a time, or a whole number
 * @param key columns that tell rows of one place in the order apart
 * @param overlap how far behind the reached place reading begins, in epoch microseconds or numbers
 * @param pageRows rows of a page, which become one batch
 * @param every how long to wait before looking again
 * @param clock whose present a reached time never passes; null where the order is no time
 * @param needed columns that are read besides
 * @param row what a row says
 * @param mapping what that means for the dimension
 */
record Paging(
        String order,
        List<String> key,
        long overlap,
        int pageRows,
        Duration every,
        @Nullable Clock clock,
        List<String> needed,
        RowReading row,
        RowMapping mapping) {
    static final int PAGE_ROWS = 5_000;
    static final Duration EVERY = Duration.ofSeconds(10);

    /** Returns all columns that must be there. */
    List<String> columns() {
        LinkedHashSet<String> all = new LinkedHashSet<>(List.of(order));
        all.addAll(key);
        all.addAll(needed);
        return List.copyOf(all);
    }

    /** Returns the columns by which rows are ordered, the most significant first. */
    List<String> orderedBy() {
        List<String> all = new ArrayList<>(List.of(order));
        all.addAll(key);
        return List.copyOf(new LinkedHashSet<>(all));
    }
}
