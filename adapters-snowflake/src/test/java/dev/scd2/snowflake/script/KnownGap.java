package dev.scd2.snowflake.script;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement that a version of the linter wrongly refuses: {@code version | page of the documentation | statement}, where
 * {@code *} in the statement stands for anything.
 */
record KnownGap(String version, String page, String statement) {
    static List<KnownGap> read() throws IOException {
        try (Stream<String> lines = Files.lines(Golden.DIRECTORY.resolve("known-gaps.txt"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(KnownGap::parse)
                    .toList();
        }
    }

    private static KnownGap parse(String line) {
        String[] parts = line.split("\\s+\\|\\s+", 3);
        if (parts.length != 3 || !parts[1].startsWith("https://docs.snowflake.com/")) {
            throw new IllegalArgumentException("No known gap (version | page | statement): " + line);
        }
        return new KnownGap(parts[0], parts[1], parts[2].strip());
    }

    boolean covers(String code) {
        String pattern =
                Stream.of(statement.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.matches(pattern, code);
    }

    /** Returns the files with statements that are wrong and not yet mended. */
    static List<String> faultyFiles() throws IOException {
        try (Stream<String> lines = Files.lines(Golden.DIRECTORY.resolve("known-faults.txt"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+\\|\\s+", 2)[0])
                    .toList();
        }
    }
}
