package dev.scd2.delta;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one commit is to do. Immutable.
 *
 * @param fields  the columns from now on, in order
 * @param properties  of a table that is made; those of one that is there stay
 * @param added  files, which are at the location already
 * @param removed  keys of files that are no longer part of the table
 * @param feed  whose rows these are
 * @param position  how far the feed comes with them
 */
record TableChange(
        List<Field> fields,
        Map<String, String> properties,
        List<RowFile> added,
        Set<String> removed,
        String feed,
        long position) {
    TableChange {
        fields = List.copyOf(fields);
        properties = Map.copyOf(properties);
        added = List.copyOf(added);
        removed = Set.copyOf(removed);
    }
}
