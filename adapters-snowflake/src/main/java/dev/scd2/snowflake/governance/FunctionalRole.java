package dev.scd2.snowflake.governance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A role as people and services hold it: loader, transformer, analyst, auditor. It is an account role, which holds the
 * database roles of its accesses, other functional roles and warehouses. Immutable.
 *
 * <pre>{@code
 * FunctionalRole.named("payer_auditor", "answers for who saw what")
 *         .inherits("payer_analyst")
 *         .access("audit", Access.READ)
 *         .warehouse("report_wh");
 * }</pre>
 */
public final class FunctionalRole {
    private final String name;
    private final String purpose;
    private final List<String> inherited;
    private final Map<String, SortedSet<Access>> accesses;
    private final List<String> warehouses;

    private FunctionalRole(
            String name,
            String purpose,
            List<String> inherited,
            Map<String, SortedSet<Access>> accesses,
            List<String> warehouses) {
        this.name = name;
        this.purpose = purpose;
        this.inherited = inherited;
        this.accesses = accesses;
        this.warehouses = warehouses;
    }

    /**
     * Returns a role that may do nothing yet.
     *
     * @param purpose  what it is for; it becomes the comment of the role
     */
    public static FunctionalRole named(String name, String purpose) {
        return new FunctionalRole(name, purpose, List.of(), Map.of(), List.of());
    }

    /** Returns this role, which may do what another may, too, and sees what that sees. */
    public FunctionalRole inherits(String role) {
        return new FunctionalRole(name, purpose, with(inherited, role), accesses, warehouses);
    }

    /** Returns this role with an access to a schema. */
    public FunctionalRole access(String schema, Access access) {
        Map<String, SortedSet<Access>> more = new LinkedHashMap<>();
        accesses.forEach((place, held) -> more.put(place, new TreeSet<>(held)));
        more.computeIfAbsent(schema, place -> new TreeSet<>()).add(access);
        return new FunctionalRole(name, purpose, inherited, more, warehouses);
    }

    /** Returns this role, which may run statements in a warehouse. The warehouse is made by somebody else. */
    public FunctionalRole warehouse(String warehouse) {
        return new FunctionalRole(name, purpose, inherited, accesses, with(warehouses, warehouse));
    }

    private static List<String> with(List<String> names, String name) {
        List<String> more = new ArrayList<>(names);
        if (!more.contains(name)) {
            more.add(name);
        }
        return List.copyOf(more);
    }

    String name() {
        return name;
    }

    String purpose() {
        return purpose;
    }

    List<String> inherited() {
        return inherited;
    }

    Map<String, SortedSet<Access>> accesses() {
        return accesses;
    }

    List<String> warehouses() {
        return warehouses;
    }
}
