package dev.scd2.tck.oracle;

import dev.scd2.fact.Direction;
import dev.scd2.fact.Outcome;
import dev.scd2.tck.cases.JoinCase;
import dev.scd2.tck.cases.JoinCase.Side;
import dev.scd2.tck.cases.JoinCase.VersionRow;
import dev.scd2.tck.cases.Joiner;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The as-of join as a program that is too simple to be wrong: every fact looks at every version. Stateless. */
public final class JoinOracle implements Joiner {
    /** The column of a fact that says as of which system time it asks. */
    private static final String KNOWN_AT = "knownAt";

    /** How one fact ended in one dimension. */
    private record Found(Outcome outcome, @Nullable VersionRow version) {}

    @Override
    public List<Map<String, @Nullable Object>> join(JoinCase join) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> fact : join.facts()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (Side side : join.sides()) {
                Found found = find(side, fact);
                String prefix = side.as() == null ? "" : side.as() + ".";
                row.put(prefix + "outcome", found.outcome.name());
                columns(side)
                        .forEach(column -> row.put(
                                prefix + column,
                                found.version == null
                                        ? null
                                        : found.version.cells().get(column)));
            }
            row.putAll(fact);
            rows.add(row);
        }
        return rows;
    }

    private static List<String> columns(Side side) {
        List<String> names = new ArrayList<>();
        side.dimension().naturalKey().forEach(column -> names.add(column.name()));
        side.dimension().attributes().forEach(column -> names.add(column.name()));
        return names;
    }

    private static Found find(Side side, Map<String, @Nullable Object> fact) {
        if (side.factKey().stream().anyMatch(column -> fact.get(column) == null)) {
            return new Found(Outcome.NULL_KEY, null);
        }
        Object time = fact.get(side.factTime());
        if (time == null) {
            return new Found(Outcome.NULL_TIME, null);
        }
        List<VersionRow> known = side.versions().stream()
                .filter(version -> !version.deleted() && isBelieved(version, (Instant) fact.get(KNOWN_AT)))
                .filter(version -> hasKey(side, version, fact))
                .toList();
        if (known.isEmpty()) {
            return new Found(Outcome.UNKNOWN_KEY, null);
        }
        long t = time instanceof LocalDate date
                ? Objects.requireNonNull(side.anchor(), "a date needs an anchor")
                        .toMicros(date)
                : Instants.toMicros((Instant) time);
        return find(side, known, t);
    }

    private static boolean isBelieved(VersionRow version, @Nullable Instant knownAt) {
        if (knownAt == null) {
            return version.systemTo() == Interval.OPEN;
        }
        long s = Instants.toMicros(knownAt);
        return version.systemFrom() <= s && s < version.systemTo();
    }

    private static boolean hasKey(Side side, VersionRow version, Map<String, @Nullable Object> fact) {
        for (int i = 0; i < side.factKey().size(); i++) {
            Object wanted = fact.get(side.factKey().get(i));
            if (!Objects.equals(wanted, version.cells().get(side.lookupKey().get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static Found find(Side side, List<VersionRow> known, long t) {
        List<VersionRow> met = met(side, known, t);
        if (!met.isEmpty()) {
            return decide(side, met);
        }
        List<VersionRow> inForce =
                known.stream().filter(version -> covers(version, t)).toList();
        if (side.rule().direction() != Direction.BACKWARD || !inForce.isEmpty()) {
            return new Found(Outcome.OUT_OF_REACH, null);
        }
        boolean before = known.stream().allMatch(version -> t < version.validFrom());
        return new Found(before ? Outcome.BEFORE_FIRST : Outcome.GAP, null);
    }

    private static List<VersionRow> met(Side side, List<VersionRow> known, long t) {
        boolean strict = side.rule().strict();
        List<VersionRow> near = known.stream()
                .filter(version -> !strict || version.validFrom() != t)
                .filter(version ->
                        Math.abs(t - version.validFrom()) <= side.rule().toleranceMicros())
                .toList();
        return switch (side.rule().direction()) {
            case BACKWARD ->
                near.stream()
                        .filter(version -> covers(version, strict ? t - 1 : t))
                        .toList();
            case FORWARD ->
                least(near.stream().filter(version -> version.validFrom() >= t).toList(), VersionRow::validFrom);
            case NEAREST -> least(least(near, version -> Math.abs(t - version.validFrom())), VersionRow::validFrom);
        };
    }

    private static boolean covers(VersionRow version, long t) {
        return version.validFrom() <= t && t < version.validTo();
    }

    private static List<VersionRow> least(List<VersionRow> versions, ToLongFunction<VersionRow> measure) {
        long least = versions.stream().mapToLong(measure).min().orElse(0);
        return versions.stream()
                .filter(version -> measure.applyAsLong(version) == least)
                .toList();
    }

    private static Found decide(Side side, List<VersionRow> met) {
        List<VersionRow> left = met;
        for (String column : side.lookupOrder()) {
            left = greatest(left, column);
        }
        if (left.size() > 1) {
            return new Found(Outcome.AMBIGUOUS, null);
        }
        VersionRow version = left.get(0);
        return new Found(version.inferred() ? Outcome.INFERRED : Outcome.MATCHED, version);
    }

    private static List<VersionRow> greatest(List<VersionRow> versions, String column) {
        return versions.stream()
                .filter(one -> versions.stream()
                        .allMatch(other ->
                                compare(one.cells().get(column), other.cells().get(column)) >= 0))
                .toList();
    }

    /** Compares two values of one column, null being least. */
    @SuppressWarnings("unchecked")
    private static int compare(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return ((Comparable<Object>) one).compareTo(other);
    }
}
