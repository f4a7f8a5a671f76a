package dev.scd2.snowflake.governance;

import dev.scd2.error.StoreException;
import dev.scd2.snowflake.governance.GovernanceChange.Kind;
import dev.scd2.snowflake.script.Script;
import dev.scd2.snowflake.script.Step;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an account has otherwise than declared. Reading it changes nothing, so a diff is the dry run of its own {@link
 * #apply}. Confined to the thread that has its connection.
 *
 * <p>The role of the connection must see what is compared: it has {@code MANAGE GRANTS}, and owns the database or has its
 * privileges. What it cannot see looks missing.
 */
public final class GovernanceDiff {
    /** What is taken away first; policies and roles go last, when nothing uses them. */
    private static final Set<Subject> USES = EnumSet.of(
            Subject.GRANT, Subject.FUTURE_GRANT, Subject.COLUMN_MASK, Subject.ROW_FILTER, Subject.COLUMN_TAG);

    private final Governance governance;
    private final Connection connection;
    private final List<GovernanceChange> changes;

    private GovernanceDiff(Governance governance, Connection connection, List<GovernanceChange> changes) {
        this.governance = governance;
        this.connection = connection;
        this.changes = List.copyOf(changes);
    }

    /**
     * Reads what an account has and compares it with a declaration.
     *
     * <p>Of a declared table that is not there, or has not a declared column, that alone is told, and nothing that would be
     * put on it; what needs it comes with the diff after the table.
     *
     * @throws StoreException if the account cannot be read
     */
    public static GovernanceDiff of(Governance governance, Connection connection) {
        FoundState found = FoundState.read(governance, connection);
        return new GovernanceDiff(governance, connection, compare(governance, found));
    }

    private static List<GovernanceChange> compare(Governance governance, FoundState found) {
        Map<Item.Key, Item> surplus = found.items();
        List<GovernanceChange> missing = new ArrayList<>();
        for (Item item : GovernanceSql.items(governance)) {
            Item there = surplus.remove(item.key());
            if (there == null) {
                if (found.hasAll(item.needs())) {
                    missing.add(new GovernanceChange(Kind.MISSING, item.subject(), item.name(), item.make()));
                }
            } else if (!there.content().equals(item.content())) {
                missing.add(new GovernanceChange(Kind.DIFFERENT, item.subject(), item.name(), change(item, there)));
            }
        }
        List<GovernanceChange> changes = new ArrayList<>();
        found.absent(GovernanceSql.items(governance))
                .forEach(name -> changes.add(new GovernanceChange(Kind.MISSING, Subject.TABLE, name, List.of())));
        surplus.values().stream().filter(item -> USES.contains(item.subject())).forEach(item -> surplus(changes, item));
        changes.addAll(missing);
        surplus.values().stream()
                .filter(item -> !USES.contains(item.subject()))
                .forEach(item -> surplus(changes, item));
        return changes;
    }

    /** What hides rows is replaced in one statement, so that at no time all are shown. A foreign policy is left to a person. */
    private static List<Step> change(Item item, Item there) {
        if (item.subject() != Subject.ROW_FILTER) {
            return item.change();
        }
        if (there.drop().isEmpty()) {
            return List.of();
        }
        String add = item.make().get(0).sql();
        String action = add.substring(add.indexOf("ADD ROW ACCESS POLICY"));
        return List.of(new Step(
                item.make().get(0).purpose() + " Another policy filters them until now.",
                there.drop().get(0).sql() + ", " + action));
    }

    private static void surplus(List<GovernanceChange> changes, Item item) {
        changes.add(new GovernanceChange(Kind.SURPLUS, item.subject(), item.name(), item.drop()));
    }

    /** Returns the differences in the order in which they are taken away. */
    public List<GovernanceChange> changes() {
        return changes;
    }

    /** Returns whether the account is as declared. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Returns the statements that {@link #apply} runs. */
    public Script script() {
        return new Script(
                changes.stream().flatMap(change -> change.steps().stream()).toList());
    }

    /**
     * Takes the differences away, and looks again.
     *
     * @return what is still otherwise: nothing, or what is left to a person
     * @throws StoreException if the account was changed since this diff was read, in which case nothing is applied; or if a
     *     statement fails, in which case those before it stay
     */
    public GovernanceDiff apply() {
        if (!of(governance, connection).changes.equals(changes)) {
            throw new StoreException(
                    "The account was changed after the diff was read. Nothing was applied: read it again, and look.",
                    null);
        }
        script().run(connection);
        return of(governance, connection);
    }
}
