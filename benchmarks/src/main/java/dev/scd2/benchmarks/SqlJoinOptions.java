package dev.scd2.benchmarks;

import dev.scd2.benchmarks.SqlJoinBenchmark.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured of the join as SQL.
 *
 * @param stores one after the other
 * @param names of the shapes; empty for all
 * @param peers the files by hand; empty for all
 * @param facts of each shape, whose keys shrink with them; 0 for what each shape takes by itself
 * @param runs how many turns
 * @param json whether to print lines of JSON only, and the rest to the error stream
 */
record SqlJoinOptions(List<String> stores, List<String> names, List<String> peers, long facts, int runs, boolean json) {
    private static final List<String> STORES = List.of("duckdb", "postgres");

    /**
     * Reads the words behind the name of the command.
     *
     * @throws IllegalArgumentException if they say nothing that can be measured
     */
    static SqlJoinOptions of(String... words) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw new IllegalArgumentException("The option " + words[i] + " needs a value.");
            }
            values.put(words[i], words[i + 1]);
        }
        String store = values.remove("--store");
        SqlJoinOptions options = new SqlJoinOptions(
                store == null ? STORES : List.of(named(store, STORES)),
                words(values.remove("--shape")),
                words(values.remove("--peer")),
                number(values.remove("--facts"), 0),
                number(values.remove("--runs"), 11),
                named(values.getOrDefault("--output", "table"), List.of("table", "json"))
                        .equals("json"));
        values.remove("--output");
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no option " + values.keySet().iterator().next() + ".");
        }
        List<String> known = options.stores().stream()
                .flatMap(one -> Shape.of(one).stream())
                .map(Shape::name)
                .distinct()
                .toList();
        options.names().forEach(name -> named(name, known));
        return options;
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split(","));
    }

    private static String named(String name, List<String> names) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("There is no " + name + ": choose one of " + names + ".");
        }
        return name;
    }

    private static int number(@Nullable String text, int otherwise) {
        int number = text == null ? otherwise : Integer.parseInt(text.replace("_", ""));
        if (text != null && number < 1) {
            throw new IllegalArgumentException("A number must be at least 1, not " + text + ".");
        }
        return number;
    }

    /** Returns the shapes to be measured in a store, as large as they are to be. */
    List<Shape> shapes(String store) {
        Stream<Shape> shapes =
                Shape.of(store).stream().filter(shape -> names.isEmpty() || names.contains(shape.name()));
        return shapes.map(shape -> facts == 0 ? shape : shape.scaled((double) facts / shape.facts()))
                .toList();
    }
}
