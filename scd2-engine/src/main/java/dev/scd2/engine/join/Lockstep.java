package dev.scd2.engine.join;

import java.util.BitSet;

/**
 * Answers facts, {@value Partitions#BLOCK} at a time in lock-step, so that the processor works on the next ones while it
 * waits for the memory of these.
 *
 * <p><b>Layout.</b> A fact is copied to a row: the words of its key, then its time. Its answer is an int at the same place.
 *
 * <p><b>Two ways.</b> Few facts, or an index that fits the cache: each block of facts is answered as it comes. Many facts
 * and a large index: they are moved first, so that those lie beside each other that meet the same part of the index
 * ({@link Partitions}), and the answers are brought back. Where a read that misses costs 22 ns, a probe took 165 ns a
 * thread before; now one takes about 40, and moving a fact and its answer about 25.
 *
 * <p>Allocates {@value #FACTS} rows and answers at most, and nothing for a fact. {@code ./bench join} measures it. Confined
 * to one thread; the index is shared.
 */
final class Lockstep {
    /** An index of so many bytes stays in the cache of a processor by itself. */
    private static final long CACHED_BYTES = 1 << 21;

    /** So much of an index, and the facts that meet it, fit the second cache. */
    private static final long PART_BYTES = 1 << 18;

    /** So many bytes of an index to each fact, and the facts are not worth moving: few of them meet the same line. */
    private static final long SPARSE_BYTES = 256;

    /** So many facts are moved at once. */
    private static final int FACTS = 1 << 20;

    private final Directory directory;
    private final Steps steps;
    private final KeyColumn keys;
    private final Partitions partitions;
    private final int chunk;
    private final int[] answers;
    private final int[] base;
    private final int[] length;
    private final long[] bounds;

    /**
     * Makes room.
     *
     * @param bits into how many parts the facts are moved, as a power of two
     * @param chunk how many facts are taken at once
     */
    Lockstep(Directory directory, Steps steps, KeyColumn keys, int bits, int chunk) {
        directory.require(keys);
        this.directory = directory;
        this.steps = steps;
        this.keys = keys;
        this.chunk = chunk;
        this.partitions = new Partitions(directory, bits, chunk, 1);
        this.answers = new int[chunk];
        int block = Math.min(Partitions.BLOCK, chunk);
        this.base = new int[block];
        this.length = new int[block];
        this.bounds = new long[block];
    }

    /** Returns one that is made for so many facts. */
    static Lockstep of(Directory directory, Steps steps, KeyColumn keys, int facts) {
        long bytes = directory.bytes() + steps.bytes();
        int some = Math.min(facts, FACTS);
        if (bytes < CACHED_BYTES || some < bytes / SPARSE_BYTES) {
            return new Lockstep(directory, steps, keys, 0, Math.min(facts, Partitions.BLOCK));
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(bytes / PART_BYTES);
        return new Lockstep(directory, steps, keys, Math.min(Partitions.MOST_BITS, bits), some);
    }

    /** Answers facts {@code from}, inclusive, to {@code to}, exclusive. */
    void answer(long[] times, int from, int to, int[] codes) {
        for (int first = from; first < to; first += chunk) {
            int count = Math.min(chunk, to - first);
            partitions.take(keys, first, count, times);
            for (int part = 0; part < partitions.parts(); part++) {
                int end = partitions.begin(part + 1);
                for (int row = partitions.begin(part); row < end; row += Partitions.BLOCK) {
                    answer(row, Math.min(Partitions.BLOCK, end - row));
                }
            }
            partitions.bringBack(answers, codes, first);
        }
        BitSet nulls = keys.nulls();
        if (nulls != null) {
            for (int fact = nulls.nextSetBit(from); fact >= 0 && fact < to; fact = nulls.nextSetBit(fact + 1)) {
                codes[fact] = Codes.NULL_KEY;
            }
        }
    }

    private void answer(int row, int count) {
        int width = partitions.width();
        long[] rows = partitions.rows();
        int at = row * width;
        int longest = directory.locate(keys, rows, at, width, count, base, length);
        int time = at + width - 1;
        steps.bound(rows, time, width, count, bounds);
        steps.search(bounds, count, base, length, longest);
        for (int j = 0; j < count; j++) {
            long asked = rows[time + j * width];
            int code = steps.answer(base[j], bounds[j]);
            if (steps.isAfter(base[j], bounds[j], asked)) {
                long place = directory.get(keys, rows, at + j * width);
                code = steps.exact((int) (place >>> 32), (int) place, asked);
            }
            answers[row + j] = asked == VersionIndex.NULL_TIME ? Codes.NULL_TIME : code;
        }
    }
}
