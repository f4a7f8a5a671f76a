package dev.scd2.engine.algebra;

import dev.scd2.dimension.Row;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Timeline;
import dev.scd2.timeline.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values over intervals that are in order and never overlap: what held when, of one key.
 *
 * <p>Neighbours that touch and are equal stay apart until {@link #coalesce} joins them. Every operation takes time linear
 * in the pieces that go in and come out. Immutable if the values are.
 *
 * @param <T> what held; compared by {@code equals}
 */
public final class Pieces<T> {
    private final List<Piece<T>> pieces;

    private Pieces(List<Piece<T>> pieces) {
        this.pieces = Collections.unmodifiableList(pieces);
    }

    /**
     * Returns these pieces.
     *
     * @param pieces ordered by start, not overlapping
     * @throws IllegalArgumentException if they are out of order or overlap
     */
    public static <T> Pieces<T> of(List<Piece<T>> pieces) {
        List<Piece<T>> copy = List.copyOf(pieces);
        for (int i = 1; i < copy.size(); i++) {
            Interval last = copy.get(i - 1).interval();
            Interval next = copy.get(i).interval();
            if (last.endMicros() > next.startMicros()) {
                throw new IllegalArgumentException("Pieces overlap or are out of order: " + last + " before " + next
                        + ". Sort them by start and cut them where they overlap.");
            }
        }
        return new Pieces<>(copy);
    }

    /** Returns the versions of a timeline; those that mark an absence are left out. */
    public static Pieces<Row> of(Timeline timeline) {
        List<Piece<Row>> pieces = new ArrayList<>();
        for (Version version : timeline.versions()) {
            if (!version.deleted()) {
                pieces.add(new Piece<>(version.interval(), version.row()));
            }
        }
        return new Pieces<>(pieces);
    }

    /** Returns one value over each interval of {@code time}. */
    public static <T> Pieces<T> of(Periods time, T value) {
        List<Piece<T>> pieces = new ArrayList<>();
        time.intervals().forEach(interval -> pieces.add(new Piece<>(interval, value)));
        return new Pieces<>(pieces);
    }

    /**
     * Returns the time that all timelines share, cut wherever one of them changes, with the values of all.
     *
     * <pre>{@code
     * [ a1           )[ a2              )
     *        [ b1                 )[ b2       )
     *        [a1, b1 )[ a2, b1    )[a2,b2)
     * }</pre>
     *
     * <p>The result is proved before it is returned: {@link #requirePartition} of the intersection of their periods, which
     * is found by other means. Takes time linear in all pieces times the number of timelines.
     *
     * @param timelines at least one
     * @return pieces whose values are lists as long as {@code timelines}, in its order
     */
    public static <T> Pieces<List<T>> intersect(List<? extends Pieces<? extends T>> timelines) {
        requireSome(timelines);
        Periods common = timelines.get(0).periods();
        for (Pieces<? extends T> timeline : timelines.subList(1, timelines.size())) {
            common = common.intersect(timeline.periods());
        }
        List<Piece<List<T>>> full = new ArrayList<>();
        for (Piece<List<@Nullable T>> piece : swept(timelines)) {
            List<T> values = new ArrayList<>(timelines.size());
            for (T value : piece.value()) {
                if (value != null) {
                    values.add(value);
                }
            }
            if (values.size() == timelines.size()) {
                full.add(new Piece<>(piece.interval(), Collections.unmodifiableList(values)));
            }
        }
        Pieces<List<T>> result = of(full);
        result.requirePartition(common);
        return result;
    }

    /**
     * Returns the time that any of the timelines covers, cut wherever one of them changes, with the values of all; null
     * stands for one that says nothing then.
     *
     * <pre>{@code
     * [ a1           )[ a2              )
     *        [ b1                 )[ b2       )
     * [a1, - )[a1,b1 )[ a2, b1    )[a2,b2)[-,b2)
     * }</pre>
     *
     * <p>The result is proved before it is returned: {@link #requirePartition} of the union of their periods. Takes time
     * linear in all pieces times the number of timelines.
     *
     * @param timelines at least one
     * @return pieces whose values are lists as long as {@code timelines}, in its order
     */
    public static <T> Pieces<List<@Nullable T>> overlay(List<? extends Pieces<? extends T>> timelines) {
        requireSome(timelines);
        List<Interval> covered = new ArrayList<>();
        for (Pieces<? extends T> timeline : timelines) {
            timeline.pieces().forEach(piece -> covered.add(piece.interval()));
        }
        Pieces<List<@Nullable T>> result = of(swept(timelines));
        result.requirePartition(Periods.of(covered));
        return result;
    }

    private static void requireSome(List<?> timelines) {
        if (timelines.isEmpty()) {
            throw new IllegalArgumentException("There is no timeline. Give at least one.");
        }
    }

    /** Walks from one change of any timeline to the next. */
    private static <T> List<Piece<List<@Nullable T>>> swept(List<? extends Pieces<? extends T>> timelines) {
        List<Piece<List<@Nullable T>>> swept = new ArrayList<>();
        int[] next = new int[timelines.size()];
        long now = Long.MIN_VALUE;
        while (true) {
            long change = Long.MAX_VALUE;
            boolean more = false;
            List<@Nullable T> values = new ArrayList<>(next.length);
            boolean any = false;
            for (int i = 0; i < next.length; i++) {
                List<? extends Piece<? extends T>> pieces = timelines.get(i).pieces();
                while (next[i] < pieces.size() && pieces.get(next[i]).interval().endMicros() <= now) {
                    next[i]++;
                }
                if (next[i] == pieces.size()) {
                    values.add(null);
                    continue;
                }
                more = true;
                Piece<? extends T> piece = pieces.get(next[i]);
                boolean holds = piece.interval().startMicros() <= now;
                values.add(holds ? piece.value() : null);
                any |= holds;
                change = Math.min(
                        change,
                        holds ? piece.interval().endMicros() : piece.interval().startMicros());
            }
            if (!more) {
                return swept;
            }
            if (any) {
                swept.add(new Piece<>(new Interval(now, change), Collections.unmodifiableList(values)));
            }
            now = change;
        }
    }

    /** Returns the pieces, ordered by start; immutable. */
    public List<Piece<T>> pieces() {
        return pieces;
    }

    /** Returns whether there is none. */
    public boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Returns what held at {@code t}, if anything. Takes time linear in the number of pieces. */
    public Optional<T> at(Instant t) {
        return pieces.stream()
                .filter(piece -> piece.interval().contains(t))
                .map(Piece::value)
                .findFirst();
    }

    /** Returns when anything held. */
    public Periods periods() {
        return Periods.of(pieces.stream().map(Piece::interval).toList());
    }

    /** Returns the length of all pieces together, microseconds; an open end counts as in {@link Periods#lengthMicros}. */
    public long lengthMicros() {
        return pieces.stream()
                .mapToLong(piece -> Periods.length(piece.interval()))
                .sum();
    }

    /**
     * Proves that these pieces are {@code time}, cut up: nothing overlaps, the lengths of the pieces add up to that of
     * {@code time}, and the instants are the same.
     *
     * @throws IllegalStateException if they are not
     */
    public void requirePartition(Periods time) {
        for (int i = 1; i < pieces.size(); i++) {
            if (pieces.get(i - 1).interval().overlaps(pieces.get(i).interval())) {
                throw new IllegalStateException("The pieces "
                        + pieces.get(i - 1).interval() + " and " + pieces.get(i).interval() + " overlap.");
            }
        }
        if (lengthMicros() != time.lengthMicros() || !periods().equals(time)) {
            throw new IllegalStateException("The pieces are " + lengthMicros()
                    + " microseconds long together, and the time that they should part is " + time.lengthMicros()
                    + ": " + periods() + " against " + time + ".");
        }
    }

    /** Returns this with neighbours joined that touch and are equal. */
    public Pieces<T> coalesce() {
        List<Piece<T>> joined = new ArrayList<>(pieces.size());
        for (Piece<T> next : pieces) {
            int last = joined.size() - 1;
            if (last >= 0
                    && joined.get(last).interval().endMicros()
                            == next.interval().startMicros()
                    && Objects.equals(joined.get(last).value(), next.value())) {
                Interval before = joined.get(last).interval();
                joined.set(
                        last,
                        next.over(new Interval(
                                before.startMicros(), next.interval().endMicros())));
            } else {
                joined.add(next);
            }
        }
        return new Pieces<>(joined);
    }

    /** Returns what held in {@code window}. */
    public Pieces<T> clip(Interval window) {
        return during(Periods.of(window));
    }

    /** Returns what held during {@code time}; a piece of which several parts remain becomes several. */
    public Pieces<T> during(Periods time) {
        List<Piece<T>> kept = new ArrayList<>();
        List<Interval> windows = time.intervals();
        int first = 0;
        for (Piece<T> piece : pieces) {
            while (first < windows.size()
                    && windows.get(first).endMicros() <= piece.interval().startMicros()) {
                first++;
            }
            for (int i = first;
                    i < windows.size()
                            && windows.get(i).startMicros() < piece.interval().endMicros();
                    i++) {
                windows.get(i).intersection(piece.interval()).ifPresent(part -> kept.add(piece.over(part)));
            }
        }
        return new Pieces<>(kept);
    }

    /** Returns what held outside {@code time}. */
    public Pieces<T> subtract(Periods time) {
        return during(time.gaps(Interval.ALWAYS));
    }

    /**
     * Returns what held in {@code window}, cut wherever a unit of the calendar of {@code zone} begins.
     *
     * <pre>{@code
     * [ Jan 20                    Mar 5 )
     * [ Jan 20 )[ Feb 1 )[ Mar 1  Mar 5 )      split by MONTH
     * }</pre>
     *
     * <p>Each piece lies in one unit; {@link CalendarUnit#firstDay(long, ZoneId)} of its start says in which.
     *
     * @throws IllegalArgumentException if the window is open: it has no end of units
     */
    public Pieces<T> split(CalendarUnit unit, ZoneId zone, Interval window) {
        if (window.isOpen()) {
            throw new IllegalArgumentException("An open window has no end of units. Give it an end.");
        }
        List<Piece<T>> parts = new ArrayList<>();
        for (Piece<T> piece : clip(window).pieces) {
            long from = piece.interval().startMicros();
            LocalDate first = unit.firstDay(from, zone);
            while (from < piece.interval().endMicros()) {
                first = unit.next(first);
                long next = first.atStartOfDay(zone).toEpochSecond() * 1_000_000L;
                long to = Math.min(next, piece.interval().endMicros());
                parts.add(piece.over(new Interval(from, to)));
                from = to;
            }
        }
        return new Pieces<>(parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pieces<?> that && pieces.equals(that.pieces);
    }

    @Override
    public int hashCode() {
        return pieces.hashCode();
    }

    /** Returns the intervals only; values are people and are not printed. */
    @Override
    public String toString() {
        return pieces.stream().map(Piece::interval).toList().toString();
    }
}
