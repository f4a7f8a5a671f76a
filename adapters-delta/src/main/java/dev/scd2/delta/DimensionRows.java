package dev.scd2.delta;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Row;
import dev.scd2.sql.ColumnNames;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Instants;
import dev.scd2.timeline.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions of a dimension as rows of a table. Immutable. */
final class DimensionRows {
    /** The same versions come in the same order, or the same rows would not give the same file. */
    private static final Comparator<StoredVersion> ORDER = Comparator.<StoredVersion, Interval>comparing(
                    stored -> stored.version().interval())
            .thenComparing(StoredVersion::believed)
            .thenComparingLong(StoredVersion::surrogate);

    private final boolean bitemporal;
    private final List<Field> fields;
    private final int keys;
    private final int attributes;

    private DimensionRows(Dimension dimension, List<Field> fields) {
        this.bitemporal = dimension.isBitemporal();
        this.fields = List.copyOf(fields);
        this.keys = dimension.naturalKey().size();
        this.attributes = dimension.attributes().size();
    }

    /**
     * Returns those of {@code dimension}.
     *
     * @throws IllegalArgumentException if two columns have the same name; upper and lower case count as the same
     */
    static DimensionRows of(Dimension dimension, ColumnNames given) {
        ColumnNames names = given.of(dimension);
        List<Field> fields = new ArrayList<>();
        fields.add(Field.bounded(names.surrogateKey(), ColumnType.LONG, true));
        for (Column column : dimension.naturalKey()) {
            fields.add(Field.key(column.name(), column.type()));
        }
        for (Column column : dimension.attributes()) {
            fields.add(Field.attribute(column.name(), column.type()));
        }
        fields.add(Field.bounded(names.validFrom(), ColumnType.TIMESTAMP, true));
        fields.add(Field.bounded(names.validTo(), ColumnType.TIMESTAMP, true));
        if (dimension.isBitemporal()) {
            fields.add(Field.bounded(names.systemFrom(), ColumnType.TIMESTAMP, true));
            fields.add(Field.bounded(names.systemTo(), ColumnType.TIMESTAMP, true));
        }
        fields.add(Field.key(names.current(), ColumnType.BOOLEAN));
        fields.add(Field.key(names.deleted(), ColumnType.BOOLEAN));
        Set<String> seen = new HashSet<>();
        for (Field field : fields) {
            if (!seen.add(field.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("The dimension " + dimension.name() + " has a column " + field.name()
                        + " twice, in a table where upper and lower case are the same. Publish it under other names:"
                        + " TableOptions.withNames.");
            }
        }
        return new DimensionRows(dimension, fields);
    }

    List<Field> fields() {
        return fields;
    }

    /** Returns all versions of {@code history}, those believed once included, in an order of their own. */
    List<StoredVersion> versions(KeyHistory history) {
        List<StoredVersion> versions = new ArrayList<>(history.versions());
        versions.addAll(history.past());
        versions.sort(ORDER);
        return versions;
    }

    @Nullable
    Object[] cells(StoredVersion stored) {
        Object[] cells = new Object[fields.size()];
        int at = 0;
        cells[at++] = stored.surrogate();
        for (int i = 0; i < keys; i++) {
            cells[at++] = stored.key().part(i);
        }
        Row row = stored.version().row();
        for (int i = 0; i < attributes; i++) {
            cells[at++] = row.value(i);
        }
        Interval valid = stored.version().interval();
        cells[at++] = valid.start();
        cells[at++] = end(valid);
        if (bitemporal) {
            cells[at++] = stored.believed().start();
            cells[at++] = end(stored.believed());
        }
        cells[at++] = stored.current();
        cells[at] = stored.version().deleted();
        return cells;
    }

    private static Instant end(Interval interval) {
        return interval.end().orElse(Instants.MAX);
    }
}
