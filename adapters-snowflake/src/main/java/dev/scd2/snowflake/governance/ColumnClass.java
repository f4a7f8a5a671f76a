package dev.scd2.snowflake.governance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A class of columns that are treated alike: direct identifiers, dates of birth, incomes. It says what each role sees, and
 * is hidden from roles that it does not name. Columns that everybody with access to the table may read need no class.
 * Immutable.
 *
 * <pre>{@code
 * ColumnClass.named("direct_identifier", "names a person: name, street, phone, email")
 *         .shows("payer_ops", Mask.clear());
 * }</pre>
 */
public final class ColumnClass {
    private final String name;
    private final String purpose;
    private final Map<String, Mask> masks;

    private ColumnClass(String name, String purpose, Map<String, Mask> masks) {
        this.name = name;
        this.purpose = purpose;
        this.masks = masks;
    }

    /**
     * Returns a class that is hidden from every role.
     *
     * @param purpose  what kind of column it is; it becomes the comment of the policies
     */
    public static ColumnClass named(String name, String purpose) {
        return new ColumnClass(name, purpose, Map.of());
    }

    /**
     * Returns this class, of which a role sees what a mask leaves. Of several roles of a session the most open mask counts,
     * in the order clear, grouped, token, month, zip3, band, year, hidden.
     */
    public ColumnClass shows(String role, Mask mask) {
        Map<String, Mask> more = new LinkedHashMap<>(masks);
        more.put(role, mask);
        return new ColumnClass(name, purpose, Collections.unmodifiableMap(more));
    }

    String name() {
        return name;
    }

    String purpose() {
        return purpose;
    }

    Map<String, Mask> masks() {
        return masks;
    }
}
