package dev.scd2.engine.join;

/**
 * Where the steps of each key are: a hash table of whole numbers, or one of bytes, by open addressing and linear probing
 * without deletion.
 *
 * <p>The slot of a key is its hash times the capacity, so that keys lie in the order of their hashes, and the capacity need
 * not be a power of two. Probing does not wrap: the slots behind the last take what runs over, and the very last two stay
 * empty. The last word of a slot says where the steps of the key begin (upper half) and how many there are (lower half);
 * it is 0 in an empty one.
 *
 * <p>Keys come in a {@link KeyColumn}, or in rows whose first words they are ({@link #write}). Confined to one thread to
 * change, but for {@link #fill(KeyColumn, long[], int, int, int)}.
 */
abstract sealed class Directory permits LongTable, TextTable {
    private static final int SMALLEST = 16;
    private static final int TAIL = 64;
    private static final double MOST_LOAD = 0.75;

    private final int stride;
    private long[] slots;
    private int capacity;
    private int size;

    Directory(int stride) {
        this.stride = stride;
        this.capacity = SMALLEST;
        this.slots = room(capacity);
    }

    /** Returns an empty one for keys of the same kind. */
    static Directory like(KeyColumn column) {
        return column instanceof LongKeys ? new LongTable() : new TextTable();
    }

    /** Returns how many words of a row are its key. */
    final int words() {
        return stride - 1;
    }

    /** Returns the words of a slot: those of the key, and the place of its steps. */
    final int stride() {
        return stride;
    }

    /** Returns the slots. Not to be changed but for the places. */
    final long[] slots() {
        return slots;
    }

    /** Returns whether few keys lie in another slot than their home. */
    final boolean isSparse() {
        return size < capacity / 2;
    }

    /** Returns how many keys are known. */
    final int size() {
        return size;
    }

    /** Returns the bytes that it takes. */
    long bytes() {
        return 8L * slots.length;
    }

    /** Refuses a column of another kind. */
    abstract void require(KeyColumn column);

    /** Writes the hashes of {@code count} keys from {@code first} on. */
    abstract void hash(KeyColumn column, int first, int count, int[] into);

    /** Writes the words of {@code count} keys from {@code first} on, each to its place {@code at} in {@code rows}. */
    abstract void write(KeyColumn column, int first, int count, int[] at, long[] rows);

    /** Returns the hash of the key at {@code at}. */
    abstract int hash(long[] rows, int at);

    /** Returns whether the keys at {@code a} and {@code b} are equal, both written from {@code column}. */
    abstract boolean equal(KeyColumn column, long[] rows, int a, int b);

    /**
     * Finds the steps of the keys of many rows, written from {@code column}.
     *
     * @param at where the first of the rows begins
     * @param width how many words a row has
     * @param count at most {@link Partitions#BLOCK}
     * @param places set to where the steps of each are; {@link Steps#UNKNOWN_KEY} where a key is not known
     */
    abstract void locate(KeyColumn column, long[] rows, int at, int width, int count, long[] places);

    /** Returns where the slot of the key at {@code at} is, or the empty one in which it would be. */
    abstract int find(KeyColumn column, long[] rows, int at);

    /** Fills an empty slot, but for the place. Several threads may, each slots of its own. */
    abstract void occupy(KeyColumn column, long[] rows, int at, int slot);

    /** Where the slot of a key with this hash is. */
    final int home(int hash) {
        return stride * (int) (((hash & 0xffff_ffffL) * capacity) >>> 32);
    }

