package dev.scd2.sql;

import dev.scd2.dimension.AttributeHash;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a plan does to the table of versions, as statements that a person can read: one for each row, with the values in it.
 * A store does the same in bulk, and keeps evidence, quarantine and positions beside it. Stateless.
 */
public final class PlanSql {
    private final Layout layout;
    private final Dialect dialect;

    private PlanSql(Layout layout, Dialect dialect) {
        this.layout = layout;
        this.dialect = dialect;
    }

    /**
     * Returns the statements, in an order in which no two versions of a key ever overlap. They show keys and values.
     *
     * @param plan with the surrogate keys that its new versions get
     */
    public static List<String> of(MutationPlan plan, Dimension dimension, Dialect dialect, StoreOptions options) {
        return new PlanSql(new Layout(dimension, dialect, options), dialect).statements(plan);
    }

    private List<String> statements(MutationPlan plan) {
        VersionChanges changes = VersionChanges.of(plan.mutations());
        List<String> statements = new ArrayList<>();
        changes.retracted().forEach(row -> statements.add("DELETE FROM " + layout.versions + " AS v" + where(row)));
        for (VersionChanges.Phase phase : VersionChanges.Phase.values()) {
            changes.overwritten(phase).forEach(change -> statements.add(update(change)));
            changes.moved(phase).forEach(change -> statements.add(update(change)));
        }
        changes.inserted().forEach(insert -> statements.add(insert(insert, plan.loadId())));
        return statements;
    }

    private String where(VersionChanges.RowName row) {
        String bySurrogate = " WHERE " + layout.of("v", layout.names.surrogateKey()) + " = " + row.surrogate();
        return layout.dimension.isBitemporal()
                ? bySurrogate + " AND " + layout.of("v", layout.names.systemFrom()) + " = " + time(row.believedFrom())
                : bySurrogate;
    }

    private String update(VersionChanges.Change change) {
        ColumnNames names = layout.names;
        List<String> sets = new ArrayList<>();
        Version after = change.after();
        if (after != null) {
            for (int i = 0; i < layout.attributes.size(); i++) {
                TableColumn column = layout.attributes.get(i);
                sets.add(set(column.name(), literal(after.row().value(i), column.type())));
            }
            sets.add(set(names.deleted(), literal(after.deleted(), ColumnType.BOOLEAN)));
            sets.add(set(
                    names.attributeHash(), literal(AttributeHash.of(layout.dimension, after.row()), ColumnType.TEXT)));
        }
        if (change.validTo() != null) {
            sets.add(set(names.validTo(), end(change.validTo())));
        }
        if (change.believedTo() != null) {
            sets.add(set(names.systemTo(), end(change.believedTo())));
        }
        sets.add(set(names.current(), current(change)));
        return "UPDATE " + layout.versions + " AS v SET " + String.join(", ", sets) + where(change.name());
    }

    private String set(String column, String value) {
        return layout.quote(column) + " = " + value;
    }

    /** A version is current while both of its ends are open and it marks no absence. */
    private String current(VersionChanges.Change change) {
        ColumnNames names = layout.names;
        List<String> terms = new ArrayList<>();
        terms.add(isOpen(change.validTo(), names.validTo()));
        if (layout.dimension.isBitemporal()) {
            terms.add(isOpen(change.believedTo(), names.systemTo()));
        }
        Version after = change.after();
        terms.add(
                after == null
                        ? "NOT " + layout.of("v", names.deleted())
                        : literal(!after.deleted(), ColumnType.BOOLEAN));
        terms.removeIf("TRUE"::equals);
        return terms.contains("FALSE") ? "FALSE" : terms.isEmpty() ? "TRUE" : String.join(" AND ", terms);
    }

    private String isOpen(@Nullable Long end, String column) {
        return end == null
                ? layout.end("v", column) + " >= " + layout.open
                : literal(end == Interval.OPEN, ColumnType.BOOLEAN);
    }

    private String insert(Insert insert, String loadId) {
        Version version = insert.version();
        List<String> values = new ArrayList<>();
        values.add(String.valueOf(insert.surrogate()));
        for (int i = 0; i < layout.key.size(); i++) {
            values.add(literal(insert.key().part(i), layout.key.get(i).type()));
        }
        for (int i = 0; i < layout.attributes.size(); i++) {
            values.add(literal(version.row().value(i), layout.attributes.get(i).type()));
        }
        values.add(time(version.interval().startMicros()));
        values.add(end(version.interval().endMicros()));
        if (layout.dimension.isBitemporal()) {
            values.add(time(insert.believed().startMicros()));
            values.add(end(insert.believed().endMicros()));
        }
        boolean current = version.isCurrent() && insert.believed().isOpen();
        values.add(literal(current, ColumnType.BOOLEAN));
        values.add(literal(version.deleted(), ColumnType.BOOLEAN));
        values.add(literal(AttributeHash.of(layout.dimension, version.row()), ColumnType.TEXT));
        values.add(literal(loadId, ColumnType.TEXT));
        return "INSERT INTO " + layout.versions + " (" + layout.list(layout.versionColumns) + ") VALUES ("
                + String.join(", ", values) + ")";
    }

    private String end(long micros) {
        if (micros != Interval.OPEN) {
            return time(micros);
        }
        return layout.openEnd == StoreOptions.OpenEnd.NULL ? "NULL" : layout.open;
    }

    private String time(long micros) {
        return dialect.literal(Instants.ofMicros(micros));
    }

    private String literal(@Nullable Object value, ColumnType type) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Instant instant) {
            return time(Instants.toMicros(instant));
        }
        if (value instanceof LocalDate) {
            return "DATE '" + value + "'";
        }
        if (value instanceof Bytes bytes) {
            return dialect.bytes(bytes);
        }
        if (value instanceof Double) {
            return "CAST('" + value + "' AS " + dialect.typeName(type) + ")";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof String text
                ? "'" + text.replace("'", "''") + "'"
                : value.toString().toUpperCase(Locale.ROOT);
    }
}
