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
            locateTwo(column, rows, at, width, count, places);
        }
    }

    /** Looks at two slots of each key without a branch, which nobody could foretell, and goes on where it is in neither. */
    private void locateTwo(KeyColumn column, long[] rows, int at, int width, int count, long[] places) {
        long[] slots = slots();
        for (int j = 0; j < count; j++) {
            long key = rows[at + j * width];
            int slot = home(hash(key));
            long place = slots[slot + 2] == key ? slots[slot + 3] : 0;
            place = slots[slot] == key ? slots[slot + 1] : place;
            if (place == 0 && slots[slot + 1] != 0 && slots[slot + 3] != 0) {
                place = get(column, rows, at + j * width);
            }
            places[j] = place == 0 ? Steps.UNKNOWN_KEY : place;
        }
    }

    @Override
    int find(KeyColumn column, long[] rows, int at) {
        long key = rows[at];
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
