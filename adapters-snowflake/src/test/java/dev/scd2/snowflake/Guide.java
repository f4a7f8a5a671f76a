package dev.scd2.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the docs, whose Java is compared with that of a test. */
public final class Guide {
    private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private Guide() {}

    /** Finds each line of Java of a page in a test, in the same order. */
    public static void compare(String page, String test) throws IOException {
        List<String> source = trimmed(Files.readString(Path.of("src/test/java/dev/scd2/snowflake", test)));
        Matcher sample = SAMPLE.matcher(Files.readString(Path.of("../docs", page)));
        int samples = 0;
        while (sample.find()) {
            assertThat(source).containsSubsequence(trimmed(sample.group(1)));
            samples++;
        }
        assertThat(samples).isPositive();
    }

    private static List<String> trimmed(String text) {
        return text.lines()
                .map(String::trim)
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .toList();
    }
}
