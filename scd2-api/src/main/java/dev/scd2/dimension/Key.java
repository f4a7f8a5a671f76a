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
    private final Object[] parts;
    private final int hash;

    private Key(Object[] parts) {
        this.parts = parts;
        this.hash = Arrays.hashCode(parts);
    }

    /**
     * Returns the key of these canonical values; {@link Dimension#key} takes values as they come.
     *
     * @throws NullPointerException if one is null
     */
    public static Key of(Object... parts) {
        return owning(parts.clone());
    }

    /**
     * Returns the key of these canonical values, as {@link #of} does, that keeps the array: nobody may change it afterwards.
     *
     * @throws NullPointerException if one is null
     */
    public static Key owning(Object[] parts) {
        for (Object part : parts) {
            Objects.requireNonNull(part, "A part of a natural key is null.");
        }
        return new Key(parts);
    }

    /** Returns part {@code i}, counted from 0. */
    public Object part(int i) {
        return parts[i];
    }

    /** Returns the parts in order; immutable. */
    public List<Object> parts() {
        return Collections.unmodifiableList(Arrays.asList(parts));
    }

    /** Orders part by part; text by code point, which is also the order of its UTF-8 bytes. */
    @Override
    public int compareTo(Key other) {
        int common = Math.min(parts.length, other.parts.length);
        for (int i = 0; i < common; i++) {
            int order = compareParts(parts[i], other.parts[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(parts.length, other.parts.length);
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
        return other instanceof Key key && hash == key.hash && Arrays.equals(parts, key.parts);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Returns the number of parts only: keys are people and are not printed by accident. Use {@link #parts()}. */
    @Override
    public String toString() {
        return "Key of " + parts.length + (parts.length == 1 ? " part" : " parts");
    }
}
