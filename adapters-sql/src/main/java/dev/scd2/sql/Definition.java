package dev.scd2.sql;

import dev.scd2.dimension.AttributePolicy;
import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Feed;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.Widening;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a stored history depends on, as text: one line for each column and each rule. It is compared when a store is
 * opened. Stateless.
 */
final class Definition {
    private static final String FEED = "fed by ";
    private static final String DELETES = "deletes ";
    private static final String SYSTEM_TIME = "system time ";
    private static final List<String> COLUMN_LINES = List.of("key ", "track ", "overwrite ", "fixed ");

    private Definition() {}

    static String of(Layout layout) {
        Dimension dimension = layout.dimension;
        List<String> lines = new ArrayList<>();
        for (Column column : dimension.naturalKey()) {
            lines.add("key " + column.name() + " " + column.type());
        }
        for (Column column : dimension.attributes()) {
            lines.add(column.policy().name().toLowerCase(Locale.ROOT) + " " + column.name() + " " + column.type());
        }
        lines.add(FEED + dimension.feed());
        lines.add(DELETES + dimension.deletePolicy());
        if (dimension.systemTime() != SystemTime.NONE) {
            lines.add(SYSTEM_TIME + dimension.systemTime());
        }
        if (!dimension.overlapOrder().isEmpty()) {
            lines.add("overlaps by " + String.join(" ", dimension.overlapOrder()));
        }
        lines.add("columns " + String.join(" ", layout.names.in(dimension)));
        if (layout.openEnd != StoreOptions.OpenEnd.SENTINEL) {
            lines.add("open end " + layout.openEnd);
        }
        return String.join("\n", lines);
    }

    /** Refuses {@code stored} if it is not the definition of {@code layout}. */
    static void requireSame(Layout layout, String stored) {
        String declared = of(layout);
        if (!stored.equals(declared)) {
            throw refusal(layout, stored, declared);
        }
    }

    /**
     * Returns the dimension that {@code stored} defines, if it must be widened to become that of {@code layout}; null if it
     * is that.
     *
     * @throws InvalidChangeException if it cannot be widened to that
     */
    static @Nullable Dimension narrower(Layout layout, String stored) {
        String declared = of(layout);
        if (stored.equals(declared)) {
            return null;
        }
        try {
            Dimension held = parse(layout.dimension.name(), stored);
            Widening.require(held, layout.dimension);
            if (rules(stored).equals(rules(declared))) {
                return held;
            }
        } catch (InvalidChangeException | IllegalArgumentException notWider) {
            throw refusal(layout, stored, declared);
        }
        throw refusal(layout, stored, declared);
    }

    private static List<String> rules(String text) {
        return text.lines().filter(line -> !isColumn(line)).toList();
    }

    private static boolean isColumn(String line) {
        return COLUMN_LINES.stream().anyMatch(line::startsWith);
    }

    private static Dimension parse(String name, String text) {
        Dimension.Builder builder = Dimension.named(name);
        for (String line : text.lines().toList()) {
            if (line.startsWith(FEED)) {
                builder.fedBy(Feed.valueOf(line.substring(FEED.length())));
            } else if (line.startsWith(DELETES)) {
                builder.deletes(DeletePolicy.valueOf(line.substring(DELETES.length())));
            } else if (line.startsWith(SYSTEM_TIME)) {
                builder.systemTime(SystemTime.valueOf(line.substring(SYSTEM_TIME.length())));
            } else if (isColumn(line)) {
                int first = line.indexOf(' ');
                int last = line.lastIndexOf(' ');
                String column = line.substring(first + 1, last);
                ColumnType type = ColumnType.named(line.substring(last + 1));
                String policy = line.substring(0, first);
                if (policy.equals("key")) {
                    builder.key(column, type);
                } else {
                    builder.attribute(column, type, AttributePolicy.valueOf(policy.toUpperCase(Locale.ROOT)));
                }
            }
        }
        return builder.build();
    }

    private static InvalidChangeException refusal(Layout layout, String stored, String declared) {
        List<String> before = stored.lines().toList();
        List<String> now = declared.lines().toList();
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(now);
        List<String> added = new ArrayList<>(now);
        added.removeAll(before);
        String difference = gone.isEmpty() && added.isEmpty()
                ? "the same columns in another order"
                : "it holds [" + String.join("; ", gone) + "], and [" + String.join("; ", added) + "] is declared";
        return new InvalidChangeException(
                Reason.TYPE_CHANGED,
                "The store holds dimension " + layout.dimension + " with another definition: " + difference
                        + ". Declare it as it is stored, or write it to another table. Columns behind the others and types"
                        + " that hold all values of the old ones are taken where the dimension allows new columns.");
    }
}
