package dev.scd2.lake.landing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A directory into which tests drop files. Immutable. */
record Drops(Path directory) {
    /** Drops a file that was last written at a time. */
    Path drop(String name, Instant written, String text) {
        return drop(name, written, text.getBytes(StandardCharsets.UTF_8));
    }

    Path drop(String name, Instant written, byte[] content) {
        try {
            Path file = Files.write(directory.resolve(name), content);
            Files.setLastModifiedTime(file, FileTime.from(written));
            return file;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Puts a manifest beside a file. */
    void manifest(String name, Object... namesAndValues) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            manifest.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        try {
            Files.write(directory.resolve(name + ".manifest.json"), new JsonMapper().writeValueAsBytes(manifest));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String sha256(String text) {
        try {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
