package dev.scd2.tck.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each expected row an actual one of its own. Since expected rows may leave out different columns, the first
 * that fits may be needed by another: a row that finds none asks those that hold one to move. Confined to one thread.
 */
final class RowMatch {
    private static final int NONE = -1;

    private final List<ExpectedRow> expected;
    private final List<Map<String, @Nullable Object>> actual;
    private final int[] holder;
    private final int[] held;

    private RowMatch(List<ExpectedRow> expected, List<Map<String, @Nullable Object>> actual) {
        this.expected = expected;
        this.actual = actual;
        holder = new int[actual.size()];
        held = new int[expected.size()];
        Arrays.fill(holder, NONE);
        Arrays.fill(held, NONE);
    }

    /** Returns in words what differs between the two, as rows under each other; empty where each row has its match. */
    static Optional<String> differences(
            String what, List<ExpectedRow> expected, List<Map<String, @Nullable Object>> actual) {
        RowMatch match = new RowMatch(expected, actual);
        for (int i = 0; i < expected.size(); i++) {
            match.place(i, new boolean[actual.size()]);
        }
        boolean same =
                expected.size() == actual.size() && Arrays.stream(match.held).noneMatch(row -> row == NONE);
        return same ? Optional.empty() : Optional.of(match.drawn(what));
    }

    private boolean place(int row, boolean[] asked) {
        for (int i = 0; i < asked.length; i++) {
            if (holder[i] == NONE && expected.get(row).fits(actual.get(i))) {
                return take(row, i);
            }
        }
        for (int i = 0; i < asked.length; i++) {
            if (!asked[i] && expected.get(row).fits(actual.get(i))) {
                asked[i] = true;
                if (place(holder[i], asked)) {
                    return take(row, i);
                }
            }
        }
        return false;
    }

    private boolean take(int row, int candidate) {
        holder[candidate] = row;
        held[row] = candidate;
        return true;
    }

    private String drawn(String what) {
        TextRows rows = new TextRows();
        List<Map<String, @Nullable Object>> surplus = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            if (held[i] == NONE) {
                rows.add("expected", expected.get(i).cells());
            }
        }
        int alike = 0;
        for (int i = 0; i < actual.size(); i++) {
            if (holder[i] == NONE) {
                surplus.add(actual.get(i));
            } else {
                alike++;
            }
        }
        surplus.forEach(row -> rows.add("actual", row));
        return what + ": expected " + count(expected.size()) + ", actual " + count(actual.size()) + ", " + alike
                + " alike. Those that are not:\n" + rows;
    }

    private static String count(int rows) {
        return rows == 1 ? "1 row" : rows + " rows";
    }
}
