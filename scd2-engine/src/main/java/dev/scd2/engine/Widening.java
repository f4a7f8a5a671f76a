package dev.scd2.engine;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.Reason;
import dev.scd2.store.AuditEntry;
import java.util.ArrayList;
import java.util.List;

/** Which definitions a stored history can be carried on under. Stateless. */
public final class Widening {
    private Widening() {}

    /**
     * Returns what is to be recorded when a history goes on under {@code wider}; its time is 0.
     *
     * @throws InvalidChangeException with {@link Reason#TYPE_CHANGED}, naming what differs, if it cannot
     */
    public static AuditEntry require(Dimension held, Dimension wider) {
        List<String> widened = new ArrayList<>();
        compare(held.naturalKey(), wider.naturalKey(), widened);
        compare(held.attributes(), wider.attributes(), widened);
        requireSame(
                "the number of key columns",
                held.naturalKey().size(),
                wider.naturalKey().size());
        requireSame("the feed", held.feed(), wider.feed());
        requireSame("the delete policy", held.deletePolicy(), wider.deletePolicy());
        requireSame("the system time", held.systemTime(), wider.systemTime());
        for (Column added : wider.attributes()
                .subList(held.attributes().size(), wider.attributes().size())) {
            widened.add("added " + added.name() + " " + added.type());
        }
        if (!widened.isEmpty() && !wider.allowsNewColumns()) {
            throw refusal(String.join(", ", widened) + ", and the dimension does not allow new columns");
        }
        return new AuditEntry(AuditEntry.Event.EVOLVE, wider.name(), String.join("; ", widened), 0);
    }

    private static void compare(List<Column> held, List<Column> wider, List<String> widened) {
        for (int i = 0; i < held.size(); i++) {
            Column before = held.get(i);
            if (i >= wider.size() || !wider.get(i).name().equals(before.name())) {
                throw refusal("the column " + before.name() + " is gone or has moved; new columns come last");
            }
            Column after = wider.get(i);
            requireSame("the policy of column " + before.name(), before.policy(), after.policy());
            if (!before.type().equals(after.type())) {
                if (!holds(after.type(), before.type())) {
                    throw refusal("the column " + before.name() + " is " + before.type() + " and " + after.type()
                            + " does not hold all of its values");
                }
                widened.add("widened " + before.name() + " " + before.type() + " to " + after.type());
            }
        }
    }

    /** Returns whether every value of {@code narrow} is one of {@code wide}, equal to it. */
    static boolean holds(ColumnType wide, ColumnType narrow) {
        if (wide.kind() != ColumnType.Kind.DECIMAL) {
            return wide.equals(narrow);
        }
        int digits = wide.precision() - wide.scale();
        return switch (narrow.kind()) {
            case DECIMAL -> wide.scale() >= narrow.scale() && digits >= narrow.precision() - narrow.scale();
            case LONG -> digits >= 19;
            default -> false;
        };
    }

    private static void requireSame(String what, Object held, Object declared) {
        if (!held.equals(declared)) {
            throw refusal(what + " is " + held + ", and " + declared + " is declared");
        }
    }

    private static InvalidChangeException refusal(String difference) {
        return new InvalidChangeException(
                Reason.TYPE_CHANGED,
                "The history cannot be carried on under the declared definition: " + difference
                        + ". Declare it as it is stored, or write it to another table.");
    }
}
