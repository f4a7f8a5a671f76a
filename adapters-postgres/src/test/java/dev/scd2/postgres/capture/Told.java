package dev.scd2.postgres.capture;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The dimension of these tests, and what a store tells of it, without surrogates. */
final class Told {
    static final Dimension ITEM = Dimension.named("item")
            .key("id", ColumnType.LONG)
            .track("name", ColumnType.TEXT)
            .track("note", ColumnType.TEXT)
            .build();

    private Told() {}

    static List<String> by(DimensionStore store) {
        List<String> told = new ArrayList<>();
        store.scan((KeyHistory history) -> history.versions()
                .forEach(stored -> told.add(history.key().parts() + " "
                        + stored.version().interval() + " "
                        + Arrays.toString(stored.version().row().toArray()))));
        Collections.sort(told);
        return told;
    }

    /** Returns what is in force. */
    static List<String> now(DimensionStore store) {
        List<String> told = new ArrayList<>();
        store.scan((KeyHistory history) -> history.versions().stream()
                .filter(stored -> stored.version().interval().isOpen())
                .forEach(stored -> told.add(history.key().parts() + " "
                        + Arrays.toString(stored.version().row().toArray()))));
        Collections.sort(told);
        return told;
    }
}
