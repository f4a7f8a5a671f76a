package dev.scd2.engine.join;

import java.util.BitSet;

/**
 * Answers facts in blocks of {@value Partitions#BLOCK}.
 *
 * <p><b>Layout.</b> A fact is copied to a row: the words of its key, then its time. Its answer is an int at the same place.
 *
 * <p><b>Far.</b> Few facts and a large index: most of what they read is not in the cache. All facts of a block halve their
 * steps in lock-step, so that the processor works on the next ones while it waits for the memory of these. Keys with many
 * steps are searched so in any case.
 *
 * <p><b>Near.</b> An index that fits the cache: each fact is answered to its end, with fewer instructions. Many facts and a
 * large index: they are moved first, so that those lie beside each other that meet the same part of the index
 * ({@link Partitions}); before a part is met it is read from end to end, which brings it into the cache at a quarter of what
 * it costs when lines are met by chance; and the answers are brought back.
 *
 * <p>Allocates {@value #FACTS} rows and answers at most, and nothing for a fact. {@code ./bench join} measures it. Confined
 * to one thread; the index is shared.
 */
final class Lockstep {
    /** An index of so many bytes stays in the cache of a processor by itself. */
    private static final long CACHED_BYTES = 1 << 21;

    /** So much of an index, and the facts that meet it, fit the second cache of most processors. */
    private static final long PART_BYTES = 1 << 19;

    /** So many bytes of an index to each fact, and the facts are not worth moving: few of them meet the same line. */
    private static final long SPARSE_BYTES = 256;

    /** So many steps of a key are searched sooner one fact after the other than in lock-step, where their memory is near. */
    private static final int FEW_STEPS = 64;

    /** So many facts are moved at once. */
    private static final int FACTS = 1 << 21;

    private final Directory directory;
    private final Steps steps;
    private final KeyColumn keys;
    private final Partitions partitions;
    private final int chunk;
    private final int[] answers;
    private final long[] places;
    private final long[] found;
    private final long[] bounds;
    private final boolean inTurn;

    /** What was read before it is asked for; held so that the reads are not left out. */
    @SuppressWarnings("UnusedVariable")
    private long nearby;

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
        this.partitions = new Partitions(directory, bits, chunk, 1, 1);
        this.answers = new int[chunk];
        int block = Math.min(Partitions.BLOCK, chunk);
        this.places = new long[block];
        boolean near = bits > 0 || directory.bytes() + steps.bytes() < CACHED_BYTES;
        this.inTurn = near && steps.size() <= (long) FEW_STEPS * directory.size();
        this.found = inTurn ? places : new long[block];
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
                bringNear(part);
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

    /**
     * Reads a part of the index from one end to the other, which the processor foretells: a line that is met by chance costs
     * ten times as much.
     */
    private void bringNear(int part) {
        if (partitions.parts() > 1) {
            nearby |= steps.read(directory.read(part, partitions.parts(), steps.inOrder()));
        }
    }

    private void answer(int row, int count) {
        int width = partitions.width();
        long[] rows = partitions.rows();
        int at = row * width;
        directory.locate(keys, rows, at, width, count, places);
        int time = at + width - 1;
        if (!inTurn) {
            steps.halve(rows, time, width, count, places, found, bounds);
        }
        steps.answer(rows, time, width, count, places, found, answers, row);
    }
}
