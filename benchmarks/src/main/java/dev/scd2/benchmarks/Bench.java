package dev.scd2.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line of the measurements: {@code apply}. Exit codes: 0 done, 1 a history was wrong, 2 wrong use. */
public final class Bench {
    private static final String USAGE =
            "Usage: ./bench apply [--keys N] [--changes N] [--rounds N] [--warm-ups N] [--seed N]";
    private static final Set<String> OPTIONS = Set.of("--keys", "--changes", "--rounds", "--warm-ups", "--seed");

    private Bench() {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        Map<String, Long> options = new HashMap<>();
        if (arguments.length == 0 || !arguments[0].equals("apply") || !parse(arguments, options)) {
            System.err.println(USAGE);
            System.exit(2);
        }
        try {
            apply(options);
        } catch (IllegalStateException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(1);
        }
    }

    private static boolean parse(String[] arguments, Map<String, Long> options) {
        for (int i = 1; i < arguments.length; i += 2) {
            if (!OPTIONS.contains(arguments[i]) || i + 1 == arguments.length) {
                return false;
            }
            try {
                options.put(arguments[i], Long.valueOf(arguments[i + 1]));
            } catch (NumberFormatException noNumber) {
                return false;
            }
        }
        return options.entrySet().stream()
                .allMatch(option -> option.getKey().equals("--seed")
                        || (option.getValue() > 0 && option.getValue() <= Integer.MAX_VALUE));
    }

    private static void apply(Map<String, Long> options) {
        int keys = options.getOrDefault("--keys", 5_000L).intValue();
        int changes = options.getOrDefault("--changes", 100_000L).intValue();
        int rounds = options.getOrDefault("--rounds", 5L).intValue();
        int warmUps = options.getOrDefault("--warm-ups", 3L).intValue();
        long seed = options.getOrDefault("--seed", 1L);
        Machine machine = Machine.here();
        System.out.printf(
                "apply: the pure core with the store in memory, one thread, batches of %,d, %d attributes, seed %d,"
                        + " median of %d rounds after %d%n%s%n%n",
                ApplyBenchmark.BATCH, Stream.ATTRIBUTES, seed, rounds, warmUps, machine.text());
        List<Measurement> measurements =
                new ApplyBenchmark(new Stream(seed, keys, changes), keys, changes, warmUps, rounds).run();
        System.out.println(Measurement.header());
        measurements.forEach(measurement -> System.out.println(measurement.row()));
        System.out.println();
        measurements.forEach(measurement -> System.out.println(measurement.json(machine)));
    }
}
