package dev.scd2.dimension;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The natural key of one entity: canonical values in the order of {@link Dimension#naturalKey()}, none of them null.
 *
 * <p>Parts are compared one by one, never joined to a text, so {@code ("a|b","c")} and {@code ("a","b|c")} differ.
 * Immutable.
 */
public final class Key implements Comparable<Key> {
    private static final Object[] NONE = {};

    private final Object first;
    /** All parts where there are several. Most keys have one, and so one object less to read. */
    private final Object[] several;

    private final int hash;

    private Key(Object[] parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("A natural key needs a part.");
        }
        first = parts[0];
        several = parts.length == 1 ? NONE : parts;
        hash = Arrays.hashCode(parts);
    }

    /**
     * Returns the key of these canonical values; {@link Dimension#key} takes values as they come.
     *
     * @throws NullPointerException if one is null
     * @throws IllegalArgumentException if there is none
     */
    public static Key of(Object... parts) {
        return owning(parts.length == 1 ? parts : parts.clone());
    }

    /**
     * Returns the key of these canonical values, as {@link #of} does, that keeps the array: nobody may change it afterwards.
     *
     * @throws NullPointerException if one is null
     * @throws IllegalArgumentException if there is none
     */
    public static Key owning(Object[] parts) {
        for (Object part : parts) {
            Objects.requireNonNull(part, "A part of a natural key is null.");
        }
        return new Key(parts);
    }

    private int size() {
        return Math.max(1, several.length);
    }

    /** Returns part {@code i}, counted from 0. */
    public Object part(int i) {
        return several.length == 0 && i == 0 ? first : several[i];
    }

    /** Returns the parts in order; immutable. */
    public List<Object> parts() {
        return several.length == 0 ? List.of(first) : Collections.unmodifiableList(Arrays.asList(several));
    }

    /** Orders part by part; text by code point, which is also the order of its UTF-8 bytes. */
    @Override
    public int compareTo(Key other) {
        int common = Math.min(size(), other.size());
        for (int i = 0; i < common; i++) {
            int order = compareParts(part(i), other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(size(), other.size());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compareParts(Object a, Object b) {
        return a instanceof String left && b instanceof String right
                ? compareCodePoints(left, right)
                : ((Comparable) a).compareTo(b);
    }

    private static int compareCodePoints(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean sameRange = Character.isSurrogate(left) == Character.isSurrogate(right);
                return sameRange ? Character.compare(left, right) : Character.isSurrogate(left) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Key key
                        && hash == key.hash
                        && first.equals(key.first)
                        && Arrays.equals(several, key.several));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Returns the number of parts only: keys are people and are not printed by accident. Use {@link #parts()}. */
    @Override
    public String toString() {
        return "Key of " + size() + (size() == 1 ? " part" : " parts");
    }
}
