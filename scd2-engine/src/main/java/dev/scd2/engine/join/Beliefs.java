package dev.scd2.engine.join;

import dev.scd2.fact.JoinRule;
import org.jspecify.annotations.Nullable;

/**
 * Versions with the system time in which each was believed. A fact looks at all versions of its key: those believed at its
 * time are compiled and searched like the only ones there are. Immutable.
 */
final class Beliefs {
    private final JoinRule rule;
    private final @Nullable VersionOrder order;
    private final Directory directory;
    private final Grouping grouping;
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
        this.directory = Directory.like(keys);
        this.grouping = Grouping.of(keys, directory);
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
            int group = (int) directory.get(keys, fact) - 1;
            if (group < 0) {
                return Codes.UNKNOWN_KEY;
            }
            versions.clear();
            for (int i = grouping.begin(group); i < grouping.begin(group + 1); i++) {
                int row = grouping.row(i);
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
