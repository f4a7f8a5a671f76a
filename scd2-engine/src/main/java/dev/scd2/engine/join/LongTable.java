package dev.scd2.engine.join;

/**
 * A hash table from whole numbers to where the steps of that key are: open addressing, linear probing, no deletion.
 *
 * <p>A slot is two words beside each other, so that a probe that hits at once touches one line of the cache: the key, and
 * where its steps begin (upper half) and how many there are (lower half); none in an empty slot. The slot of a key is the
 * upper half of its hash times the capacity, so that the capacity need not be a power of two. Probing does not wrap: the
 * slots behind the last take what runs over, and the very last two stay empty.
 */
final class LongTable {
    private static final int SMALLEST = 16;
    private static final int TAIL = 64;
    private static final double MOST_LOAD = 0.75;

    private long[] slots;
    private int capacity;
    private int size;

    LongTable() {
        capacity = SMALLEST;
        slots = room(capacity);
    }

    private static long[] room(int capacity) {
        return new long[Math.multiplyExact(2, Math.addExact(capacity, TAIL))];
    }

    /** Two words a slot; see above. Not to be changed but for the place of the steps. */
    long[] slots() {
        return slots;
    }

    int capacity() {
        return capacity;
    }

    int size() {
        return size;
    }

    /** Where the slot of a key is. The hash is the finalizer of MurmurHash3: every bit of the key moves every bit of it. */
    static int home(long key, int capacity) {
        long mixed = (key ^ (key >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return 2 * (int) (((mixed >>> 32) * capacity) >>> 32);
    }

    /** Returns where the slot of {@code key} is, or the empty one in which it would be. */
    int find(long key) {
        int slot = home(key, capacity);
        while (slots[slot + 1] != 0 && slots[slot] != key) {
            slot += 2;
        }
        return slot;
    }

    /** Returns what is kept beside {@code key}; 0 where it is not known. */
    long get(long key) {
        return slots[find(key) + 1];
    }

    /** Keeps {@code value}, which is not 0, beside {@code key}; what was there before goes. */
    void put(long key, long value) {
        int slot = find(key);
        if (slots[slot + 1] == 0) {
            while (size + 1 > capacity - (capacity >> 2) || slot + 4 >= slots.length) {
                resize(Math.multiplyExact(capacity, 2));
                slot = find(key);
            }
            slots[slot] = key;
            size++;
        }
        slots[slot + 1] = value;
    }

    /** Makes room for so many keys. */
    void expect(int keys) {
        int wanted = (int) Math.min(1 << 29, keys / MOST_LOAD) + SMALLEST;
        if (wanted > capacity) {
            resize(wanted);
        }
    }

    /** Makes the table about so full, from 0 to three quarters. */
    void fit(double load) {
        int wanted = (int) Math.min(1 << 29, size / Math.min(load, MOST_LOAD)) + SMALLEST;
        if (Math.abs(wanted - capacity) > capacity >> 5) {
            resize(wanted);
        }
    }

    private void resize(int wanted) {
        long[] before = slots;
        int next = wanted;
        while (!fill(next, before)) {
            next = Math.addExact(next, (next >> 3) + 1);
        }
    }

    private boolean fill(int wanted, long[] before) {
        capacity = wanted;
        slots = room(wanted);
        for (int i = 0; i < before.length; i += 2) {
            if (before[i + 1] != 0) {
                int slot = empty(before[i]);
                if (slot + 4 >= slots.length) {
                    return false;
                }
                slots[slot] = before[i];
                slots[slot + 1] = before[i + 1];
            }
        }
        return true;
    }

    private int empty(long key) {
        int slot = home(key, capacity);
        while (slot + 4 < slots.length && slots[slot + 1] != 0) {
            slot += 2;
        }
        return slot;
    }
}
