package dev.scd2.engine.algebra;

import dev.scd2.fact.DateAnchor;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A set of instants, as the intervals that it consists of: in order, neither overlapping nor touching.
 *
 * <pre>{@code
 * Periods covered = Periods.of(spans);
 * covered.gaps()                                            // when it was interrupted
 * covered.islands(45, DateAnchor.startOfDay(ZoneOffset.UTC))  // continuous coverage, up to 45 days of gap allowed
 * covered.subtract(paid).lengthMicros()                     // how long it was not paid for
 * }</pre>
 *
 * <p>Two sets are equal if they have the same instants. Every operation takes time linear in the intervals of both sides,
 * but {@link #of}, which sorts. Immutable.
 */
public final class Periods {
    private static final Periods NONE = new Periods(List.of());
    private static final long END_OF_TIME = Instants.MAX.getEpochSecond() * 1_000_000L;

    private final List<Interval> intervals;

    private Periods(List<Interval> intervals) {
        this.intervals = Collections.unmodifiableList(intervals);
    }

    /** Returns the empty set. */
    public static Periods none() {
        return NONE;
    }

    /**
     * Returns all instants that lie in at least one interval.
     *
     * <p>Takes n log n time for n intervals.
     *
     * @param intervals in any order; they may overlap
     */
    public static Periods of(Collection<Interval> intervals) {
        List<Interval> sorted = new ArrayList<>(intervals);
        Collections.sort(sorted);
        return bridged(sorted, (end, start) -> start <= end);
    }

    /** Returns the instants of one interval. */
    public static Periods of(Interval interval) {
        return new Periods(List.of(interval));
    }

    /**
     * Returns all instants that lie in at least two intervals.
     *
     * <pre>{@code
     * [ a              )
     *        [ b                    )
     *                       [ c       )
     *        [         )    [       )        overlaps
     * }</pre>
     *
     * <p>Takes n log n time for n intervals.
     */
    public static Periods overlaps(Collection<Interval> intervals) {
        List<Interval> sorted = new ArrayList<>(intervals);
        Collections.sort(sorted);
        List<Interval> shared = new ArrayList<>();
        long reached = Long.MIN_VALUE;
        for (Interval next : sorted) {
            if (next.startMicros() < reached) {
                shared.add(new Interval(next.startMicros(), Math.min(reached, next.endMicros())));
            }
            reached = Math.max(reached, next.endMicros());
        }
        return bridged(shared, (end, start) -> start <= end);
    }

    /** Says whether an end and a later start, epoch microseconds, are joined. */
    private interface Bridge {
        boolean spans(long end, long start);
    }

    private static Periods bridged(List<Interval> sorted, Bridge bridge) {
        List<Interval> joined = new ArrayList<>(sorted.size());
        for (Interval next : sorted) {
            int last = joined.size() - 1;
            if (last >= 0 && bridge.spans(joined.get(last).endMicros(), next.startMicros())) {
                Interval before = joined.get(last);
                joined.set(last, new Interval(before.startMicros(), Math.max(before.endMicros(), next.endMicros())));
            } else {
                joined.add(next);
            }
        }
        return new Periods(joined);
    }

    /** Returns the intervals, in order, neither overlapping nor touching; immutable. */
    public List<Interval> intervals() {
        return intervals;
    }

    /** Returns whether there is no instant at all. */
    public boolean isEmpty() {
        return intervals.isEmpty();
    }

    /** Returns whether {@code t} is one of the instants. Takes time logarithmic in the number of intervals. */
    public boolean contains(Instant t) {
        return contains(Instants.toMicros(t));
    }

    private boolean contains(long micros) {
        int low = 0;
        int high = intervals.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Interval candidate = intervals.get(middle);
            if (micros < candidate.startMicros()) {
                high = middle - 1;
            } else if (micros >= candidate.endMicros()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Returns the length of all intervals together, microseconds; an open end counts up to {@link Instants#MAX}. */
    public long lengthMicros() {
        long length = 0;
        for (Interval interval : intervals) {
            length += length(interval);
        }
        return length;
    }

    static long length(Interval interval) {
        return (interval.isOpen() ? END_OF_TIME : interval.endMicros()) - interval.startMicros();
    }

    /** Returns the instants that are in this or in {@code other}. */
    public Periods union(Periods other) {
        List<Interval> all = new ArrayList<>(intervals);
        all.addAll(other.intervals);
        return of(all);
    }

    /** Returns the instants that are in both. */
    public Periods intersect(Periods other) {
        List<Interval> common = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < intervals.size() && j < other.intervals.size()) {
            Interval one = intervals.get(i);
            Interval two = other.intervals.get(j);
            one.intersection(two).ifPresent(common::add);
            if (one.endMicros() < two.endMicros()) {
                i++;
            } else {
                j++;
            }
        }
        return new Periods(common);
    }

    /** Returns the instants that are in this and not in {@code other}. */
    public Periods subtract(Periods other) {
        List<Interval> left = new ArrayList<>();
        int j = 0;
        for (Interval interval : intervals) {
            long from = interval.startMicros();
            while (j < other.intervals.size() && other.intervals.get(j).endMicros() <= from) {
                j++;
            }
            for (int k = j; k < other.intervals.size() && from < interval.endMicros(); k++) {
                Interval taken = other.intervals.get(k);
                if (taken.startMicros() >= interval.endMicros()) {
                    break;
                }
                if (from < taken.startMicros()) {
                    left.add(new Interval(from, taken.startMicros()));
                }
                from = Math.max(from, taken.endMicros());
            }
            if (from < interval.endMicros()) {
                left.add(new Interval(from, interval.endMicros()));
            }
        }
        return new Periods(left);
    }

    /** Returns the instants that lie in {@code window}. */
    public Periods clip(Interval window) {
        return intersect(of(window));
    }

    /** Returns the instants between the first and the last that are not in this; none of an empty set. */
    public Periods gaps() {
        return isEmpty()
                ? NONE
                : gaps(new Interval(
                        intervals.get(0).startMicros(),
                        intervals.get(intervals.size() - 1).endMicros()));
    }

    /** Returns the instants of {@code window} that are not in this. */
    public Periods gaps(Interval window) {
        return of(window).subtract(this);
    }

    /**
     * Returns this with every gap filled that is not longer than {@code allowed}, floored to microseconds.
     *
     * @throws IllegalArgumentException if it is negative
     * @throws ArithmeticException if it is longer than 292,000 years
     */
    public Periods islands(Duration allowed) {
        long micros = Math.addExact(Math.multiplyExact(allowed.getSeconds(), 1_000_000L), allowed.getNano() / 1_000);
        requireGap(micros);
        return bridged(intervals, (end, start) -> start - end <= micros);
    }

    /**
     * Returns this with every gap filled in which at most {@code days} days have their anchor: continuous coverage with an
     * allowed gap.
     *
     * <pre>{@code
     * [ Jan 1 .. Jan 31 ]   44 days   [ Mar 16 .. Dec 31 ]         of 2024
     * [ Jan 1 ...................................... Dec 31 ]      islands(44, startOfDay(UTC))
     * }</pre>
     *
     * @throws IllegalArgumentException if {@code days} is negative
     */
    public Periods islands(int days, DateAnchor anchor) {
        requireGap(days);
        Days counted = new Days(anchor);
        return bridged(intervals, (end, start) -> counted.between(end, start) <= days);
    }

    private static void requireGap(long allowed) {
        if (allowed < 0) {
            throw new IllegalArgumentException("An allowed gap must not be negative, as " + allowed + " is.");
        }
    }

    /** Returns this cut wherever a unit of the calendar of {@code zone} begins; see {@link Pieces#split}. */
    public List<Interval> split(CalendarUnit unit, ZoneId zone, Interval window) {
        return Pieces.of(this, true).split(unit, zone, window).pieces().stream()
                .map(Piece::interval)
                .toList();
    }

    /**
     * Returns the months from {@code first} to {@code last}, both inclusive, that have a covered day, in order. A day is
     * covered when its anchor is.
     *
     * <pre>{@code
     * covered [ Jan 20 ..... Feb 14 ]
     * 2024-01   12 of 31 days, not mid-month
     * 2024-02   14 of 29 days, not mid-month
     * }</pre>
     *
     * <p>Takes time linear in the intervals and the months.
     */
    public List<MemberMonth> memberMonths(YearMonth first, YearMonth last, DateAnchor anchor) {
        Days days = new Days(anchor);
        List<MemberMonth> months = new ArrayList<>();
        int i = 0;
        for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
            long from = anchor.toMicros(month.atDay(1));
            long to = anchor.toMicros(month.plusMonths(1).atDay(1));
            while (i < intervals.size() && intervals.get(i).endMicros() <= from) {
                i++;
            }
            long covered = 0;
            for (int k = i; k < intervals.size() && intervals.get(k).startMicros() < to; k++) {
                Interval interval = intervals.get(k);
                covered += days.between(Math.max(from, interval.startMicros()), Math.min(to, interval.endMicros()));
            }
            if (covered > 0) {
                LocalDate middle = month.atDay(MemberMonth.MID_DAY);
                months.add(new MemberMonth(month, (int) covered, contains(anchor.toMicros(middle))));
            }
        }
        return months;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Periods periods && intervals.equals(periods.intervals);
    }

    @Override
    public int hashCode() {
        return intervals.hashCode();
    }

    /** Returns the intervals. */
    @Override
    public String toString() {
        return intervals.toString();
    }
}
