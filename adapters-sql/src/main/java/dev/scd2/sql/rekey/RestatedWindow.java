package dev.scd2.sql.rekey;

import dev.scd2.dimension.Key;
import dev.scd2.dimension.Row;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A window in which facts of a key are looked at again, and why. Immutable.
 *
 * @param key what the facts look up: the natural key, or the values of other columns
 * @param interval the times of the facts
 * @param existence whether a version came or went in it
 * @param changed the attributes that show other values in it
 * @param loads what rewrote it
 * @param causes where the changes came from
 */
record RestatedWindow(
        Key key, Interval interval, boolean existence, Set<String> changed, Set<String> loads, Set<String> causes) {
    /** A key of which thousands of changes came is not told by all of them. */
    private static final int CAUSES = 3;

    /** Returns the windows of these rewrites; no two of a key overlap. */
    static List<RestatedWindow> of(List<Rewrite> rewrites) {
        Map<Key, List<RestatedWindow>> byKey = new LinkedHashMap<>();
        for (Rewrite rewrite : rewrites) {
            Map<Key, List<Evidence>> said = said(rewrite.plan());
            for (Restatement restatement : rewrite.plan().restatements()) {
                byKey.computeIfAbsent(restatement.key(), key -> new ArrayList<>())
                        .add(window(restatement, rewrite, said.getOrDefault(restatement.key(), List.of())));
            }
        }
        if (rewrites.size() > 1) {
            byKey.replaceAll((key, windows) -> disjoint(windows));
        }
        return byKey.values().stream().flatMap(Collection::stream).toList();
    }

    /**
     * Returns the windows of these rewrites by the values of the columns that {@code facts} look up: those that a version showed
     * in a window until now, and those that it shows. No two with the same values overlap: several entities can have shown
     * them, and what overlaps is made one, so that many of them cost no more than sorting them.
     */
    static List<RestatedWindow> of(List<Rewrite> rewrites, FactKey facts) {
        Map<Key, List<RestatedWindow>> byValues = new LinkedHashMap<>();
        for (Rewrite rewrite : rewrites) {
            Map<Key, List<Evidence>> said = said(rewrite.plan());
            for (Restatement restatement : rewrite.plan().restatements()) {
                RestatedWindow window = window(restatement, rewrite, said.getOrDefault(restatement.key(), List.of()));
                Set<Key> values = new LinkedHashSet<>();
                Key showed = lookedUp(facts, restatement.key(), restatement.showed());
                Key shows = lookedUp(facts, restatement.key(), restatement.shows());
                Stream.of(Optional.ofNullable(showed), Optional.ofNullable(shows))
                        .flatMap(Optional::stream)
                        .forEach(values::add);
                boolean existence = !Objects.equals(showed, shows);
                values.forEach(key -> byValues.computeIfAbsent(key, first -> new ArrayList<>())
                        .add(new RestatedWindow(
                                key, window.interval, existence, window.changed, window.loads, window.causes)));
            }
        }
        return byValues.values().stream()
                .flatMap(windows -> united(windows).stream())
                .toList();
    }

    /** Returns the values by which facts find what a version shows; null where there is none, or a value is null. */
    private static @Nullable Key lookedUp(FactKey facts, Key natural, @Nullable Row shown) {
        if (shown == null) {
            return null;
        }
        Object[] parts = new Object[facts.lookupKey.size()];
        for (int i = 0; i < parts.length; i++) {
            String column = facts.lookupKey.get(i);
            OptionalInt attribute = facts.dimension.attributeIndex(column);
            Object part =
                    attribute.isPresent() ? shown.value(attribute.getAsInt()) : natural.part(facts.naturalPart(column));
            if (part == null) {
                return null;
            }
            parts[i] = part;
        }
        return Key.of(parts);
    }

    /** Makes one of windows that overlap. */
    private static List<RestatedWindow> united(List<RestatedWindow> windows) {
        List<RestatedWindow> sorted = new ArrayList<>(windows);
        sorted.sort(Comparator.comparingLong(window -> window.interval.startMicros()));
        List<RestatedWindow> united = new ArrayList<>();
        int first = 0;
        long end = sorted.get(0).interval.endMicros();
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || sorted.get(i).interval.startMicros() >= end) {
                united.add(one(sorted.subList(first, i), end));
                first = i;
            }
            end = i == sorted.size()
                    ? end
                    : Math.max(end, sorted.get(i).interval.endMicros());
        }
        return united;
    }

    private static RestatedWindow one(List<RestatedWindow> windows, long end) {
        Set<String> changed = new LinkedHashSet<>();
        Set<String> loads = new LinkedHashSet<>();
        Set<String> causes = new LinkedHashSet<>();
        boolean existence = false;
        for (RestatedWindow window : windows) {
            changed.addAll(window.changed);
            loads.addAll(window.loads);
            causes.addAll(window.causes);
            existence |= window.existence;
        }
        RestatedWindow first = windows.get(0);
        Interval whole = new Interval(first.interval.startMicros(), end);
        return new RestatedWindow(first.key, whole, existence, changed, loads, causes);
    }

    /** Returns the name of what rewrote the window, for people. */
    String load() {
        return String.join(", ", loads);
    }

    /** Returns where the changes came from, for people. */
    String cause() {
        List<String> first = causes.stream().limit(CAUSES).toList();
        return String.join(", ", first) + (causes.size() > CAUSES ? " and " + (causes.size() - CAUSES) + " more" : "");
    }

    private static Map<Key, List<Evidence>> said(MutationPlan plan) {
        Map<Key, List<Evidence>> said = new HashMap<>();
        for (Evidence statement : plan.evidence()) {
            said.computeIfAbsent(statement.key(), key -> new ArrayList<>(1)).add(statement);
        }
        return said;
    }

    private static RestatedWindow window(Restatement restatement, Rewrite rewrite, List<Evidence> said) {
        Interval interval = restatement.window();
        Set<String> causes = said.stream()
                .filter(statement -> statement.position() != null && statement.validFrom() < interval.endMicros())
                .map(statement -> String.valueOf(statement.position()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new RestatedWindow(
                restatement.key(),
                interval,
                restatement.changesExistence(),
                new LinkedHashSet<>(restatement.changed(rewrite.dimension())),
                Set.of(rewrite.plan().loadId()),
                causes);
    }

    /** Cuts windows of one key wherever one of them begins or ends, and joins those over the same time. */
    private static List<RestatedWindow> disjoint(List<RestatedWindow> windows) {
        TreeSet<Long> cuts = new TreeSet<>();
        windows.forEach(window -> {
            cuts.add(window.interval.startMicros());
            cuts.add(window.interval.endMicros());
        });
        List<RestatedWindow> pieces = new ArrayList<>();
        for (long from : cuts) {
            Long to = cuts.higher(from);
            if (to == null) {
                break;
            }
            Interval piece = new Interval(from, to);
            windows.stream()
                    .filter(window -> window.interval.encloses(piece))
                    .map(window -> window.over(piece))
                    .reduce(RestatedWindow::and)
                    .ifPresent(pieces::add);
        }
        return pieces;
    }

    private RestatedWindow over(Interval piece) {
        return new RestatedWindow(key, piece, existence, changed, loads, causes);
    }

    private RestatedWindow and(RestatedWindow later) {
        return new RestatedWindow(
                key,
                interval,
                existence || later.existence,
                both(changed, later.changed),
                both(loads, later.loads),
                both(causes, later.causes));
    }

    private static Set<String> both(Set<String> first, Set<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return all;
    }
}
