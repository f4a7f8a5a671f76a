package dev.scd2.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A directory of files and a command line in it. Confined to one thread. */
final class Shell {
    private final Path directory;

    Shell(Path directory) {
        this.directory = directory;
    }

    /** What a command answered. */
    record Answer(int code, String out, String err) {
        JsonNode json() {
            try {
                return Report.JSON.readTree(out);
            } catch (JsonProcessingException noJson) {
                throw new AssertionError("no JSON: " + out + err, noJson);
            }
        }
    }

    /** Runs a command; words that begin with {@code @} are files of the directory. */
    Answer run(String... words) {
        List<String> args = new ArrayList<>();
        for (String word : words) {
            args.add(word.startsWith("@") ? directory.resolve(word.substring(1)).toString() : word);
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Scd2.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(new String[0]));
        return new Answer(code, out.toString(), err.toString());
    }

    /** Writes a file of these lines. */
    Path write(String name, String... lines) {
        return writeBytes(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Path writeBytes(String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes a file packed with gzip. */
    Path writeGzip(String name, String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return writeBytes(name, packed.toByteArray());
    }

    Path path(String name) {
        return directory.resolve(name);
    }
}
