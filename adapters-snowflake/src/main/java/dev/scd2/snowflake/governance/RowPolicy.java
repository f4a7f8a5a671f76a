package dev.scd2.snowflake.governance;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rows a user sees: those whose value a table of entitlements names for the user, such as the broker whose book it
 * is; roles that see all rows are named. Everybody else sees none. Immutable.
 *
 * <pre>{@code
 * RowPolicy.named("own_book", "brokers see their own book only", "VARCHAR")
 *         .entitledBy("book", "user_name", "broker_name")
 *         .allRowsFor("payer_ops");
 * }</pre>
 */
public final class RowPolicy {
    private final String name;
    private final String purpose;
    private final String type;
    private final List<Entitlement> entitlements;
    private final List<String> unfiltered;

    private RowPolicy(
            String name, String purpose, String type, List<Entitlement> entitlements, List<String> unfiltered) {
        this.name = name;
        this.purpose = purpose;
        this.type = type;
        this.entitlements = entitlements;
        this.unfiltered = List.copyOf(unfiltered);
    }

    record Entitlement(String table, String userColumn, String valueColumn) {}

    /**
     * Returns a policy that lets nobody see any row.
     *
     * @param name  what it is called, in the schema of governance
     * @param purpose  what it is for; it becomes its comment
     * @param type  the type of the column that it is put on
     */
    public static RowPolicy named(String name, String purpose, String type) {
        return new RowPolicy(name, purpose, GovernedTable.type(type), List.of(), List.of());
    }

    /**
     * Returns this policy, by which a user sees the rows that a table names. The table is in the schema of governance, and
     * made and filled by somebody else.
     *
     * @param userColumn  its column with the user, as {@code CURRENT_USER()} spells it
     * @param valueColumn  its column with the value
     */
    public RowPolicy entitledBy(String table, String userColumn, String valueColumn) {
        return new RowPolicy(name, purpose, type, List.of(new Entitlement(table, userColumn, valueColumn)), unfiltered);
    }

    /** Returns this policy, by which a role sees all rows. */
    public RowPolicy allRowsFor(String role) {
        List<String> more = new ArrayList<>(unfiltered);
        more.add(role);
        return new RowPolicy(name, purpose, type, entitlements, more);
    }

    String name() {
        return name;
    }

    String purpose() {
        return purpose;
    }

    String type() {
        return type;
    }

    List<Entitlement> entitlements() {
        return entitlements;
    }

    List<String> unfiltered() {
        return unfiltered;
    }
}
