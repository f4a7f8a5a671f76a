package dev.scd2.engine.join;

/**
 * The {@link Directory} of keys that are whole numbers. A slot is two words beside each other, the mixed key and the place
 * of its steps, so that a probe that hits at once touches one line of the cache. No two keys mix to the same word, so the
 * word stands for the key, and its upper half is the hash.
 */
final class LongTable extends Directory {
    private static final int STRIDE = 2;

    LongTable() {
        super(STRIDE);
    }

    /** The finalizer of MurmurHash3 but for its length step: every bit of the key moves every bit of the upper half. */
    private static long mixed(long key) {
        long mixed = (key ^ (key >>> 33)) * 0xff51afd7ed558ccdL;
        return (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    }

    private static int hash(long mixed) {
        return (int) (mixed >>> 32);
    }

    @Override
    void require(KeyColumn column) {
        values(column);
    }

    private long[] values(KeyColumn column) {
        if (column instanceof LongKeys keys) {
            return keys.values();
        }
        throw otherKind(column);
    }

    @Override
    void hash(KeyColumn column, int first, int count, int[] into) {
        long[] values = values(column);
        for (int j = 0; j < count; j++) {
            into[j] = hash(mixed(values[first + j]));
        }
    }

    @Override
    void write(KeyColumn column, int first, int count, int[] at, long[] rows) {
        long[] values = values(column);
        for (int j = 0; j < count; j++) {
            rows[at[j]] = mixed(values[first + j]);
        }
    }

    @Override
    int hash(long[] rows, int at) {
        return hash(rows[at]);
    }

    @Override
    boolean equal(KeyColumn column, long[] rows, int a, int b) {
        return rows[a] == rows[b];
    }

    @Override
    void locate(KeyColumn column, long[] rows, int at, int width, int count, long[] places) {
        if (isSparse()) {
            for (int j = 0; j < count; j++) {
                long place = slots()[find(column, rows, at + j * width) + 1];
                places[j] = place == 0 ? Steps.UNKNOWN_KEY : place;
            }
        } else {
            locateFour(rows, at, width, count, places);
        }
    }

    /**
     * Looks at four slots of each key without a branch, which nobody could foretell, and goes on from there for the keys
     * that are in none of them and met no empty one.
     */
    private void locateFour(long[] rows, int at, int width, int count, long[] places) {
        long[] slots = slots();
        for (int j = 0; j < count; j++) {
            long key = rows[at + j * width];
            int slot = home(hash(key));
            long place = at(slots, slot, key)
                    | at(slots, slot + STRIDE, key)
                    | at(slots, slot + 2 * STRIDE, key)
                    | at(slots, slot + 3 * STRIDE, key);
            if (place == 0 && slots[slot + 3 * STRIDE + 1] != 0) {
                place = slots[find(key) + 1];
            }
            places[j] = place == 0 ? Steps.UNKNOWN_KEY : place;
        }
    }

    /** Returns the place in a slot if it is that of the key, else 0; without a branch. */
    private static long at(long[] slots, int slot, long key) {
        long other = slots[slot] ^ key;
        return slots[slot + 1] & ~((other | -other) >> 63);
    }

    @Override
    int find(KeyColumn column, long[] rows, int at) {
        return find(rows[at]);
    }

    private int find(long key) {
        long[] slots = slots();
        int slot = home(hash(key));
        while (slots[slot] != key && slots[slot + 1] != 0) {
            slot += STRIDE;
        }
        return slot;
    }

    @Override
    void occupy(KeyColumn column, long[] rows, int at, int slot) {
        slots()[slot] = rows[at];
    }
}