    /** Reads the slots of one of so many parts by the upper bits of the hash; returns which steps the keys have. */
    final long read(int part, int parts, int inOrder) {
        int end = stride * (int) ((part + 1L) * capacity / parts);
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int i = stride * (int) ((long) part * capacity / parts); i < end; i += stride) {
            int base = (int) (slots[i + stride - 1] >>> 32);
            int behind = base + (int) slots[i + stride - 1];
            first = Math.min(first, (base - 1) & Integer.MAX_VALUE); // an empty slot, whose base is 0, is greatest
            last = Math.max(last, behind <= inOrder ? behind : 0);
        }
        first++;
        return first > 0 && first < last ? Steps.place(first, last - first) : 0;
    }

    /** Returns where the steps of the key at {@code at} are; 0 where it is not known. */
    final long get(KeyColumn column, long[] rows, int at) {
        return slots[find(column, rows, at) + stride - 1];
    }

    /** Returns where the steps of a row's key are; 0 where it is not known. */
    final long get(KeyColumn column, int row) {
        long[] key = new long[stride - 1];
        write(column, row, 1, new int[1], key);
        return get(column, key, 0);
    }

    /** Keeps where the steps of a row's key are, which is not 0; what was there before goes. */
    final void put(KeyColumn column, int row, long place) {
        long[] key = new long[stride - 1];
        write(column, row, 1, new int[1], key);
        while (!put(column, key, 0, place) || size > MOST_LOAD * capacity) {
            grow(Math.multiplyExact(capacity, 2));
        }
    }

    /** Returns false if there is no room left. */
    private boolean put(KeyColumn column, long[] rows, int at, long place) {
        int slot = find(column, rows, at);
        if (slots[slot + stride - 1] == 0) {
            if (slot + 2 * stride >= slots.length) {
                return false;
            }
            occupy(column, rows, at, slot);
            size++;
        }
        slots[slot + stride - 1] = place;
        return true;
    }

    /** Makes room in an empty one for so many keys, so that it will be as full as {@code load}, or three quarters. */
    final void reserve(int keys, double load) {
        clear((int) Math.min(1 << 29, keys / Math.min(load, MOST_LOAD)) + SMALLEST);
    }

    /**
     * Puts keys that it does not have, in the order of their hashes or nearly so, all less than {@code beyond}. May be called
     * at the same time as for keys with other hashes: it writes to no slot from the home of {@code beyond} on.
     *
     * @param rows the words of each key, and behind them where its steps are. Those that would need a slot there are moved to
     *     the front
     * @param shift by how much these places have moved
     * @return how many those are
     */
    final int fill(KeyColumn column, long[] rows, int keys, int shift, int beyond) {
        return fillBefore(home(beyond), column, rows, keys, shift);
    }

    /** As {@link #fill(KeyColumn, long[], int, int, int)} for keys with hashes greater than all others. */
    final int fillLast(KeyColumn column, long[] rows, int keys, int shift) {
        return fillBefore(slots.length - 2 * stride, column, rows, keys, shift);
    }

    /** No two of the keys are equal, so that nothing but an empty slot is looked for. */
    private int fillBefore(int end, KeyColumn column, long[] rows, int keys, int shift) {
        int over = 0;
        for (int i = 0; i < keys; i++) {
            int at = i * stride;
            long place = rows[at + stride - 1] + Steps.place(shift, 0);
            int slot = home(hash(rows, at));
            while (slot < end && slots[slot + stride - 1] != 0) {
                slot += stride;
            }
            if (slot < end) {
                occupy(column, rows, at, slot);
                slots[slot + stride - 1] = place;
            } else {
                System.arraycopy(rows, at, rows, over * stride, stride - 1);
                rows[over * stride + stride - 1] = place;
                over++;
            }
        }
        return over;
    }

    /**
     * Puts the first {@code over} keys, which found no room, and counts all {@code keys}. Called when all others are in.
     */
    final void fill(KeyColumn column, long[] rows, int keys, int over) {
        size += keys - over;
        for (int i = 0; i < over; i++) {
            while (!put(column, rows, i * stride, rows[i * stride + stride - 1])) {
                grow(Math.addExact(capacity, (capacity >> 3) + 1));
            }
        }
    }

    void clear(int wanted) {
        capacity = wanted;
        slots = room(wanted);
        size = 0;
    }

    private long[] room(int wanted) {
        return new long[Math.multiplyExact(stride, Math.addExact(wanted, TAIL))];
    }

    private void grow(int wanted) {
        long[] before = slots;
        int next = wanted;
        while (!moved(next, before)) {
            next = Math.addExact(next, (next >> 3) + 1);
        }
    }

    private boolean moved(int wanted, long[] before) {
        capacity = wanted;
        slots = room(wanted);
        for (int i = 0; i < before.length; i += stride) {
            if (before[i + stride - 1] != 0) {
                int slot = home(hash(before, i));
                while (slot + 2 * stride < slots.length && slots[slot + stride - 1] != 0) {
                    slot += stride;
                }
                if (slot + 2 * stride >= slots.length) {
                    return false;
                }
                System.arraycopy(before, i, slots, slot, stride);
            }
        }
        return true;
    }

    final IllegalArgumentException otherKind(KeyColumn column) {
        return new IllegalArgumentException("The versions of this index have keys of another kind than "
                + column.getClass().getSimpleName() + ". Give facts and versions the same.");
    }
}
