package dev.scd2.engine.join;

import dev.scd2.fact.JoinRule;
import org.jspecify.annotations.Nullable;

/**
 * Versions with the system time in which each was believed. A fact looks at all versions of its key: those believed at its
 * time are compiled and searched like the only ones there are. Immutable.
 */
final class Beliefs {
    private static final double LOAD = 0.5;

    private final JoinRule rule;
    private final @Nullable VersionOrder order;
    private final Directory directory;
    private final int[] rows;
    private final long[][] columns;
    private final int[] codes;

    /**
     * Makes them of rows.
     *
     * @param columns validFrom, validTo, systemFrom, systemTo
     * @param codes what answers each
     */
    Beliefs(JoinRule rule, @Nullable VersionOrder order, KeyColumn keys, long[][] columns, int[] codes) {
        this.rule = rule;
        this.order = order;
        int[] byKey = new int[keys.size()];
        int[] size = new int[1];
        this.directory = Grouping.of(keys, (count, stride) -> LOAD, (numbers, at, first, end) -> {
            int base = size[0];
            for (int i = first; i < end; i++) {
                byKey[size[0]++] = (int) numbers[at[i]];
            }
            return VersionIndex.place(base, end - first);
        });
        this.rows = byKey;
        this.columns = columns;
        this.codes = codes;
    }

    /** Returns something that answers one fact after the other. */
    Asking asking() {
        return new Asking();
    }

    /** Answers facts. Confined to one thread. */
    final class Asking {
        private final KeyVersions versions = new KeyVersions();
        private final Steps steps = new Steps(0, 0, 16);

        /** Returns the answer for the fact with the key of row {@code fact}, which is not null, at {@code time}. */
        int answer(KeyColumn keys, int fact, long time, long knownAt) {
            long place = directory.get(keys, fact);
            int first = (int) (place >>> 32);
            versions.clear();
            for (int i = first; i < first + (int) place; i++) {
                int row = rows[i];
                if (columns[2][row] <= knownAt && knownAt < columns[3][row]) {
                    versions.add(columns[0][row], columns[1][row], codes[row]);
                }
            }
            if (versions.size == 0) {
                return Codes.UNKNOWN_KEY;
            }
            steps.clear();
            new StepCompiler(rule, order, steps).compile(versions);
            int base = Steps.UNKNOWN_KEY + 1;
            return steps.exact(base, steps.size() - base, time);
        }
    }
}
