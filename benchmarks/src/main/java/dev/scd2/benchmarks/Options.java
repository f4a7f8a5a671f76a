package dev.scd2.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured.
 *
 * @param only the benchmarks; empty for all
 * @param store the store; null for all
 * @param saidRows versions in a big table, and rows of a listing; 0 for what each benchmark takes by itself
 * @param runs how often each thing is measured; 0 for what each benchmark takes by itself
 * @param seed of what arrives
 * @param large whether tables ten times as big are measured too
 */
record Options(List<String> only, @Nullable String store, int saidRows, int runs, long seed, boolean large) {
    static final List<String> BENCHMARKS = List.of("core", "load", "batch", "small", "snapshot");
    static final List<String> STORES = List.of("memory", "postgres", "duckdb");

    /**
     * Reads the words behind the name of the command.
     *
     * @throws IllegalArgumentException if they say nothing that can be measured
     */
    static Options of(String... words) {
        Map<String, String> values = new HashMap<>();
        boolean large = false;
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals("--large")) {
                large = true;
            } else if (i + 1 < words.length) {
                values.put(words[i], words[++i]);
            } else {
                throw new IllegalArgumentException("The option " + words[i] + " needs a value.");
            }
        }
        Options options = new Options(
                benchmarks(values.remove("--only")),
                named(values.remove("--store"), STORES),
                (int) number(values.remove("--rows"), 0),
                (int) number(values.remove("--runs"), 0),
                number(values.remove("--seed"), 1),
                large);
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no option " + values.keySet().iterator().next() + ".");
        }
        return options;
    }

    private static List<String> benchmarks(@Nullable String names) {
        List<String> only = names == null ? List.of() : List.of(names.split(","));
        only.forEach(name -> named(name, BENCHMARKS));
        return only;
    }

    private static @Nullable String named(@Nullable String name, List<String> names) {
        if (name != null && !names.contains(name)) {
            throw new IllegalArgumentException("There is no " + name + ": choose one of " + names + ".");
        }
        return name;
    }

    private static long number(@Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        long number = Long.parseLong(text.replace("_", ""));
        if (number < 1 || number > 100_000_000) {
            throw new IllegalArgumentException("A number must lie between 1 and 100,000,000, not at " + text + ".");
        }
        return number;
    }

    boolean asksFor(String benchmark) {
        return only.isEmpty() || only.contains(benchmark);
    }

    boolean asksForStore(String name) {
        return store == null || store.equals(name);
    }

    int rows() {
        return rowsOr(1_000_000);
    }

    int rowsOr(int otherwise) {
        return saidRows == 0 ? otherwise : saidRows;
    }

    int runsOr(int otherwise) {
        return runs == 0 ? otherwise : runs;
    }
}
