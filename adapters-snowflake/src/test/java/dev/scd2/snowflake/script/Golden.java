package dev.scd2.snowflake.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts compared with the files in {@code golden}; {@code -Dscd2.golden=write} writes the files anew. */
public final class Golden {
    /** Where the files are. */
    public static final Path DIRECTORY = Path.of("src/test/resources/golden");

    private Golden() {}

    /** Compares a text with a file. */
    public static void compare(String file, String text) {
        try {
            Path golden = DIRECTORY.resolve(file);
            if ("write".equals(System.getProperty("scd2.golden"))) {
                Files.writeString(golden, text);
            }
            assertThat(text).as("the text of %s", golden).isEqualTo(Files.readString(golden));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
