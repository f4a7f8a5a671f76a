package dev.scd2.benchmarks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A fixed job for one thread, by which absolute figures of different machines, and of one machine under different load,
 * can be compared: 200,000 texts are hashed into a map, sorted, and digested by SHA-256.
 */
public final class Calibration {
    private static final int TEXTS = 200_000;

    private Calibration() {}

    /** Returns the milliseconds that the job takes now, the median of five. */
    public static double millis() {
        double[] took = new double[5];
        for (int i = 0; i < took.length; i++) {
            long begun = System.nanoTime();
            job();
            took[i] = (System.nanoTime() - begun) / 1e6;
        }
        return Times.median(took);
    }

    private static byte[] job() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < TEXTS; i++) {
            counts.merge(Long.toString(random.nextLong(), 36), 1, Integer::sum);
        }
        String[] sorted = counts.keySet().toArray(String[]::new);
        Arrays.sort(sorted);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : sorted) {
                digest.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }
}
