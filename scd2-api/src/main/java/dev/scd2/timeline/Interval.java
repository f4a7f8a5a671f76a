package dev.scd2.timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A period of time, half-open and never empty: it begins with {@link #start()} and ends before {@link #end()}.
 *
 * <p>An interval without an end is <em>open</em>. Because no interval is empty, no predicate here has an empty case.
 * Immutable.
 *
 * @param startMicros first instant, inclusive, epoch microseconds UTC
 * @param endMicros end, exclusive, epoch microseconds UTC; {@link #OPEN} when there is none
 */
public record Interval(long startMicros, long endMicros) implements Comparable<Interval> {
    /** The {@code endMicros} of an open interval; greater than every instant. */
    public static final long OPEN = Long.MAX_VALUE;

    /** All of time, from "since ever" on: when a belief is held that has no system time. */
    public static final Interval ALWAYS = new Interval(Instants.toMicros(Instants.MIN), OPEN);

    /** Refuses an empty or inverted interval. */
    public Interval {
        if (startMicros >= endMicros) {
            throw new IllegalArgumentException("An interval must end after it starts, not run from "
                    + Instants.ofMicros(startMicros) + " to " + Instants.ofMicros(endMicros) + ".");
        }
    }

    /** Returns {@code [start, end)}. */
    public static Interval of(Instant start, Instant end) {
        return new Interval(Instants.toMicros(start), Instants.toMicros(end));
    }

    /** Returns the open interval from {@code start} on. */
    public static Interval startingAt(Instant start) {
        return new Interval(Instants.toMicros(start), OPEN);
    }

    /** Returns all days from {@code firstDay} to {@code lastDay}, both inclusive, as health coverage states them. */
    public static Interval ofClosed(LocalDate firstDay, LocalDate lastDay, ZoneId zone) {
        return of(
                firstDay.atStartOfDay(zone).toInstant(),
                lastDay.plusDays(1).atStartOfDay(zone).toInstant());
    }

    /** Returns the first instant, inclusive. */
    public Instant start() {
        return Instants.ofMicros(startMicros);
    }

    /** Returns the end, exclusive; empty when open. */
    public Optional<Instant> end() {
        return isOpen() ? Optional.empty() : Optional.of(Instants.ofMicros(endMicros));
    }

    /** Returns whether there is no end. */
    public boolean isOpen() {
        return endMicros == OPEN;
    }

    /** Returns whether {@code t} lies in it. */
    public boolean contains(Instant t) {
        long micros = Instants.toMicros(t);
        return startMicros <= micros && micros < endMicros;
    }

    /** Returns whether the two share an instant. */
    public boolean overlaps(Interval other) {
        return startMicros < other.endMicros && other.startMicros < endMicros;
    }

    /** Returns whether one ends exactly where the other begins. */
    public boolean abuts(Interval other) {
        return endMicros == other.startMicros || other.endMicros == startMicros;
    }

    /** Returns whether every instant of {@code other} lies in this. */
    public boolean encloses(Interval other) {
        return startMicros <= other.startMicros && other.endMicros <= endMicros;
    }

    /** Returns the instants that both share, if any. */
    public Optional<Interval> intersection(Interval other) {
        return overlaps(other)
                ? Optional.of(
                        new Interval(Math.max(startMicros, other.startMicros), Math.min(endMicros, other.endMicros)))
                : Optional.empty();
    }

    /** Orders by start, then by end, open last. */
    @Override
    public int compareTo(Interval other) {
        int byStart = Long.compare(startMicros, other.startMicros);
        return byStart != 0 ? byStart : Long.compare(endMicros, other.endMicros);
    }

    /** Returns ISO-8601, {@code 2026-01-01T00:00:00Z/2026-03-01T00:00:00Z} or {@code …/open}. */
    @Override
    public String toString() {
        return start() + "/" + (isOpen() ? "open" : Instants.ofMicros(endMicros).toString());
    }
}
