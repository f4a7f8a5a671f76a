package dev.scd2.dimension;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The kept attributes of one entity, in the order of {@link Dimension#attributes()}.
 *
 * <p>A cell is a canonical value, or null, or <em>unsaid</em>: three states, because "set to null" and "not mentioned"
 * differ. In a version no cell is unsaid. A cell that was <em>erased</em> reads as null and remembers only by which other
 * erased cells it was equalled, so that windows stay where they are. Immutable.
 */
@SuppressWarnings("ReferenceEquality") // unsaid is one object, and is meant to be known by its identity
public final class Row {
    private static final Object UNSAID = new Object() {
        @Override
        public String toString() {
            return "unsaid";
        }
    };

    private final @Nullable Object[] cells;

    private Row(@Nullable Object[] cells) {
        this.cells = cells;
    }

    /** Returns the cell content that stands for "unsaid" in arrays given to {@link #of}. */
    public static Object unsaid() {
        return UNSAID;
    }

    /**
     * Returns the cell content that stands for an erased value in arrays given to {@link #of}. {@link #value} of it is null.
     *
     * @param token equal for equal values of one column and key, and telling nothing else about them
     */
    public static Object erased(long token) {
        return new Erased(token);
    }

    /** Returns a row of these cells: canonical values, null, or {@link #unsaid()}; {@link Dimension#row} takes a map. */
    public static Row of(@Nullable Object... cells) {
        return new Row(cells.clone());
    }

    /** Returns a row of these cells, as {@link #of} does, that keeps the array: nobody may change it afterwards. */
    public static Row owning(@Nullable Object[] cells) {
        return new Row(cells);
    }

    /** Returns a row of {@code width} nulls. */
    public static Row ofNulls(int width) {
        return new Row(new Object[width]);
    }

    /** Returns a row of {@code width} unsaid cells. */
    public static Row ofUnsaid(int width) {
        Object[] cells = new Object[width];
        Arrays.fill(cells, UNSAID);
        return new Row(cells);
    }

    /** Returns the number of cells. */
    public int width() {
        return cells.length;
    }

    /** Returns whether cell {@code i} is said, null included. */
    public boolean isSaid(int i) {
        return cells[i] != UNSAID;
    }

    /** Returns whether every cell is said. */
    public boolean isComplete() {
        for (Object cell : cells) {
            if (cell == UNSAID) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the value of cell {@code i}.
     *
     * @throws IllegalStateException if it is unsaid
     */
    public @Nullable Object value(int i) {
        if (cells[i] == UNSAID) {
            throw new IllegalStateException("Cell " + i + " of the row is unsaid. Ask isSaid first.");
        }
        return shown(cells[i]);
    }

    /** Returns the content of cell {@code i} as it was given to {@link #of}: {@link #unsaid()} and erased cells included. */
    public @Nullable Object cell(int i) {
        return cells[i];
    }

    /** Returns the token of cell {@code i} if it was erased. */
    public OptionalLong erasedToken(int i) {
        return cells[i] instanceof Erased erased ? OptionalLong.of(erased.token) : OptionalLong.empty();
    }

    /** Returns whether {@code other} shows the same: erased cells count as null. */
    public boolean saysSameAs(Row other) {
        if (this == other) {
            return true;
        }
        if (cells.length != other.cells.length) {
            return false;
        }
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != other.cells[i] && !Objects.equals(shown(cells[i]), shown(other.cells[i]))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object shown(@Nullable Object cell) {
        return cell instanceof Erased ? null : cell;
    }

    /** Returns a copy of the cells, in which {@link #unsaid()} stands for unsaid and erased cells are as given to {@link #of}. */
    public @Nullable Object[] toArray() {
        return cells.clone();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Row row && Arrays.equals(cells, row.cells));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cells);
    }

    /** Returns the width only: attribute values are people and are not printed by accident. */
    @Override
    public String toString() {
        return "Row of " + cells.length + (cells.length == 1 ? " cell" : " cells");
    }

    private record Erased(long token) {}
}
