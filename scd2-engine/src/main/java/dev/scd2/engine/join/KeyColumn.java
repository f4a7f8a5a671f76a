package dev.scd2.engine.join;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys of many facts, or of many versions, in one column: {@link LongKeys} or {@link TextKeys}.
 *
 * <p>A key of several columns, or of another type, goes into a {@link TextKeys} as bytes; see {@link
 * TextKeys.Builder#add(dev.scd2.dimension.Key)}.
 */
public sealed interface KeyColumn permits LongKeys, TextKeys {
    /** Returns how many rows it has. */
    int size();

    /** Returns the rows that have no key; null where all have one. Not to be changed. */
    @Nullable
    BitSet nulls();
}
