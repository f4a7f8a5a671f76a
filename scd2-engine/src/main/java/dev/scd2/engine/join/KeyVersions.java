package dev.scd2.engine.join;

import java.util.Arrays;

/** The versions of one key, sorted by start and then by end. Used for one key after the other. Confined to one thread. */
final class KeyVersions {
    long[] from = new long[16];
    long[] to = new long[16];
    int[] code = new int[16];
    int size;

    private boolean sorted = true;
    private int[] order = new int[16];
    private int[] spare = new int[16];

    void clear() {
        size = 0;
        sorted = true;
    }

    void add(long validFrom, long validTo, int versionCode) {
        if (size == from.length) {
            int room = size * 2;
            from = Arrays.copyOf(from, room);
            to = Arrays.copyOf(to, room);
            code = Arrays.copyOf(code, room);
            order = new int[room];
            spare = new int[room];
        }
        from[size] = validFrom;
        to[size] = validTo;
        code[size] = versionCode;
        sorted &= size == 0 || compare(size - 1, size) <= 0;
        size++;
    }

    void sort() {
        if (!sorted) {
            sortOrder();
            permute();
            sorted = true;
        }
    }

    private int compare(int i, int j) {
        int byStart = Long.compare(from[i], from[j]);
        return byStart != 0 ? byStart : Long.compare(to[i], to[j]);
    }

    /** Merges runs of 1, 2, 4, … places. */
    private void sortOrder() {
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int width = 1; width < size; width *= 2) {
            for (int left = 0; left < size; left += 2 * width) {
                merge(left, Math.min(left + width, size), Math.min(left + 2 * width, size));
            }
            int[] merged = spare;
            spare = order;
            order = merged;
        }
    }

    private void merge(int left, int middle, int right) {
        int i = left;
        int j = middle;
        for (int at = left; at < right; at++) {
            boolean takeLeft = j == right || (i < middle && compare(order[i], order[j]) <= 0);
            spare[at] = takeLeft ? order[i++] : order[j++];
        }
    }

    private void permute() {
        long[] fromBefore = Arrays.copyOf(from, size);
        long[] toBefore = Arrays.copyOf(to, size);
        int[] codeBefore = Arrays.copyOf(code, size);
        for (int i = 0; i < size; i++) {
            from[i] = fromBefore[order[i]];
            to[i] = toBefore[order[i]];
            code[i] = codeBefore[order[i]];
        }
    }
}
