package dev.scd2.benchmarks;

import java.util.Locale;

/** How a stream arrives. The first three are the same changes, the last says the same by patches. */
enum Arrival {
    /** By {@code (validFrom, sequence)}: nothing is late. */
    IN_ORDER,
    /** In random order. */
    SHUFFLED,
    /** In order, but two in five come late, by up to half of the stream. */
    LATE_HEAVY,
    /** In order; four in five of the changes after the first of a key are patches of one or two columns. */
    PATCH_HEAVY;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
