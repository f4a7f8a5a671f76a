package dev.scd2.sql.join;

/**
 * How much there is to join, about. Immutable.
 *
 * @param facts how many facts are looked up
 * @param versions how many versions there are
 * @param keys how many keys they belong to
 */
record Sizes(long facts, long versions, long keys) {
    Sizes {
        if (facts < 0 || versions < 0 || keys < 0) {
            throw new IllegalArgumentException("There cannot be fewer than no facts, versions or keys.");
        }
    }

    /** Returns whether keys have so many versions. */
    boolean isDeep(int versionsOfAKey) {
        return versions / Math.max(1, keys) >= versionsOfAKey;
    }

    /** Returns whether there are more than so many versions for each fact. */
    boolean hasFewFacts(int versionsForAFact) {
        return facts < versions / versionsForAFact;
    }

    /** Returns whether there are at least so many keys for each fact. */
    boolean hasManyKeys(int keysForAFact) {
        return facts <= keys / keysForAFact;
    }

    /** Returns whether there are at most so many facts for each key. */
    boolean hasFewFactsOfAKey(int factsOfAKey) {
        return facts / factsOfAKey <= keys;
    }
}
