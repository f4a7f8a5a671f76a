package dev.scd2.engine.join;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Where the steps of each key are: a hash table of whole numbers, or one of bytes. Confined to one thread to change. */
abstract sealed class Directory {
    /** How many facts are searched together; their scratch space stays in the first cache. */
    static final int BATCH = 512;

    static Directory like(KeyColumn column) {
        return column instanceof LongKeys ? new OfLongs() : new OfTexts();
    }

    /** Returns where the steps of a row's key begin, in the upper half, and how many there are; 0 where it is not known. */
    abstract long get(KeyColumn column, int row);

    /** Keeps where the steps of a row's key are; what was there before goes. */
    abstract void put(KeyColumn column, int row, long place);

    /** Returns how many keys are known. */
    abstract int size();

    /** Returns the slots; each {@link #stride} words has a place in the last of them. */
    abstract long[] slots();

    abstract int stride();

    /** Makes room for so many keys, about, so that the table need not grow with each doubling of them. */
    abstract void expect(int keys);

    /** Makes the table so full; a fuller one takes less memory and more time. */
    abstract void fit(double load);

    /** Returns the bytes that it takes. */
    abstract long bytes();

    /** Returns a locator of facts in columns of the same kind. */
    abstract Locator locator(KeyColumn column);

    final IllegalArgumentException otherKind(KeyColumn column) {
        return new IllegalArgumentException("The versions of this index have keys of another kind than "
                + column.getClass().getSimpleName() + ". Give facts and versions the same.");
    }

    /** Finds the steps of many facts' keys. Confined to one thread. */
    interface Locator {
        /**
         * Finds the steps of the keys of so many facts.
         *
         * @param first the first fact
         * @param count at most {@link #BATCH}
         * @param base set to where the steps of each begin
         * @param length set to how many there are
         * @return the greatest of those lengths
         */
        int locate(int first, int count, int[] base, int[] length);
    }

    /** Puts those facts that have no key, or one that is not known, where their answers are. */
    private static int settle(@Nullable BitSet nulls, int first, int count, int[] base, int[] length) {
        int longest = 1;
        for (int j = 0; j < count; j++) {
            int found = length[j];
            longest = Math.max(longest, found);
            base[j] = found == 0 ? Steps.UNKNOWN_KEY : base[j];
            length[j] = Math.max(1, found);
        }
        if (nulls != null) {
            for (int row = nulls.nextSetBit(first); row >= 0 && row < first + count; row = nulls.nextSetBit(row + 1)) {
                base[row - first] = Steps.NULL_KEY;
                length[row - first] = 1;
            }
        }
        return longest;
    }

    private static final class OfLongs extends Directory {
        private final LongTable table = new LongTable();

        @Override
        long get(KeyColumn column, int row) {
            return table.get(key(column, row));
        }

        @Override
        void put(KeyColumn column, int row, long place) {
            table.put(key(column, row), place);
        }

        private long key(KeyColumn column, int row) {
            if (column instanceof LongKeys keys) {
                return keys.values()[row];
            }
            throw otherKind(column);
        }

        @Override
        int size() {
            return table.size();
        }

        @Override
        long[] slots() {
            return table.slots();
        }

        @Override
        int stride() {
            return 2;
        }

        @Override
        void expect(int keys) {
            table.expect(keys);
        }

        @Override
        void fit(double load) {
            table.fit(load);
        }

        @Override
        long bytes() {
            return 8L * table.slots().length;
        }

        @Override
        Locator locator(KeyColumn column) {
            if (!(column instanceof LongKeys longs)) {
                throw otherKind(column);
            }
            long[] keys = longs.values();
            long[] slots = table.slots();
            int capacity = table.capacity();
            int[] home = new int[BATCH];
            return (first, count, base, length) -> {
                for (int j = 0; j < count; j++) {
                    home[j] = LongTable.home(keys[first + j], capacity);
                }
                // both slots that most keys are in are read at once, so that hardly any branch is foretold wrong
                for (int j = 0; j < count; j++) {
                    int slot = home[j];
                    long key = keys[first + j];
                    long place = slots[slot + 2] == key ? slots[slot + 3] : 0;
                    place = slots[slot] == key ? slots[slot + 1] : place;
                    if (place == 0 && slots[slot + 1] != 0 && slots[slot + 3] != 0) {
                        place = table.get(key);
                    }
                    base[j] = (int) (place >>> 32);
                    length[j] = (int) place;
                }
                return settle(longs.nulls(), first, count, base, length);
            };
        }
    }

    private static final class OfTexts extends Directory {
        private final TextTable table = new TextTable();

        @Override
        long get(KeyColumn column, int row) {
            TextKeys keys = keys(column);
            int at = keys.offsets()[row];
            return table.get(keys.bytes(), at, keys.offsets()[row + 1] - at);
        }

        @Override
        void put(KeyColumn column, int row, long place) {
            TextKeys keys = keys(column);
            int at = keys.offsets()[row];
            table.put(keys.bytes(), at, keys.offsets()[row + 1] - at, place);
        }

        private TextKeys keys(KeyColumn column) {
            if (column instanceof TextKeys keys) {
                return keys;
            }
            throw otherKind(column);
        }

        @Override
        int size() {
            return table.size();
        }

        @Override
        long[] slots() {
            return table.slots();
        }

        @Override
        int stride() {
            return 3;
        }

        @Override
        void expect(int keys) {
            table.expect(keys);
        }

        @Override
        void fit(double load) {
            table.fit(load);
        }

        @Override
        long bytes() {
            return 8L * table.slots().length + table.keptBytes();
        }

        @Override
        Locator locator(KeyColumn column) {
            TextKeys texts = keys(column);
            byte[] bytes = texts.bytes();
            int[] offsets = texts.offsets();
            long[] slots = table.slots();
            int capacity = table.capacity();
            long[] firsts = new long[BATCH];
            long[] seconds = new long[BATCH];
            int[] home = new int[BATCH];
            return (first, count, base, length) -> {
                for (int j = 0; j < count; j++) {
                    int at = offsets[first + j];
                    int size = offsets[first + j + 1] - at;
                    long one = TextTable.first(bytes, at, size);
                    long two = TextTable.second(bytes, at, size);
                    firsts[j] = one;
                    seconds[j] = two;
                    home[j] = TextTable.home(one, two, capacity);
                }
                for (int j = 0; j < count; j++) {
                    int slot = home[j];
                    long here = (slots[slot] ^ firsts[j]) | (slots[slot + 1] ^ seconds[j]);
                    long next = (slots[slot + 3] ^ firsts[j]) | (slots[slot + 4] ^ seconds[j]);
                    long place = next == 0 ? slots[slot + 5] : 0;
                    place = here == 0 ? slots[slot + 2] : place;
                    if (place == 0 && slots[slot + 2] != 0 && (slots[slot + 5] != 0 || seconds[j] == TextTable.LONG)) {
                        place = elsewhere(texts, first + j, firsts[j], seconds[j]);
                    }
                    base[j] = (int) (place >>> 32);
                    length[j] = (int) place;
                }
                return settle(texts.nulls(), first, count, base, length);
            };
        }

        private long elsewhere(TextKeys texts, int row, long first, long second) {
            int at = texts.offsets()[row];
            int length = texts.offsets()[row + 1] - at;
            return table.slots()[table.find(first, second, texts.bytes(), at, length) + 2];
        }
    }
}
