package dev.scd2.tck;

import dev.scd2.dimension.Row;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.Rejection;
import dev.scd2.store.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds, as lines of text, without what may differ between equal histories: surrogate keys, load ids, places
 * in a feed, and the tokens of erased values. It holds values, which is right for made-up data only. Immutable.
 *
 * @param lines one for each row of each key; then of listings and of the quarantine
 */
public record Image(List<String> lines) {
    private static final String EVIDENCE = "evidence ";

    /** Takes the image of all that {@code store} holds. */
    public static Image of(DimensionStore store) {
        List<String> lines = new ArrayList<>();
        store.scan(history -> add(lines, history));
        lines.addAll(sorted(store.snapshots(), mark -> "listing " + mark));
        lines.addAll(sorted(store.quarantine(), Image::line));
        return new Image(List.copyOf(lines));
    }

    /** Fails unless {@code other} is the same, and shows the lines in which they differ. */
    public void requireSame(Image other, String where) {
        if (!lines.equals(other.lines)) {
            List<String> missing = new ArrayList<>(lines);
            other.lines.forEach(missing::remove);
            List<String> surplus = new ArrayList<>(other.lines);
            lines.forEach(surplus::remove);
            throw new AssertionError(where + "\n  missing\n    " + String.join("\n    ", missing) + "\n  surplus\n    "
                    + String.join("\n    ", surplus));
        }
    }

    private static void add(List<String> lines, KeyHistory history) {
        String key = history.key().parts() + " ";
        history.versions().forEach(row -> lines.add(key + line(row)));
        lines.addAll(sorted(history.past(), row -> key + line(row)));
        lines.addAll(sorted(history.evidence(), row -> key + line(row)));
    }

    private static <T> List<String> sorted(List<T> values, Function<T, String> line) {
        Stream<String> lines = values.stream().map(line);
        return lines.sorted().toList();
    }

    private static String line(StoredVersion row) {
        return "version " + row.version().interval() + " believed " + row.believed()
                + (row.current() ? " current " : " ") + (row.version().deleted() ? "deleted " : "")
                + cells(row.version().row(), "null") + " " + row.attributeHash();
    }

    private static String line(Evidence row) {
        return EVIDENCE + row.kind() + " " + row.spanId() + " " + row.validFrom() + " " + row.validTo() + " "
                + row.sequence() + " " + cells(row.row(), "erased") + " " + row.systemTime();
    }

    private static String line(Rejection rejection) {
        return "rejected " + rejection.reason() + " " + rejection.identity();
    }

    private static String cells(Row row, String erased) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.width(); i++) {
            cells.add(row.erasedToken(i).isPresent() ? erased : row.isSaid(i) ? text(row.value(i)) : "-");
        }
        return cells.toString();
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }
}
