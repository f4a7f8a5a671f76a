package dev.scd2.tck;

import dev.scd2.tck.cases.JoinCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what a join gave with what it should have given, facts in any order. Stateless. */
final class JoinDifferences {
    private static final int SHOWN = 5;

    private JoinDifferences() {}

    /** Throws an {@link AssertionError} that draws the first differences, if there are any. */
    static void check(
            JoinCase join,
            List<Map<String, @Nullable Object>> expected,
            List<Map<String, @Nullable Object>> actual,
            String where) {
        Map<Map<String, @Nullable Object>, Integer> left = new HashMap<>();
        actual.forEach(row -> left.merge(row, 1, Integer::sum));
        List<Map<String, @Nullable Object>> missing = new ArrayList<>();
        for (Map<String, @Nullable Object> row : expected) {
            if (left.merge(row, -1, Integer::sum) < 0) {
                missing.add(row);
            }
        }
        left.values().removeIf(count -> count <= 0);
        if (missing.isEmpty() && left.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(where);
        join.sides()
                .forEach(side -> text.append("\n  looked up by ")
                        .append(side.lookupKey())
                        .append(", order ")
                        .append(side.lookupOrder())
                        .append(", ")
                        .append(side.rule()));
        missing.stream().limit(SHOWN).forEach(row -> text.append("\n  missing ").append(row));
        left.keySet().stream()
                .limit(SHOWN)
                .forEach(row -> text.append("\n  unwanted ").append(row));
        join.sides()
                .forEach(side -> side.versions()
                        .forEach(row -> text.append("\n  version ").append(row)));
        throw new AssertionError(text.toString());
    }
}
