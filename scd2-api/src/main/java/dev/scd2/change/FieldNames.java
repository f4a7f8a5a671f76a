package dev.scd2.change;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The names of columns in the order in which they came, and the place of each.
 *
 * <p>The rows of one source have the same names, so those that came last are remembered and shared: a race between threads
 * costs another copy and nothing else. Immutable.
 */
final class FieldNames {
    /** How many are remembered; a power of two. What is not among them is made anew. */
    private static final int REMEMBERED = 64;

    private static final FieldNames[] RECENT = new FieldNames[REMEMBERED];

    private final @Nullable String[] names;
    /** Where the hash of a name or the next free place says, its place counted from 1; 0 is free. */
    private final int[] slots;

    private FieldNames(@Nullable String[] names) {
        this.names = names;
        this.slots = new int[Integer.highestOneBit(Math.max(1, names.length)) << 2];
    }

    /** Returns the first {@code count} names, or null if one is there twice. */
    static @Nullable FieldNames of(@Nullable String[] names, int count) {
        int hash = count;
        for (int i = 0; i < count; i++) {
            hash = 31 * hash + Objects.hashCode(names[i]);
        }
        int place = spread(hash) & (REMEMBERED - 1);
        FieldNames known = RECENT[place];
        if (known != null && Arrays.equals(known.names, 0, known.names.length, names, 0, count)) {
            return known;
        }
        FieldNames made = new FieldNames(Arrays.copyOf(names, count));
        if (!made.index()) {
            return null;
        }
        RECENT[place] = made;
        return made;
    }

    private boolean index() {
        for (int i = 0; i < names.length; i++) {
            int slot = slot(names[i]);
            if (slots[slot] != 0) {
                return false;
            }
            slots[slot] = i + 1;
        }
        return true;
    }

    int count() {
        return names.length;
    }

    @Nullable
    String name(int i) {
        return names[i];
    }

    /** Returns the place of a name, counted from 0; -1 if it is not there. */
    int indexOf(@Nullable Object name) {
        return slots[slot(name)] - 1;
    }

    /** Returns the slot of a name, or the free one in which it would be. */
    private int slot(@Nullable Object name) {
        int slot = spread(Objects.hashCode(name)) & (slots.length - 1);
        while (slots[slot] != 0 && !Objects.equals(names[slots[slot] - 1], name)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
