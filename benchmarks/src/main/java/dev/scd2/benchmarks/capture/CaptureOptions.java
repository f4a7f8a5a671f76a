package dev.scd2.benchmarks.capture;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured of the capture.
 *
 * @param rate  changes a second that are written; 0 for as many as arrive
 * @param seconds  how long is measured, after the warm-up
 * @param warm  how long before that
 * @param changes  the end comes with so many changes, whatever the time; 0 for none
 * @param to  how far: {@code raw}, {@code typed}, {@code dimension}
 * @param parts  whether the parts are measured one by one, and not the whole
 * @param members  rows of the table at the beginning
 * @param fileAge  the age at which a file ends
 * @param dimensionPause  how long the dimension waits before it looks for new rows
 * @param behind  how many changes the writer may be ahead where the rate is 0
 * @param json  whether to print lines of JSON only, and the rest to the error stream
 */
record CaptureOptions(
        int rate,
        int seconds,
        int warm,
        int changes,
        String to,
        boolean parts,
        int members,
        Duration fileAge,
        Duration dimensionPause,
        int behind,
        boolean json) {
    private static final List<String> ENDS = List.of("raw", "typed", "dimension");
    private static final int SMALL_RATE = 5_000;

    static CaptureOptions of(String... words) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw new IllegalArgumentException("The option " + words[i] + " needs a value.");
            }
            values.put(words[i], words[i + 1]);
        }
        String only = values.remove("--only");
        CaptureOptions options = new CaptureOptions(
                number(values.remove("--rate"), 0, 0),
                number(values.remove("--seconds"), 60, 1),
                number(values.remove("--warm"), 30, 0),
                number(values.remove("--changes"), 0, 1),
                named(values.remove("--to"), ENDS, "dimension"),
                "parts".equals(only == null ? null : named(only, List.of("parts"), "")),
                number(values.remove("--members"), 100_000, 100),
                Duration.ofMillis(number(values.remove("--file-ms"), 50, 1)),
                Duration.ofMillis(number(values.remove("--dimension-ms"), 100, 1)),
                number(values.remove("--behind"), 20_000, 100),
                named(values.remove("--output"), List.of("table", "json"), "table")
                        .equals("json"));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no option " + values.keySet().iterator().next() + ".");
        }
        return options;
    }

    private static String named(@Nullable String word, List<String> words, String otherwise) {
        if (word != null && !words.contains(word)) {
            throw new IllegalArgumentException("There is no " + word + ": choose one of " + words + ".");
        }
        return word == null ? otherwise : word;
    }

    private static int number(@Nullable String text, int otherwise, int least) {
        int number = text == null ? otherwise : Integer.parseInt(text.replace("_", ""));
        if (text != null && number < least) {
            throw new IllegalArgumentException("A number must be at least " + least + ", not " + text + ".");
        }
        return number;
    }

    boolean isTyped() {
        return !to.equals("raw");
    }

    boolean hasDimension() {
        return to.equals("dimension");
    }

    int changes(int otherwise) {
        return changes == 0 ? otherwise : changes;
    }

    /** Returns how many changes a transaction makes: a hundred, at small rates ten. */
    int transaction() {
        return rate > 0 && rate < SMALL_RATE ? 10 : 100;
    }
}
