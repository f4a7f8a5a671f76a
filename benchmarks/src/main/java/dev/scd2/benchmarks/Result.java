package dev.scd2.benchmarks;

import java.util.List;

/**
 * How long something took beside its peer, run by run.
 *
 * @param benchmark one of {@link Options#BENCHMARKS}
 * @param store where
 * @param what what was done, in a few words
 * @param rows versions in the table, or rows that were loaded
 * @param millis of each run
 * @param peer what it is compared with
 * @param peerMillis of each run of the peer, made in turn with ours
 * @param target the greatest ratio of ours to the peer that is good enough; 0 where none is set
 */
record Result(
        String benchmark,
        String store,
        String what,
        long rows,
        List<Double> millis,
        String peer,
        List<Double> peerMillis,
        double target) {
    /** Returns the median over the runs of our time divided by that of the peer beside it. */
    double ratio() {
        double[] ratios = new double[Math.min(millis.size(), peerMillis.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = millis.get(i) / peerMillis.get(i);
        }
        return Times.median(ratios);
    }
}
