package dev.scd2.cli;

import dev.scd2.dimension.Column;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import java.util.ArrayList;
import java.util.List;

/**
 * What one table is and how files are read into it; kept in the file, so that later commands need not repeat it.
 * Immutable.
 *
 * @param table its name
 * @param key the natural key columns
 * @param attributes the kept columns with their policies
 * @param personal the kept columns that identify a person
 * @param deletes what a delete does
 * @param reading how files are read
 * @param preset what made the table
 */
record Declaration(
        String table,
        List<Column> key,
        List<Column> attributes,
        List<String> personal,
        DeletePolicy deletes,
        Reading reading,
        Preset preset) {
    Declaration {
        key = List.copyOf(key);
        attributes = List.copyOf(attributes);
        personal = List.copyOf(personal);
    }

    /** Returns the dimension with these limits, which hold for one command. */
    Dimension dimension(Limits limits) {
        Dimension.Builder builder = Dimension.named(table);
        key.forEach(column -> builder.key(column.name(), column.type()));
        attributes.forEach(column -> builder.attribute(column.name(), column.type(), column.policy()));
        return builder.personal(personal.toArray(new String[0]))
                .deletes(deletes)
                .maxDeleteShare(limits.maxDeleteShare())
                .rejectLimit(limits.rejectLimit())
                .build();
    }

    /** Returns this declaration, read otherwise. */
    Declaration with(Reading other) {
        return new Declaration(table, key, attributes, personal, deletes, other, preset);
    }

    /** Returns this declaration of a table that something else made. */
    Declaration with(Preset maker) {
        return new Declaration(table, key, attributes, personal, deletes, reading, maker);
    }

    /** Returns the names of all columns that a file may have, in the order in which a person would name them. */
    List<String> known() {
        List<String> known = new ArrayList<>();
        key.forEach(column -> known.add(column.name()));
        attributes.forEach(column -> known.add(column.name()));
        for (String signal : new String[] {reading.validFrom(), reading.sequence(), reading.operation()}) {
            if (signal != null) {
                known.add(signal);
            }
        }
        known.addAll(reading.ignored());
        return known;
    }
}
