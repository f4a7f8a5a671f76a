package dev.scd2.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Medians, and a stop watch. Stateless. */
public final class Times {
    private Times() {}

    /** Returns the milliseconds that {@code work} takes. */
    public static double millis(Work work) throws Exception {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e6;
    }

    public static double median(double... values) {
        return quantile(0.5, values);
    }

    public static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    public static double quantile(double q, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = q * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** What is measured. */
    public interface Work {
        void run() throws Exception;
    }
}
