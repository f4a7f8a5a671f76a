package dev.scd2.engine.join;

import java.util.Arrays;

/**
 * Rows of a key and some numbers, moved so that those lie beside each other whose keys lie beside each other in a
 * {@link Directory}: a radix partition by the upper bits of the keys' hashes.
 *
 * <p>A read of memory that nothing foretells costs about ten times as much as one that finds its line in the second cache.
 * An index does not fit there; a part of it does, and the facts of a part, taken together, read no other. What it costs is
 * sequential: the keys are read twice, and each row is written to the end of one of at most 256 lists.
 * (Boncz, Manegold, Kersten: Database Architecture Optimized for the New Bottleneck: Memory Access, 1999.)
 *
 * <p>Rows keep their order within a part, so answers in the order of parts are brought back by walking all parts at once.
 * Used again for the next rows. Confined to one thread.
 */
final class Partitions {
    /** So many rows are worked on at once; what is known of them stays in the first cache. */
    static final int BLOCK = 512;

    static final int MOST_BITS = 8;

    private final Directory directory;
    private final int bits;
    private final int width;
    private final long[] rows;
    private final byte[] parts;
    private final int[] begins;
    private final int[] next;
    private final int[] scratch = new int[BLOCK];
    private int count;

    /**
     * Makes room.
     *
     * @param bits how many bits of the hash tell the part
     * @param capacity how many rows there will be at most
     * @param columns how many numbers go with each key
     */
    Partitions(Directory directory, int bits, int capacity, int columns) {
        this.directory = directory;
        this.bits = bits;
        this.width = directory.words() + columns;
        this.rows = new long[Math.multiplyExact(capacity, width)];
        this.parts = new byte[capacity];
        this.begins = new int[(1 << bits) + 1];
        this.next = new int[1 << bits];
    }

    /** Takes {@code size} rows from {@code first} on, in place of those it had. */
    void take(KeyColumn keys, int first, int size, long[]... columns) {
        count = size;
        split(keys, first);
        for (int block = 0; block < count; block += BLOCK) {
            int some = Math.min(BLOCK, count - block);
            for (int j = 0; j < some; j++) {
                scratch[j] = width * next[parts[block + j] & 0xff]++;
            }
            directory.write(keys, first + block, some, scratch, rows);
            int place = directory.words();
            for (long[] column : columns) {
                for (int j = 0; j < some; j++) {
                    rows[scratch[j] + place] = column[first + block + j];
                }
                place++;
            }
        }
        restart();
    }

    /** Finds the part of each row, and where each part begins. */
    private void split(KeyColumn keys, int first) {
        Arrays.fill(begins, 0);
        if (bits == 0) {
            begins[1] = count;
        } else {
            for (int block = 0; block < count; block += BLOCK) {
                int some = Math.min(BLOCK, count - block);
                directory.hash(keys, first + block, some, scratch);
                for (int j = 0; j < some; j++) {
                    int part = scratch[j] >>> (Integer.SIZE - bits);
                    parts[block + j] = (byte) part;
                    begins[part + 1]++;
                }
            }
            for (int part = 0; part < next.length; part++) {
                begins[part + 1] += begins[part];
            }
        }
        restart();
    }

    private void restart() {
        System.arraycopy(begins, 0, next, 0, next.length);
    }

    /** Puts what stands in the order of the rows here into the order in which they came. */
    void bringBack(int[] codes, int[] into, int first) {
        for (int i = 0; i < count; i++) {
            into[first + i] = codes[next[parts[i] & 0xff]++];
        }
        restart();
    }

    int parts() {
        return next.length;
    }

    /** Where the rows of a part begin; one more than parts. */
    int begin(int part) {
        return begins[part];
    }

    /** The words of the key, then the numbers: {@link #width} words a row. */
    long[] rows() {
        return rows;
    }

    int width() {
        return width;
    }
}
