package dev.scd2.delta;

import dev.scd2.lake.LakeException;
import dev.scd2.lake.LakeLocation;
import java.util.Map;

/**
 * What a table is for, as its properties say; so that nobody publishes a dimension over facts, or over a table of others.
 *
 * @param property  the name
 * @param value  the value
 */
record Contents(String property, String value) {
    private static final String DIMENSION = "scd2.dimension";
    private static final String ROWS = "scd2.rows";

    static Contents ofDimension(String name) {
        return new Contents(DIMENSION, name);
    }

    static Contents ofRows() {
        return new Contents(ROWS, "appended");
    }

    Map<String, String> properties() {
        return Map.of(property, value);
    }

    void require(TableState state, LakeLocation location) {
        if (!value.equals(state.properties().get(property))) {
            String held = state.properties().getOrDefault(DIMENSION, "");
            throw new LakeException("The Delta table in " + location + " "
                    + (held.isEmpty()
                            ? state.properties().containsKey(ROWS) ? "takes rows" : "was made by somebody else"
                            : "holds the dimension " + held)
                    + ". Choose another place for "
                    + (property.equals(DIMENSION) ? "the dimension " + value : "the rows") + ".");
        }
    }
}
