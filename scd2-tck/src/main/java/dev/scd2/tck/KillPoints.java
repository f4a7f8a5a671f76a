package dev.scd2.tck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** The statements at which a writer can be killed, and how often one was at each. Confined to one thread. */
final class KillPoints {
    private static final String OPENING = "opening: ";

    private final SplittableRandom random;
    private final Map<String, Integer> used = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();
    private final List<List<String>> batches = new ArrayList<>();
    private List<String> opening = List.of();
    private int signals;

    KillPoints(SplittableRandom random) {
        this.random = random;
    }

    /**
     * A place to end at.
     *
     * @param batch its number; -1 for the opening of the tables
     * @param number of the statement, counted from 0
     * @param side before or after it
     * @param name of the statement
     */
    record Point(int batch, int number, Fuse.Side side, String name) {
        String label() {
            return side + " " + (batch < 0 ? OPENING : "") + name;
        }
    }

    /** Forgets the statements of the last feed, and takes those that open the tables of the next. */
    void begin(List<String> statements) {
        batches.clear();
        opening = statements;
        statements.forEach(name -> seen.add(OPENING + name));
    }

    /** Takes the statements that apply the next batch. */
    void add(List<String> statements) {
        batches.add(statements);
        seen.addAll(statements);
    }

    /** Returns a place in the opening of the tables. */
    Point opening() {
        List<Point> points = new ArrayList<>();
        add(points, -1, opening);
        return chosen(points);
    }

    /** Returns a place in one of these batches, the last exclusive. */
    Point between(int first, int end) {
        List<Point> points = new ArrayList<>();
        for (int batch = first; batch < end; batch++) {
            add(points, batch, batches.get(batch));
        }
        return chosen(points);
    }

    private void add(List<Point> points, int batch, List<String> statements) {
        for (int i = 0; i < statements.size(); i++) {
            for (Fuse.Side side : Fuse.Side.values()) {
                points.add(random.nextInt(points.size() + 1), new Point(batch, i, side, statements.get(i)));
            }
        }
    }

    /** Counts kills from outside. */
    void countSignals(int count) {
        signals += count;
    }

    /** Those that were used least go first, and COMMIT before others. */
    private Point chosen(List<Point> points) {
        points.sort(Comparator.<Point>comparingInt(point -> used.getOrDefault(point.label(), 0))
                .thenComparing(point -> !point.name().equals("COMMIT")));
        Point point = points.get(0);
        used.merge(point.label(), 1, Integer::sum);
        return point;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("  " + signals + " by SIGKILL at a random moment\n");
        used.forEach((label, times) ->
                text.append("  ").append(times).append(' ').append(label).append('\n'));
        long both = seen.stream()
                .filter(name -> used.containsKey(Fuse.Side.BEFORE + " " + name)
                        && used.containsKey(Fuse.Side.AFTER + " " + name))
                .count();
        return text.append("  on both sides of ")
                .append(both)
                .append(" of the ")
                .append(seen.size())
                .append(" statements seen")
                .toString();
    }
}
