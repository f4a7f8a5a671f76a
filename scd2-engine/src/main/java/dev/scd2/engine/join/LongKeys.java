package dev.scd2.engine.join;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Keys that are whole numbers, one for each row. The array is not copied, and must not be changed while it is in use. */
public final class LongKeys implements KeyColumn {
    private final long[] values;
    private final @Nullable BitSet nulls;

    private LongKeys(long[] values, @Nullable BitSet nulls) {
        this.values = values;
        this.nulls = nulls;
    }

    /** Returns a column in which every row has a key. */
    public static LongKeys of(long... values) {
        return new LongKeys(values, null);
    }

    /** Returns a column of which the rows in {@code nulls} have no key; what stands there is not looked at. */
    public static LongKeys of(long[] values, BitSet nulls) {
        return new LongKeys(values, nulls);
    }

    long[] values() {
        return values;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public @Nullable BitSet nulls() {
        return nulls;
    }

    /** Returns the number of rows; keys are people and are not printed. */
    @Override
    public String toString() {
        return "LongKeys[" + values.length + "]";
    }
}
