package dev.scd2.tck.cases;

import dev.scd2.dimension.Dimension;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.JoinRule;
import dev.scd2.store.Evidence;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts, the versions that they are joined to, and what must come out. Immutable.
 *
 * @param name what it shows, in words
 * @param sides the dimensions, in order; more than one only where each has a name
 * @param facts columns by name; times are instants or dates
 * @param expect rows of the result: columns of a fact; and of each dimension {@code outcome} and its columns, null where
 *     there is no version, with the name of the dimension and a dot before it where it has one
 */
public record JoinCase(
        String name,
        List<Side> sides,
        List<Map<String, @Nullable Object>> facts,
        List<Map<String, @Nullable Object>> expect)
        implements CaseFile {
    /** Copies the lists. */
    public JoinCase {
        sides = List.copyOf(sides);
        facts = List.copyOf(facts);
        expect = List.copyOf(expect);
    }

    /**
     * One dimension of a join.
     *
     * @param as its name in expected rows; null where there is one dimension only
     * @param dimension what it is
     * @param versions what it holds; those of an earlier belief among them
     * @param lookupKey columns of the dimension by which a fact finds it
     * @param lookupOrder columns that decide where several versions are in force, the first deciding first; none where
     *     that is ambiguous
     * @param factKey columns of the fact, in the order of {@code lookupKey}
     * @param factTime column of the fact's time
     * @param rule which version a fact's time picks
     * @param anchor which instant a date is; null where the times of the facts are instants
     */
    public record Side(
            @Nullable String as,
            Dimension dimension,
            List<VersionRow> versions,
            List<String> lookupKey,
            List<String> lookupOrder,
            List<String> factKey,
            String factTime,
            JoinRule rule,
            @Nullable DateAnchor anchor) {}

    /**
     * A version that facts can meet.
     *
     * @param cells canonical values by column, the natural key among them; a column that is missing is null
     * @param validFrom first instant, epoch microseconds UTC, inclusive
     * @param validTo end, epoch microseconds UTC, exclusive; {@link dev.scd2.timeline.Interval#OPEN} when open
     * @param systemFrom from when it was believed, epoch microseconds UTC; {@link Evidence#NO_TIME} for always
     * @param systemTo until when it was believed, exclusive; {@link dev.scd2.timeline.Interval#OPEN} when it still is
     * @param deleted whether it marks an absence
     * @param inferred whether it is a placeholder
     */
    public record VersionRow(
            Map<String, @Nullable Object> cells,
            long validFrom,
            long validTo,
            long systemFrom,
            long systemTo,
            boolean deleted,
            boolean inferred) {}
}
