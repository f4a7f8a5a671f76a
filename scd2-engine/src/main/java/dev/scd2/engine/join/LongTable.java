package dev.scd2.engine.join;

/**
 * A hash table from whole numbers to where the steps of that key are: open addressing, linear probing, no deletion.
 *
 * <p>A slot is two words beside each other, so that a probe that hits at once touches one line of the cache: the key, and
 * where its steps begin (upper half) and how many there are (lower half); none in an empty slot. The slot of a key is the
 * upper half of its hash times the capacity, so that the capacity need not be a power of two and no memory is left over.
 */
final class LongTable {
    private static final int SMALLEST = 16;

    private long[] slots;
    private int capacity;
    private int size;

    LongTable() {
        capacity = SMALLEST;
        slots = new long[2 * capacity];
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

    /** The finalizer of MurmurHash3: every bit of the key moves every bit of the slot. */
    static int slot(long key, int capacity) {
        long mixed = (key ^ (key >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (int) (((mixed >>> 32) * capacity) >>> 32);
    }

    /** Returns the slot that holds {@code key}, or the empty one in which it would be. */
    int find(long key) {
        int slot = slot(key, capacity);
        while (slots[2 * slot + 1] != 0 && slots[2 * slot] != key) {
            slot = slot + 1 == capacity ? 0 : slot + 1;
        }
        return slot;
    }

    /** Returns what is kept beside {@code key}; 0 where it is not known. */
    long get(long key) {
        return slots[2 * find(key) + 1];
    }

    /** Keeps {@code value}, which is not 0, beside {@code key}; what was there before goes. */
    void put(long key, long value) {
        int slot = find(key);
        if (slots[2 * slot + 1] == 0) {
            if (++size > capacity - (capacity >> 2)) {
                resize(Math.multiplyExact(capacity, 2));
                slot = find(key);
            }
            slots[2 * slot] = key;
        }
        slots[2 * slot + 1] = value;
    }

    /** Makes the table three quarters full, where it is less than six tenths so. */
    void fit() {
        int wanted = Math.max(SMALLEST, (int) (size / 3L * 4 + 4));
        if (wanted < capacity - (capacity >> 2)) {
            resize(wanted);
        }
    }

    private void resize(int wanted) {
        long[] before = slots;
        capacity = wanted;
        slots = new long[Math.multiplyExact(2, capacity)];
        for (int i = 0; i < before.length; i += 2) {
            if (before[i + 1] != 0) {
                int slot = find(before[i]);
                slots[2 * slot] = before[i];
                slots[2 * slot + 1] = before[i + 1];
            }
        }
    }
}
