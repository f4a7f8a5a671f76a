package dev.scd2.change;

import java.util.Arrays;

/**
 * The order in which things were said: a total order, compared part by part.
 *
 * <p>The first part is usually the declared rank of the source, the others are the source's own order, for example the
 * commit position, the place in the transaction and the index of the event. A sequence that is the beginning of another
 * comes before it. Immutable.
 */
public final class Sequence implements Comparable<Sequence> {
    private final long[] parts;

    private Sequence(long[] parts) {
        this.parts = parts;
    }

    /**
     * Returns the sequence of these parts, the most significant first.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Sequence of(long... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("A sequence needs at least one part.");
        }
        return new Sequence(parts.clone());
    }

    /**
     * Returns the sequence that {@link #toString} wrote.
     *
     * @throws NumberFormatException if a part is no whole number
     */
    public static Sequence parse(String text) {
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '.') {
                count++;
            }
        }
        long[] parts = new long[count];
        int from = 0;
        for (int i = 0; i < count; i++) {
            int dot = text.indexOf('.', from);
            int to = dot < 0 ? text.length() : dot;
            parts[i] = Long.parseLong(text, from, to, 10);
            from = to + 1;
        }
        return new Sequence(parts);
    }

    /** Returns this sequence with one more part behind it, the least significant. */
    public Sequence with(long part) {
        long[] longer = Arrays.copyOf(parts, parts.length + 1);
        longer[parts.length] = part;
        return new Sequence(longer);
    }

    /** Returns this sequence with the rank of its source before it, as the most significant part. */
    public Sequence ranked(long rank) {
        long[] longer = new long[parts.length + 1];
        longer[0] = rank;
        System.arraycopy(parts, 0, longer, 1, parts.length);
        return new Sequence(longer);
    }

    @Override
    public int compareTo(Sequence other) {
        return Arrays.compare(parts, other.parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sequence sequence && Arrays.equals(parts, sequence.parts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parts);
    }

    /** Returns the parts in decimal with dots between them, such as {@code 1.4711.3}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (long part : parts) {
            if (text.length() > 0) {
                text.append('.');
            }
            text.append(part);
        }
        return text.toString();
    }
}
