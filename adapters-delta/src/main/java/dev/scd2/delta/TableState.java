package dev.scd2.delta;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** A table as it was committed last. Immutable. */
interface TableState {
    /** Returns the number of the commit, from 0. */
    long version();

    /** Returns the columns in order. */
    List<Field> fields();

    /** Returns the keys of the files that hold the rows, below the location. */
    Set<String> files();

    /** Returns the properties of the table. */
    Map<String, String> properties();

    /** Returns how far {@code feed} was committed, if it ever was. */
    OptionalLong reached(String feed);
}
