package dev.scd2.postgres.embedded;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a server said since a start, boiled down to the line that says why it ended. */
record ServerLog(List<String> lines) {
    private static final Pattern TROUBLE = Pattern.compile("FATAL:|PANIC:|error:|No space left|could not|cannot");
    private static final Pattern STAMP = Pattern.compile("^\\S+ \\S+ \\S+ \\[\\d+] ");

    static ServerLog from(Path file, long position) throws IOException {
        if (!Files.exists(file)) {
            return new ServerLog(List.of());
        }
        try (FileChannel channel = FileChannel.open(file)) {
            byte[] said = Channels.newInputStream(channel.position(position)).readAllBytes();
            return new ServerLog(
                    new String(said, StandardCharsets.UTF_8).lines().toList());
        }
    }

    /** Whether trying again can help: the port was taken meanwhile, or a dying server still holds its memory. */
    boolean passes(boolean anyPort) {
        return says("pre-existing shared memory block") || (anyPort && says("could not create any TCP/IP sockets"));
    }

    String reason() {
        if (says("No space left on device")) {
            return "no space is left on the device";
        }
        return lines.stream()
                .filter(line -> TROUBLE.matcher(line).find())
                .findFirst()
                .or(() -> lines.stream().reduce((first, last) -> last))
                .map(line -> STAMP.matcher(line).replaceFirst(""))
                .orElse("it ended without a word");
    }

    private boolean says(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }
}
