package dev.scd2.engine.merge;

import dev.scd2.dimension.Key;
import dev.scd2.store.Evidence;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * What a batch says of one key, in order of arrival; at least one statement. Only {@link Admission} adds to it. Confined to
 * one thread.
 */
public final class Claims extends AbstractList<Evidence> implements RandomAccess {
    private static final int FEW = 4;

    private final Key key;
    private Evidence[] statements = new Evidence[FEW];
    private int size;
    private long from = Long.MAX_VALUE;

    Claims(Key key) {
        this.key = key;
    }

    /** Returns whose they are; all statements name this very object. */
    Key key() {
        return key;
    }

    void append(Evidence statement) {
        if (size == statements.length) {
            statements = Arrays.copyOf(statements, 2 * size);
        }
        statements[size++] = statement;
        from = Math.min(from, statement.kind() == Evidence.Kind.ERASURE ? Evidence.NO_TIME : statement.validFrom());
    }

    /** Returns the first instant concerned, epoch microseconds UTC; {@link Evidence#NO_TIME} if all of time is. */
    public long from() {
        return from;
    }

    @Override
    public Evidence get(int i) {
        return statements[Objects.checkIndex(i, size)];
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Object[] toArray() {
        return Arrays.copyOf(statements, size, Object[].class);
    }
}
