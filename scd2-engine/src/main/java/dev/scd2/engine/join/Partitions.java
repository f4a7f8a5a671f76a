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
 * Several workers may move the rows: each has a range of them, and in each part room behind what the workers before it put
 * there. Used again for the next rows.
 */
final class Partitions {
    /** So many rows are worked on at once; what is known of them stays in the first cache. */
    static final int BLOCK = 512;

    static final int MOST_BITS = 8;

    private final Directory directory;
    private final int bits;
    private final int width;
    private long[] rows = {};
    private final byte[] parts;
    private final int[] begins;
    private final Worker[] workers;
    private final int capacity;
    private int count;

    /**
     * Makes room.
     *
     * @param bits how many bits of the hash tell the part
     * @param capacity how many rows there will be at most
     * @param numbers how many go with each key
     * @param threads how many workers there are, which move rows at the same time
     */
    Partitions(Directory directory, int bits, int capacity, int numbers, int threads) {
        this.directory = directory;
        this.bits = bits;
        this.width = directory.words() + numbers;
        this.capacity = capacity;
        if (threads == 1) {
            makeRoom();
        }
        this.parts = new byte[capacity];
        this.begins = new int[(1 << bits) + 1];
        this.workers = new Worker[threads];
        Arrays.setAll(workers, worker -> new Worker(1 << bits, Math.min(BLOCK, capacity)));
    }

    /**
     * Takes {@code size} rows from {@code first} on, in place of those it had. A last number that no column gives is which
     * row it is.
     */
    void take(KeyColumn keys, int first, int size, long[]... columns) {
        count = size;
        if (workers.length == 1) { // without a lambda, which would allocate for each block of facts
            workers[0].count(keys, first, 0, count);
            allot();
            workers[0].move(keys, first, 0, count, columns);
            return;
        }
        Workers.run(workers.length + 1, task -> {
            if (task == 0) {
                makeRoom();
            } else {
                workers[task - 1].count(keys, first, share(task - 1), share(task));
            }
        });
        allot();
        Workers.run(
                workers.length, worker -> workers[worker].move(keys, first, share(worker), share(worker + 1), columns));
    }

    /** Takes as long as to count, since a new array is cleared: one thread does it while others count. */
    private void makeRoom() {
        if (rows.length == 0) {
            rows = new long[Math.multiplyExact(capacity, width)];
        }
    }

    private int share(int worker) {
        return (int) ((long) count * worker / workers.length);
    }

    /** Sets where each part begins, and in it each worker. */
    private void allot() {
        int place = 0;
        for (int part = 0; part < parts(); part++) {
            begins[part] = place;
            for (Worker worker : workers) {
                int some = worker.next[part];
                worker.next[part] = place;
                place += some;
            }
        }
        begins[parts()] = place;
    }

    /** Puts what stands in the order of the rows here into the order in which they came. */
    void bringBack(int[] codes, int[] into, int first) {
        int[] next = workers[0].next;
        System.arraycopy(begins, 0, next, 0, next.length);
        for (int i = 0; i < count; i++) {
            into[first + i] = codes[next[parts[i] & 0xff]++];
        }
    }

    int parts() {
        return begins.length - 1;
    }

    /** Where the rows of a part begin; one more than parts. */
    int begin(int part) {
        return begins[part];
    }

    /** Returns the least hash, unsigned, that the keys of a part may have. */
    int leastHash(int part) {
        return part << (Integer.SIZE - bits);
    }

    /** The words of the key, then the numbers: {@link #width} words a row. */
    long[] rows() {
        return rows;
    }

    int width() {
        return width;
    }

    /** Moves a range of the rows. Confined to one thread. */
    private final class Worker {
        /** How many rows each part gets, and then where the next one goes. */
        private final int[] next;

        private final int[] scratch;

        Worker(int parts, int block) {
            next = new int[parts];
            scratch = new int[block];
        }

        void count(KeyColumn keys, int first, int from, int to) {
            Arrays.fill(next, 0);
            if (bits == 0) {
                next[0] = to - from;
                return;
            }
            for (int block = from; block < to; block += BLOCK) {
                int some = Math.min(BLOCK, to - block);
                directory.hash(keys, first + block, some, scratch);
                for (int j = 0; j < some; j++) {
                    int part = scratch[j] >>> (Integer.SIZE - bits);
                    parts[block + j] = (byte) part;
                    next[part]++;
                }
            }
        }

        void move(KeyColumn keys, int first, int from, int to, long[]... columns) {
            for (int block = from; block < to; block += BLOCK) {
                int some = Math.min(BLOCK, to - block);
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
                for (int j = 0; place < width && j < some; j++) {
                    int row = first + block + j;
                    rows[scratch[j] + place] = row;
                }
            }
        }
    }
}
