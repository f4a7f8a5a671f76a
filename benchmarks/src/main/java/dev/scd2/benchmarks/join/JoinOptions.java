package dev.scd2.benchmarks.join;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured of the join.
 *
 * @param shapes one after the other
 * @param keys {@code long}, {@code text}, or null for both
 * @param peers beside whom: {@code asof}, {@code interval}, {@code maps}; all of them unless said
 * @param facts how many; 0 for what each shape takes by itself. Keys and versions shrink with them
 * @param runs how many turns
 * @param threads for us and for the database
 * @param seed of the data
 * @param json whether to print lines of JSON only, and the rest to the error stream
 */
record JoinOptions(
        List<Shape> shapes,
        @Nullable String keys,
        Set<String> peers,
        int facts,
        int runs,
        int threads,
        long seed,
        boolean json) {
    private static final Set<String> PEERS = Set.of("asof", "interval", "maps");

    static JoinOptions of(String... words) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw new IllegalArgumentException("The option " + words[i] + " needs a value.");
            }
            values.put(words[i], words[i + 1]);
        }
        String shape = values.remove("--shape");
        JoinOptions options = new JoinOptions(
                shape == null ? List.of(Shape.values()) : List.of(Shape.named(shape)),
                word(values.remove("--keys"), "long", "text"),
                peers(values.remove("--peer")),
                number(values.remove("--facts"), 0),
                number(values.remove("--runs"), 5),
                number(values.remove("--threads"), Runtime.getRuntime().availableProcessors()),
                number(values.remove("--seed"), 1),
                "json".equals(word(values.remove("--output"), "json", "table")));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no option " + values.keySet().iterator().next() + ".");
        }
        return options;
    }

    private static @Nullable String word(@Nullable String word, String... words) {
        if (word != null && !List.of(words).contains(word)) {
            throw new IllegalArgumentException("There is no " + word + ": choose one of " + List.of(words) + ".");
        }
        return word;
    }

    private static Set<String> peers(@Nullable String text) {
        Set<String> peers = text == null ? PEERS : Set.of(text.split(",", -1));
        if (!PEERS.containsAll(peers)) {
            throw new IllegalArgumentException("There is no peer " + text + ": choose of asof,interval,maps.");
        }
        return peers;
    }

    private static int number(@Nullable String text, int otherwise) {
        int number = text == null ? otherwise : Integer.parseInt(text.replace("_", ""));
        if (text != null && number < 1) {
            throw new IllegalArgumentException("A number must be at least 1, not " + text + ".");
        }
        return number;
    }

    /** Which kinds of keys are measured: false for whole numbers, true for texts. */
    List<Boolean> keyKinds(Shape shape) {
        List<Boolean> kinds = new ArrayList<>();
        if (!"text".equals(keys) || shape == Shape.STREAM) {
            kinds.add(false);
        }
        if (!"long".equals(keys) && shape != Shape.STREAM) {
            kinds.add(true);
        }
        return kinds;
    }

    int facts(Shape shape) {
        return facts == 0 ? shape.facts : facts;
    }
}
