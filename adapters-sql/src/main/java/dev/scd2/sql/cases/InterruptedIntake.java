package dev.scd2.sql.cases;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.engine.History;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** An intake that is closed and begun anew at random points, and what it leaves. Stateless. */
public final class InterruptedIntake {
    private static final int ONE_IN = 9;

    private InterruptedIntake() {}

    /** Reads what is there; returns how often reading was begun anew. */
    public static int catchUp(ChangeSource source, History history, Random random) {
        for (int begun = 0; ; begun++) {
            try (ChangeSource.Reader reader = source.read(history.store()::reached)) {
                if (readsToTheEnd(reader, history, random)) {
                    return begun;
                }
            }
        }
    }

    private static boolean readsToTheEnd(ChangeSource.Reader reader, History history, Random random) {
        while (!reader.isCaughtUp()) {
            if (random.nextInt(ONE_IN) == 0) {
                return false;
            }
            Optional<Batch> batch = reader.next(Duration.ZERO);
            if (batch.isPresent()) {
                if (random.nextInt(ONE_IN) == 0) {
                    return false;
                }
                history.apply(batch.get());
                if (random.nextInt(ONE_IN) == 0) {
                    return false;
                }
                reader.committed(batch.get());
            }
        }
        return true;
    }

    /** Returns the versions without their surrogates, which are given out in the order of arrival, and what was refused. */
    public static List<String> told(DimensionStore store) {
        List<String> told = new ArrayList<>();
        store.scan((KeyHistory history) -> history.versions()
                .forEach(stored -> told.add(history.key().parts() + " "
                        + stored.version().interval() + " "
                        + Arrays.toString(stored.version().row().toArray()))));
        store.quarantine().stream()
                .map(rejection -> rejection.reason() + " " + rejection.identity())
                .sorted()
                .forEach(told::add);
        return told;
    }

    /** Returns what is in force, as {@code [key] [values]}. */
    public static List<String> current(DimensionStore store) {
        List<String> current = new ArrayList<>();
        store.scan((KeyHistory history) -> history.versions().stream()
                .filter(stored -> stored.version().isCurrent())
                .forEach(stored -> current.add(history.key().parts() + " "
                        + Arrays.toString(stored.version().row().toArray()))));
        return current;
    }
}
