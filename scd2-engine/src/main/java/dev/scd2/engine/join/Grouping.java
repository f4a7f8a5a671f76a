package dev.scd2.engine.join;

import java.util.Arrays;
import java.util.BitSet;

/** The rows of a column, key by key, in the order in which keys were first met. Confined to one thread. */
final class Grouping {
    /** After so many rows it is foretold how many keys there will be. */
    private static final int SAMPLE = 4_096;

    private final int[] begins;
    private final int[] rows;

    private Grouping(int[] begins, int[] rows) {
        this.begins = begins;
        this.rows = rows;
    }

    /** Returns the rows by key, and leaves each key in {@code directory} with the number of its group, plus one. */
    static Grouping of(KeyColumn keys, Directory directory) {
        int size = keys.size();
        int[] groupOf = new int[size];
        int[] counts = new int[Math.max(16, size / 8)];
        int groups = 0;
        BitSet nulls = keys.nulls();
        for (int row = 0; row < size; row++) {
            if (row == SAMPLE) {
                directory.expect((int) ((long) size * groups / SAMPLE));
            }
            if (nulls != null && nulls.get(row)) {
                groupOf[row] = -1;
                continue;
            }
            int group = (int) directory.get(keys, row) - 1;
            if (group < 0) {
                group = groups++;
                directory.put(keys, row, groups);
                if (group == counts.length) {
                    counts = Arrays.copyOf(counts, counts.length * 2);
                }
            }
            groupOf[row] = group;
            counts[group]++;
        }
        int[] begins = new int[groups + 1];
        for (int group = 0; group < groups; group++) {
            begins[group + 1] = begins[group] + counts[group];
        }
        int[] next = Arrays.copyOf(begins, groups);
        int[] rows = new int[begins[groups]];
        for (int row = 0; row < size; row++) {
            if (groupOf[row] >= 0) {
                rows[next[groupOf[row]]++] = row;
            }
        }
        return new Grouping(begins, rows);
    }

    int groups() {
        return begins.length - 1;
    }

    /** Where the rows of a group begin; one more than groups. */
    int begin(int group) {
        return begins[group];
    }

    int row(int i) {
        return rows[i];
    }

    /** Puts into {@code directory}, in place of the number of each group, what {@code places} has for it. */
    void settle(Directory directory, long[] places) {
        long[] slots = directory.slots();
        int stride = directory.stride();
        for (int i = stride - 1; i < slots.length; i += stride) {
            if (slots[i] != 0) {
                slots[i] = places[(int) slots[i] - 1];
            }
        }
    }
}
