package dev.scd2.tck.cases;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Key;
import dev.scd2.engine.join.KeyColumn;
import dev.scd2.engine.join.LongKeys;
import dev.scd2.engine.join.Matches;
import dev.scd2.engine.join.TextKeys;
import dev.scd2.engine.join.VersionIndex;
import dev.scd2.engine.join.VersionOrder;
import dev.scd2.tck.cases.JoinCase.Side;
import dev.scd2.tck.cases.JoinCase.VersionRow;
import dev.scd2.timeline.Instants;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Joins in memory, by a {@link VersionIndex} for each dimension. Stateless. */
public final class MemoryJoiner implements Joiner {
    private static final String KNOWN_AT = "knownAt";

    @Override
    public List<Map<String, @Nullable Object>> join(JoinCase join) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        join.facts().forEach(fact -> rows.add(new LinkedHashMap<>()));
        join.sides().forEach(side -> answer(side, join.facts(), rows));
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).putAll(join.facts().get(i));
        }
        return rows;
    }

    private static void answer(
            Side side, List<Map<String, @Nullable Object>> facts, List<Map<String, @Nullable Object>> rows) {
        List<VersionRow> versions =
                side.versions().stream().filter(version -> !version.deleted()).toList();
        Matches met = Matches.of(facts.size());
        index(side, versions)
                .join(
                        keys(side, facts, side.factKey()),
                        longs(facts, fact -> time(side, fact)),
                        longs(facts, MemoryJoiner::knownAt),
                        0,
                        facts.size(),
                        met);
        String prefix = side.as() == null ? "" : side.as() + ".";
        for (int i = 0; i < rows.size(); i++) {
            int version = met.version(i);
            rows.get(i).put(prefix + "outcome", met.outcome(i).name());
            for (String column : columns(side)) {
                rows.get(i)
                        .put(
                                prefix + column,
                                version == Matches.NO_VERSION
                                        ? null
                                        : versions.get(version).cells().get(column));
            }
        }
    }

    private static List<String> columns(Side side) {
        List<String> names = new ArrayList<>();
        side.dimension().naturalKey().forEach(column -> names.add(column.name()));
        side.dimension().attributes().forEach(column -> names.add(column.name()));
        return names;
    }

    private static VersionIndex index(Side side, List<VersionRow> versions) {
        BitSet inferred = new BitSet();
        for (int i = 0; i < versions.size(); i++) {
            inferred.set(i, versions.get(i).inferred());
        }
        VersionIndex.Builder builder = VersionIndex.builder()
                .rule(side.rule())
                .inferred(inferred)
                .believed(longs(versions, VersionRow::systemFrom), longs(versions, VersionRow::systemTo));
        if (!side.lookupOrder().isEmpty()) {
            builder.order(order(side, versions));
        }
        List<Map<String, @Nullable Object>> cells =
                versions.stream().map(VersionRow::cells).toList();
        return builder.build(
                keys(side, cells, side.lookupKey()),
                longs(versions, VersionRow::validFrom),
                longs(versions, VersionRow::validTo));
    }

    private static VersionOrder order(Side side, List<VersionRow> versions) {
        Comparator<Map<String, @Nullable Object>> byColumns = (one, other) -> 0;
        for (String column : side.lookupOrder()) {
            byColumns = byColumns.thenComparing(
                    cells -> part(cells.get(column)), Comparator.nullsFirst(Comparator.naturalOrder()));
        }
        Comparator<Map<String, @Nullable Object>> order = byColumns;
        return (version, other) ->
                order.compare(versions.get(version).cells(), versions.get(other).cells());
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Comparable<Object> part(@Nullable Object value) {
        return (Comparable<Object>) value;
    }

    /** Whole numbers as they are, everything else as bytes. */
    private static KeyColumn keys(Side side, List<Map<String, @Nullable Object>> rows, List<String> columns) {
        boolean longs = columns.size() == 1 && isLong(side);
        long[] values = new long[longs ? rows.size() : 0];
        BitSet nulls = new BitSet();
        TextKeys.Builder texts = TextKeys.builder(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Object[] parts = columns.stream().map(rows.get(i)::get).toArray();
            boolean none = hasNull(parts);
            if (longs && none) {
                nulls.set(i);
            } else if (longs) {
                values[i] = (Long) Objects.requireNonNull(parts[0]);
            } else if (none) {
                texts.addNull();
            } else {
                texts.add(Key.of(parts));
            }
        }
        return longs ? LongKeys.of(values, nulls) : texts.build();
    }

    private static boolean hasNull(Object[] parts) {
        for (Object part : parts) {
            if (part == null) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLong(Side side) {
        String column = side.lookupKey().get(0);
        return side.dimension().naturalKey().stream()
                        .anyMatch(part ->
                                part.name().equals(column) && part.type().equals(ColumnType.LONG))
                || side.dimension().attributes().stream()
                        .anyMatch(part ->
                                part.name().equals(column) && part.type().equals(ColumnType.LONG));
    }

    private static long time(Side side, Map<String, @Nullable Object> fact) {
        Object time = fact.get(side.factTime());
        if (time == null) {
            return VersionIndex.NULL_TIME;
        }
        return time instanceof LocalDate date
                ? Objects.requireNonNull(side.anchor(), "A date needs an anchor.")
                        .toMicros(date)
                : Instants.toMicros((Instant) time);
    }

    private static long knownAt(Map<String, @Nullable Object> fact) {
        Object knownAt = fact.get(KNOWN_AT);
        return knownAt == null ? VersionIndex.LATEST : Instants.toMicros((Instant) knownAt);
    }

    private static <T> long[] longs(List<T> rows, ToLongFunction<T> field) {
        return rows.stream().mapToLong(field).toArray();
    }
}
