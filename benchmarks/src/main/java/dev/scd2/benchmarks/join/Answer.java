package dev.scd2.benchmarks.join;

/**
 * What a join came to, by which its peers are compared with it.
 *
 * @param matched how many lookups met a version
 * @param sum of the ordinals of those versions
 */
record Answer(long matched, long sum) {
    static final Answer NONE = new Answer(0, 0);

    Answer plus(Answer other) {
        return new Answer(matched + other.matched, sum + other.sum);
    }
}
