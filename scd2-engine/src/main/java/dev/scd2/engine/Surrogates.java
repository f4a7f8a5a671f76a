package dev.scd2.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * A set of surrogate keys that takes a few bits for each where they are drawn from a sequence: a table of ten million
 * versions can be verified in a small heap. Confined to one thread.
 */
final class Surrogates {
    private static final int WORDS = 8;
    private static final int BITS = WORDS * Long.SIZE;

    private final Map<Long, long[]> pages = new HashMap<>();

    /** Adds one, and returns whether it was not there. */
    boolean add(long surrogate) {
        long[] page = pages.computeIfAbsent(Math.floorDiv(surrogate, (long) BITS), number -> new long[WORDS]);
        int bit = Math.floorMod(surrogate, BITS);
        long mask = 1L << bit;
        boolean fresh = (page[bit / Long.SIZE] & mask) == 0;
        page[bit / Long.SIZE] |= mask;
        return fresh;
    }
}
