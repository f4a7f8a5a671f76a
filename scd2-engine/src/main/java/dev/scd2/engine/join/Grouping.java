package dev.scd2.engine.join;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a column, key by key: those of one part of {@link Partitions} after those of another, so that what is looked
 * at lies in the cache, and in a part in the order in which keys were first met. Confined to one thread.
 */
final class Grouping {
    /** About so many rows make a part. */
    private static final int PART_ROWS = 8_192;

    private final KeyColumn keys;
    private final @Nullable BitSet nulls;
    private final Directory directory;
    private final Partitions partitions;

    /** Groups by the hash of their key, plus one: open addressing. */
    private int[] heads = new int[0];

    private int[] groupOf = new int[0];
    private int[] firsts = new int[0];
    private int[] begins = new int[0];
    private int[] members = new int[0];
    private long[] found = new long[16];
    private int size;

    private Grouping(KeyColumn keys, Directory directory, Partitions partitions) {
        this.keys = keys;
        this.nulls = keys.nulls();
        this.directory = directory;
        this.partitions = partitions;
    }

    /** Takes the rows of one key after the other. Confined to one thread. */
    interface Visitor {
        /**
         * Takes the rows of one key, in the order in which they came.
         *
         * @param numbers holds for each row its numbers, and behind them which row it is
         * @param at where those of a row begin: its entries {@code from}, inclusive, to {@code to}, exclusive, are the key's
         * @return where the steps of the key are; not 0
         */
        long visit(long[] numbers, int[] at, int from, int to);

        /** Returns how far those places move when what all visitors made is put together; called when all are done. */
        default int shift() {
            return 0;
        }
    }

    /** Decides how full a directory shall be, of so many keys in slots of so many words. */
    interface Load {
        double of(int keys, int stride);
    }

    /**
     * Shows the rows of each key, and returns a directory with what the visitors answered. Rows without a key are passed
     * over.
     *
     * @param visitors each is shown a share of the keys, all at the same time; those of the first come first in the order of
     *     the hashes
     * @param columns the numbers of each row
     */
    static Directory of(KeyColumn keys, Load load, List<? extends Visitor> visitors, long[]... columns) {
        int rows = keys.size();
        int workers = visitors.size();
        Directory directory = Directory.like(keys);
        int bits = Math.min(Partitions.MOST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(rows / PART_ROWS));
        Partitions partitions = new Partitions(directory, bits, rows, columns.length + 1, workers);
        partitions.take(keys, 0, rows, columns);
        Grouping[] groupings = new Grouping[workers];
        Workers.run(workers, worker -> {
            groupings[worker] = new Grouping(keys, directory, partitions);
            groupings[worker].share(worker, workers, visitors.get(worker));
        });
        int size = 0;
        for (Grouping grouping : groupings) {
            size += grouping.size;
        }
        directory.reserve(size, load.of(size, directory.stride()));
        int[] over = new int[workers];
        Workers.run(workers, worker -> over[worker] = groupings[worker].fill(worker, workers, visitors.get(worker)));
        for (int worker = 0; worker < workers; worker++) {
            directory.fill(keys, groupings[worker].found, groupings[worker].size, over[worker]);
        }
        return directory;
    }

    /** Puts the keys of one worker into the slots of their hashes; returns how many found those taken. */
    private int fill(int worker, int workers, Visitor visitor) {
        int part = 0;
        while (part < partitions.parts() && worker(part, workers) <= worker) {
            part++;
        }
        return part == partitions.parts()
                ? directory.fillLast(keys, found, size, visitor.shift())
                : directory.fill(keys, found, size, visitor.shift(), partitions.leastHash(part));
    }

    /** Returns who groups a part. */
    private int worker(int part, int workers) {
        return (int) ((long) partitions.begin(part) * workers / Math.max(1, partitions.begin(partitions.parts())));
    }

    /** Shows the parts of one of so many workers, who have about as many rows each. */
    private void share(int worker, int workers, Visitor visitor) {
        for (int part = 0; part < partitions.parts(); part++) {
            if (worker(part, workers) == worker) {
                group(partitions.begin(part), partitions.begin(part + 1), visitor);
            }
        }
    }

    private void group(int first, int end, Visitor visitor) {
        int count = end - first;
        reserve(count);
        int groups = 0;
        int last = 0;
        long[] rows = partitions.rows();
        int width = partitions.width();
        for (int i = 0; i < count; i++) {
            int at = (first + i) * width;
            if (nulls != null && nulls.get((int) rows[at + width - 1])) {
                groupOf[i] = -1;
                continue;
            }
            if (groups == 0 || !directory.equal(keys, rows, firsts[last], at)) {
                last = find(rows, at, groups);
                if (last == groups) {
                    begins[groups] = 0;
                    firsts[groups++] = at;
                }
            }
            groupOf[i] = last;
            begins[last]++;
        }
        order(first, count, groups);
        for (int group = 0; group < groups; group++) {
            remember(rows, firsts[group], visitor.visit(rows, members, begins[group], begins[group + 1]));
        }
    }

    /** Returns the group with the key at {@code at}, or {@code groups} if it is a new one, which then is noted. */
    private int find(long[] rows, int at, int groups) {
        int mask = heads.length - 1;
        int slot = directory.hash(rows, at) & mask;
        while (heads[slot] != 0 && !directory.equal(keys, rows, firsts[heads[slot] - 1], at)) {
            slot = (slot + 1) & mask;
        }
        if (heads[slot] == 0) {
            heads[slot] = groups + 1;
        }
        return heads[slot] - 1;
    }

    /** Turns the counts of groups into where each begins, and puts their rows there. */
    private void order(int first, int count, int groups) {
        int begin = 0;
        for (int group = 0; group < groups; group++) {
            begin += begins[group];
            begins[group] = begin;
        }
        begins[groups] = begin;
        int width = partitions.width();
        for (int i = count - 1; i >= 0; i--) {
            if (groupOf[i] >= 0) {
                members[--begins[groupOf[i]]] = (first + i) * width + directory.words();
            }
        }
    }

    private void remember(long[] rows, int at, long place) {
        int stride = directory.stride();
        int to = size * stride;
        if (to + stride > found.length) {
            found = Arrays.copyOf(found, Math.max(to + stride, found.length + (found.length >> 1)));
        }
        System.arraycopy(rows, at, found, to, stride - 1);
        found[to + stride - 1] = place;
        size++;
    }

    private void reserve(int count) {
        int capacity = Integer.highestOneBit(Math.max(8, count)) * 4;
        if (heads.length < capacity) {
            heads = new int[capacity];
            groupOf = new int[capacity];
            firsts = new int[capacity];
            begins = new int[capacity + 1];
            members = new int[capacity];
        } else {
            Arrays.fill(heads, 0);
        }
    }
}
