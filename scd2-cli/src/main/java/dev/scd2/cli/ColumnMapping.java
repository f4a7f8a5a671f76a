package dev.scd2.cli;

import dev.scd2.dimension.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which column of one file is which column of the table. Immutable.
 *
 * @param index the place in the file of each column of the table that the file has
 * @param unsaid the kept columns that the file lacks
 */
record ColumnMapping(Map<String, Integer> index, Set<String> unsaid) {
    /**
     * Returns the mapping of a file with these columns.
     *
     * @throws Failure if the file drifted from the table; the message names the options that answer it
     */
    static ColumnMapping of(Declaration declaration, Mode mode, SourceFile source, List<Field> fields) {
        String file = source.name();
        ColumnNaming naming = new ColumnNaming(declaration.reading(), declaration.known());
        Map<String, Integer> index = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        List<String> known = declaration.known();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (!field.isNamed()) {
                continue;
            }
            String name = naming.nameOf(field.name());
            if (index.containsKey(name)) {
                throw Failure.of(file + " has two columns that are " + quoted(name)
                        + " in the table. Remove one in the file, or drop the --rename that made them one.");
            }
            index.put(name, i);
            if (!known.contains(name)) {
                unknown.add(field.name());
            }
        }
        Drift drift = new Drift(declaration, file, unknown);
        requireSignals(declaration, drift, index);
        Set<String> missing = missing(declaration, index);
        if (mode == Mode.SNAPSHOT || source.shape() == SourceFile.Shape.RECTANGULAR) {
            Set<String> unanswered = new LinkedHashSet<>(missing);
            unanswered.removeAll(declaration.reading().unsaid());
            if (!unanswered.isEmpty()) {
                throw drift.lacks(unanswered);
            }
        }
        if (!unknown.isEmpty()) {
            throw drift.isUnknown();
        }
        return new ColumnMapping(Map.copyOf(index), Set.copyOf(missing));
    }

    private static void requireSignals(Declaration declaration, Drift drift, Map<String, Integer> index) {
        for (Column column : declaration.key()) {
            if (!index.containsKey(column.name())) {
                throw drift.lacksRequired("key", column.name());
            }
        }
        Reading reading = declaration.reading();
        if (reading.validFrom() != null && !index.containsKey(reading.validFrom())) {
            throw drift.lacksRequired("--valid-from", reading.validFrom());
        }
        if (reading.sequence() != null && !index.containsKey(reading.sequence())) {
            throw drift.lacksRequired("--sequence", reading.sequence());
        }
        if (reading.operation() != null && !index.containsKey(reading.operation())) {
            throw drift.lacksRequired("--op", reading.operation());
        }
    }

    private static Set<String> missing(Declaration declaration, Map<String, Integer> index) {
        return declaration.attributes().stream()
                .map(Column::name)
                .filter(name -> !index.containsKey(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static String quoted(String name) {
        return "'" + name + "'";
    }
}
