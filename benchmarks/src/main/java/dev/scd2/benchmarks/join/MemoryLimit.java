package dev.scd2.benchmarks.join;

import java.util.SplittableRandom;

/**
 * What the memory allows: how long a read takes of a place that nothing foretells, when a thread has as many such reads
 * under way as the processor lets it. Measured, on an array as large as the index.
 */
final class MemoryLimit {
    private static final int READS = 20_000_000;
    private static final int WORDS_OF_LINE = 8;

    private MemoryLimit() {}

    /** Returns the nanoseconds of a random read of a thread while all threads read. */
    static double nanosOfRead(long bytes, Threads threads) throws Exception {
        int lines = (int) Math.max(64, Math.min(1 << 27, bytes / 64));
        long[] memory = new long[lines * WORDS_OF_LINE];
        threads.split(READS, (from, to) -> read(memory, lines, to - from));
        long begun = System.nanoTime();
        threads.split(READS, (from, to) -> read(memory, lines, to - from));
        return (System.nanoTime() - begun) / (double) READS * threads.count();
    }

    private static Answer read(long[] memory, int lines, int reads) {
        long state = new SplittableRandom(reads).nextLong();
        long sum = 0;
        for (int i = 0; i < reads; i++) {
            state += 0x9e3779b97f4a7c15L;
            long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
            int line = (int) (((mixed >>> 32) * lines) >>> 32);
            sum += memory[line * WORDS_OF_LINE];
        }
        return new Answer(0, sum);
    }

    /**
     * Returns how many lines of 64 bytes a fact must touch: the slot of its key; those that a binary search meets, the
     * last three halvings within one line; and the answer.
     */
    static int lines(int versionsOfKey) {
        int search = 1;
        for (int left = versionsOfKey; left > WORDS_OF_LINE; left >>= 1) {
            search++;
        }
        return 1 + search + 1;
    }
}
