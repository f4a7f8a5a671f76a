package dev.scd2.engine.join;

/** Decides which version a fact meets where its lookup key has several in force: the greater one. */
@FunctionalInterface
public interface VersionOrder {
    /**
     * Compares two versions by their ordinals.
     *
     * @return negative where {@code other} is met, positive where {@code version} is, 0 where the declared order does not
     *     decide and the fact is {@link dev.scd2.fact.Outcome#AMBIGUOUS}
     */
    int compare(int version, int other);
}
