package dev.scd2.tck.generate;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.fact.DateAnchor;
import dev.scd2.fact.Direction;
import dev.scd2.fact.JoinRule;
import dev.scd2.store.Evidence;
import dev.scd2.tck.cases.JoinCase;
import dev.scd2.tck.cases.JoinCase.Side;
import dev.scd2.tck.cases.JoinCase.VersionRow;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random joins: few keys and few instants, so that gaps, ends, ties, nulls and both times meet. Some look a dimension up by
 * a column that several entities share; some have placeholders: inferred members, which stand in from the beginning of time
 * until the first version of their key, or any versions that are marked as such. Stateless.
 */
public final class Joins {
    private static final int FACTS = 40;
    private static final List<ColumnType> KEY_TYPES = List.of(ColumnType.LONG, ColumnType.TEXT, ColumnType.DATE);
    private static final ZoneId ZONE = ZoneId.of("America/Chicago");
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 3, 5);

    private final SplittableRandom random;
    private final boolean byDay;

    private Joins(SplittableRandom random) {
        this.random = random;
        this.byDay = random.nextInt(4) == 0;
    }

    /** Returns a random join, with what the facts and versions are and without an expectation. */
    public static JoinCase draw(SplittableRandom random) {
        return new Joins(random).draw();
    }

    private JoinCase draw() {
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
        List<Side> sides = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sides.add(side(i, count == 1 ? null : "d" + i));
        }
        List<Map<String, @Nullable Object>> facts = new ArrayList<>();
        for (int i = 0; i < FACTS; i++) {
            facts.add(random.nextInt(10) == 0 && i > 0 ? facts.get(i - 1) : fact(i, sides));
        }
        return new JoinCase("random", sides, facts, List.of());
    }

    private Map<String, @Nullable Object> fact(int number, List<Side> sides) {
        Map<String, @Nullable Object> fact = new LinkedHashMap<>();
        fact.put("fact", (long) number);
        for (Side side : sides) {
            key(side, fact);
            fact.put(side.factTime(), random.nextInt(12) == 0 ? null : factTime());
        }
        fact.put("knownAt", random.nextInt(3) == 0 ? null : instant(random.nextInt(12)));
        return fact;
    }

    /** Puts the key of one of the versions into the fact, and now and then another, or none. */
    private void key(Side side, Map<String, @Nullable Object> fact) {
        boolean known = !side.versions().isEmpty() && random.nextInt(8) > 0;
        VersionRow one =
                known ? side.versions().get(random.nextInt(side.versions().size())) : null;
        for (int i = 0; i < side.factKey().size(); i++) {
            String column = side.lookupKey().get(i);
            Object value = one == null
                    ? part(type(side.dimension(), column), random.nextInt(5))
                    : one.cells().get(column);
            fact.put(side.factKey().get(i), random.nextInt(16) == 0 ? null : value);
        }
    }

    private Object factTime() {
        return byDay ? FIRST_DAY.plusDays(random.nextInt(14)) : instant(random.nextInt(26) - 1);
    }

    /** An instant of the axis: a few microseconds, or with dates half days from the first day on. */
    private Instant instant(int tick) {
        return byDay
                ? FIRST_DAY.atStartOfDay(ZONE).toInstant().plusSeconds(tick * 43_200L)
                : Instant.parse("2024-01-01T00:00:00Z").plusNanos(tick * 1_000L);
    }

    private long micros(int tick) {
        return Instants.toMicros(instant(tick));
    }

    private Side side(int number, @Nullable String as) {
        boolean shared = random.nextInt(5) < 2;
        int parts = shared ? 1 : 1 + random.nextInt(2);
        Dimension.Builder builder = Dimension.named("dim" + number);
        List<String> key = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            key.add("k" + i);
            builder.key("k" + i, KEY_TYPES.get(random.nextInt(KEY_TYPES.size())));
        }
        Dimension dimension = builder.track("code", ColumnType.LONG)
                .track("rank", ColumnType.LONG)
                .track("name", ColumnType.TEXT)
                .build();
        List<String> lookup = shared ? List.of("code") : key;
        List<String> order = !shared || random.nextInt(3) > 0 ? List.of() : List.of("rank", "name");
        List<String> factKey = new ArrayList<>();
        for (String column : lookup) {
            factKey.add(as == null ? column : as + "_" + column);
        }
        return new Side(
                as,
                dimension,
                versions(dimension),
                lookup,
                order,
                factKey,
                as == null ? "at" : as + "_at",
                rule(),
                byDay
                        ? new DateAnchor(random.nextBoolean() ? DateAnchor.Edge.START : DateAnchor.Edge.END, ZONE)
                        : null);
    }

    private JoinRule rule() {
        if (random.nextBoolean()) {
            return JoinRule.backward();
        }
        long unit = byDay ? 43_200_000_000L : 1;
        return new JoinRule(
                Direction.values()[random.nextInt(3)],
                random.nextBoolean(),
                random.nextBoolean() ? JoinRule.ANY_DISTANCE : unit * random.nextInt(6));
    }

    private static ColumnType type(Dimension dimension, String column) {
        return dimension.naturalKey().stream()
                .filter(part -> part.name().equals(column))
                .findFirst()
                .or(() -> dimension.attributes().stream()
                        .filter(part -> part.name().equals(column))
                        .findFirst())
                .orElseThrow()
                .type();
    }

    private static Object part(ColumnType type, int number) {
        if (type.equals(ColumnType.LONG)) {
            return number * 7_919L - 10_000;
        }
        return type.equals(ColumnType.DATE) ? FIRST_DAY.plusDays(number) : "key|" + "é".repeat(number * 5) + number;
    }

    private List<VersionRow> versions(Dimension dimension) {
        List<VersionRow> rows = new ArrayList<>();
        boolean bitemporal = random.nextInt(3) == 0;
        Placeholders placeholders = Placeholders.values()[random.nextInt(3)];
        for (int entity = 0; entity < 4; entity++) {
            Map<String, @Nullable Object> key = new LinkedHashMap<>();
            for (int i = 0; i < dimension.naturalKey().size(); i++) {
                var column = dimension.naturalKey().get(i);
                // the first part tells the entities apart, so that no two have the same key
                key.put(column.name(), part(column.type(), i == 0 ? entity : random.nextInt(2)));
            }
            Entity drawn = new Entity(key, placeholders, random.nextBoolean());
            if (bitemporal) {
                beliefs(drawn, rows);
            } else {
                timeline(drawn, Evidence.NO_TIME, Interval.OPEN, rows);
            }
        }
        return rows;
    }

    /** What placeholders a dimension has. */
    private enum Placeholders {
        NONE,
        MEMBERS,
        ANYWHERE
    }

    /**
     * One entity of a dimension.
     *
     * @param member whether it has an inferred member where the dimension has any
     */
    private record Entity(Map<String, @Nullable Object> key, Placeholders placeholders, boolean member) {
        boolean isMember() {
            return member && placeholders == Placeholders.MEMBERS;
        }
    }

    private void beliefs(Entity entity, List<VersionRow> rows) {
        int from = random.nextInt(6);
        member(entity, Evidence.NO_TIME, micros(from), List.of(), rows);
        while (from < 12) {
            int to = from + 1 + random.nextInt(6);
            timeline(entity, micros(from), to >= 12 ? Interval.OPEN : micros(to), rows);
            from = to;
        }
    }

    /** An inferred member stands in until the first version that is believed at the same time. */
    private static void member(
            Entity entity, long systemFrom, long systemTo, List<VersionRow> versions, List<VersionRow> rows) {
        long end = versions.isEmpty() ? Interval.OPEN : versions.get(0).validFrom();
        if (entity.isMember()) {
            rows.add(new VersionRow(
                    entity.key, Instants.toMicros(Instants.MIN), end, systemFrom, systemTo, false, true));
        }
    }

    private void timeline(Entity entity, long systemFrom, long systemTo, List<VersionRow> rows) {
        List<VersionRow> versions = new ArrayList<>();
        versions(entity, systemFrom, systemTo, versions);
        member(entity, systemFrom, systemTo, versions, rows);
        rows.addAll(versions);
    }

    private void versions(Entity entity, long systemFrom, long systemTo, List<VersionRow> rows) {
        int tick = random.nextInt(8);
        boolean existed = false;
        while (tick < 24 && random.nextInt(7) > 0) {
            int end = tick + 1 + random.nextInt(6);
            boolean deleted = existed && random.nextInt(6) == 0;
            Map<String, @Nullable Object> cells = new LinkedHashMap<>(entity.key);
            cells.put("code", deleted || random.nextInt(8) == 0 ? null : part(ColumnType.LONG, random.nextInt(4) / 3));
            cells.put("rank", deleted || random.nextInt(4) == 0 ? null : (Long) (long) random.nextInt(3));
            cells.put("name", deleted ? null : "n" + random.nextInt(3));
            long to = random.nextInt(10) == 0 || end >= 24 ? Interval.OPEN : micros(end);
            boolean inferred = entity.placeholders == Placeholders.ANYWHERE && !deleted && random.nextInt(4) == 0;
            rows.add(new VersionRow(cells, micros(tick), to, systemFrom, systemTo, deleted, inferred));
            existed = true;
            if (to == Interval.OPEN) {
                return;
            }
            tick = end + (random.nextInt(3) == 0 ? random.nextInt(5) : 0);
        }
    }
}
