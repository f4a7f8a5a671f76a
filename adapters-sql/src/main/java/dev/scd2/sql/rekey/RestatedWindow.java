package dev.scd2.sql.rekey;

import dev.scd2.dimension.Key;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.Evidence;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A window in which facts of a key are looked at again, and why. Immutable.
 *
 * @param key the natural key
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

    /** Returns the windows of these plans; no two of a key overlap. */
    static List<RestatedWindow> of(List<MutationPlan> plans) {
        Map<Key, List<RestatedWindow>> byKey = new LinkedHashMap<>();
        for (MutationPlan plan : plans) {
            Map<Key, List<Evidence>> said = said(plan);
            for (Restatement restatement : plan.restatements()) {
                byKey.computeIfAbsent(restatement.key(), key -> new ArrayList<>())
                        .add(window(restatement, plan.loadId(), said.getOrDefault(restatement.key(), List.of())));
            }
        }
        if (plans.size() > 1) {
            byKey.replaceAll((key, windows) -> disjoint(windows));
        }
        return byKey.values().stream().flatMap(Collection::stream).toList();
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

    private static RestatedWindow window(Restatement restatement, String loadId, List<Evidence> said) {
        Interval interval = restatement.window();
        Set<String> causes = said.stream()
                .filter(statement -> statement.position() != null && statement.validFrom() < interval.endMicros())
                .map(statement -> String.valueOf(statement.position()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new RestatedWindow(
                restatement.key(),
                interval,
                restatement.changesExistence(),
                new LinkedHashSet<>(restatement.changed()),
                Set.of(loadId),
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
