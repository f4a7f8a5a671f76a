package dev.scd2.tck.cases;

import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.error.Reason;
import dev.scd2.mutation.Restatement;
import dev.scd2.store.StoredVersion;
import dev.scd2.tck.cases.Expectation.Answer;
import dev.scd2.tck.cases.Expectation.Question;
import dev.scd2.tck.cases.Expectation.Window;
import dev.scd2.timeline.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what a store shows with what is expected. Stateless. */
final class Comparison {
    private Comparison() {}

    /** Returns in words what differs; nothing where all is as expected. */
    static List<String> of(Expectation expect, Held held, Dimension dimension) {
        List<String> findings = new ArrayList<>();
        List<ExpectedRow> versions = expect.versions();
        if (versions != null) {
            Stream<StoredVersion> rows = expect.looksAtPastBeliefs() ? held.all() : held.latest().stream();
            Key only = expect.keys();
            compare(
                    findings,
                    "versions",
                    versions,
                    rows.filter(row -> only == null || row.key().equals(only)),
                    dimension);
        }
        for (Answer answer : expect.asOf()) {
            List<StoredVersion> rows = Objects.requireNonNull(held.answers().get(answer.question()));
            compare(findings, words(answer.question()), answer.rows(), rows.stream(), dimension);
        }
        if (expect.quarantined() != null) {
            compareReasons(findings, expect.quarantined(), held.quarantined());
        }
        return findings;
    }

    private static void compare(
            List<String> findings,
            String what,
            List<ExpectedRow> expected,
            Stream<StoredVersion> rows,
            Dimension dimension) {
        List<Map<String, @Nullable Object>> actual =
                rows.map(row -> HeldRow.of(row, dimension)).toList();
        RowMatch.differences(what, expected, actual).ifPresent(findings::add);
    }

    private static String words(Question question) {
        return (question.validAt() == null ? "timeline" : "in force at " + question.validAt())
                + (question.systemAt() == null ? "" : ", as known at " + question.systemAt());
    }

    private static void compareReasons(List<String> findings, List<Reason> expected, List<Reason> actual) {
        List<Reason> wanted = expected.stream().sorted().toList();
        List<Reason> found = actual.stream().sorted().toList();
        if (!wanted.equals(found)) {
            findings.add("quarantined\n  expected " + wanted + "\n  actual   " + found);
        }
    }

    /**
     * Returns in words how windows differ, as time: two that touch are as good as one, since an expected window does not
     * say which versions it is about.
     */
    static List<String> ofWindows(List<Window> expected, List<Restatement> actual) {
        Map<Key, List<Interval>> wanted = new TreeMap<>();
        for (Window window : expected) {
            wanted.computeIfAbsent(window.key(), key -> new ArrayList<>())
                    .add(
                            window.to() == null
                                    ? Interval.startingAt(window.from())
                                    : Interval.of(window.from(), window.to()));
        }
        Map<Key, List<Interval>> found = new TreeMap<>();
        for (Restatement restated : actual) {
            found.computeIfAbsent(restated.key(), key -> new ArrayList<>()).add(restated.window());
        }
        wanted.replaceAll((key, windows) -> joined(windows));
        List<String> findings = new ArrayList<>();
        found.forEach((key, windows) -> {
            if (overlaps(windows)) {
                findings.add("restated windows of " + key.parts() + " overlap: " + windows);
            }
        });
        found.replaceAll((key, windows) -> joined(windows));
        if (!wanted.equals(found)) {
            findings.add("restated\n" + lines("expected", wanted)
                    + lines("actual  ", found).stripTrailing());
        }
        return findings;
    }

    private static boolean overlaps(List<Interval> windows) {
        for (int i = 0; i < windows.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (windows.get(i).overlaps(windows.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Interval> joined(List<Interval> windows) {
        List<Interval> joined = new ArrayList<>();
        for (Interval next : windows.stream().sorted(Comparator.naturalOrder()).toList()) {
            Interval last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && next.startMicros() <= last.endMicros()) {
                joined.set(
                        joined.size() - 1,
                        new Interval(last.startMicros(), Math.max(last.endMicros(), next.endMicros())));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private static String lines(String which, Map<Key, List<Interval>> windows) {
        StringBuilder lines = new StringBuilder();
        windows.forEach((key, intervals) -> lines.append("  ")
                .append(which)
                .append(' ')
                .append(key.parts())
                .append(' ')
                .append(intervals)
                .append('\n'));
        return lines.length() == 0 ? "  " + which + " none\n" : lines.toString();
    }
}
