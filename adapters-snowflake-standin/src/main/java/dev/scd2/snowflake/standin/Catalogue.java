package dev.scd2.snowflake.standin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Roles, grants, policies, tags and secure views: declared, stored and shown, NOT ENFORCED. Every session may do and see
 * everything here, whatever is granted to whom and whichever policy is on a column. Thread-safe: its statements are answered
 * one at a time.
 *
 * <p>Less than in Snowflake: nothing comes from a grant on future objects when an object is made; nobody owns anything, so
 * that no OWNERSHIP is shown; and what is put on a table stays when that is dropped.
 */
final class Catalogue {
    private final Map<String, String> roles = new LinkedHashMap<>();
    private final Map<List<String>, String> databaseRoles = new LinkedHashMap<>();
    private final Map<Grant, Boolean> grants = new LinkedHashMap<>();
    private final Set<Grant> future = new LinkedHashSet<>();
    private final Map<List<String>, Policy> policies = new LinkedHashMap<>();
    private final Map<List<String>, List<String>> masks = new LinkedHashMap<>();
    private final Map<List<String>, RowFilter> rowFilters = new LinkedHashMap<>();
    private final Map<List<String>, String> tags = new LinkedHashMap<>();
    private final Map<List<String>, Map<List<String>, String>> columnTags = new LinkedHashMap<>();
    private final Map<List<String>, SecureView> views = new LinkedHashMap<>();

    /** Who holds something: the kind is ROLE, DATABASE_ROLE or USER. */
    record Holder(String kind, List<String> path) {}

    /**
     * A privilege that somebody holds.
     *
     * @param on  the kind of object, as SHOW writes it, with underscores
     * @param path  the object; of a grant on future objects the schema
     */
    record Grant(String privilege, String on, List<String> path, Holder holder) {}

    /** A policy: its kind is MASKING_POLICY or ROW_ACCESS_POLICY. */
    record Policy(String kind, String signature, String returns, String body, String comment) {
        Policy withBody(String text) {
            return new Policy(kind, signature, returns, text, comment);
        }
    }

    record RowFilter(List<String> policy, List<String> columns) {}

    record SecureView(String text, String comment, boolean secure) {}

    Map<String, String> roles() {
        return roles;
    }

    Map<List<String>, String> databaseRoles() {
        return databaseRoles;
    }

    /** Returns the grants, each with whether it may be granted on. */
    Map<Grant, Boolean> grants() {
        return grants;
    }

    Set<Grant> future() {
        return future;
    }

    Map<List<String>, Policy> policies() {
        return policies;
    }

    /** Returns the masking policies of columns, by table and column. */
    Map<List<String>, List<String>> masks() {
        return masks;
    }

    Map<List<String>, RowFilter> rowFilters() {
        return rowFilters;
    }

    Map<List<String>, String> tags() {
        return tags;
    }

    /** Returns the values of the tags of columns, by table and column. */
    Map<List<String>, Map<List<String>, String>> columnTags() {
        return columnTags;
    }

    Map<List<String>, SecureView> views() {
        return views;
    }

    /** Forgets a role and what it held and who held it. */
    void forget(Holder role) {
        for (Grant grant : new ArrayList<>(grants.keySet())) {
            boolean itself = grant.on().equals(role.kind()) && grant.path().equals(role.path());
            if (grant.holder().equals(role) || itself) {
                grants.remove(grant);
            }
        }
        future.removeIf(grant -> grant.holder().equals(role));
    }

    /** Returns whether a policy is on a column or a table. */
    boolean isUsed(List<String> policy) {
        return masks.containsValue(policy)
                || rowFilters.values().stream()
                        .anyMatch(filter -> filter.policy().equals(policy));
    }
}
