package dev.scd2.delta;

import dev.scd2.dimension.Key;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows that go into files by a hash of their key. A file is named by its bucket and by its content, so that its name tells
 * whether the table has its rows already; and by a number of its own, so that a name is never used twice, whoever clears away
 * old files meanwhile. Confined to one thread.
 */
final class Buckets implements AutoCloseable {
    private static final int DIGEST_CHARACTERS = 32;
    private static final int UUID_CHARACTERS = 36;
    /** An odd number near 2^32 divided by the golden ratio: neighbours among hashes go to buckets far from each other. */
    private static final int SPREAD = 0x9E3779B9;

    private final Path directory;
    private final List<Field> fields;
    private final @Nullable RowWriter[] writers;

    Buckets(Path directory, int buckets, List<Field> fields) {
        this.directory = directory;
        this.fields = fields;
        this.writers = new RowWriter[buckets];
    }

    void write(Key key, @Nullable Object[] cells) throws IOException {
        int hash = key.hashCode() * SPREAD;
        int bucket = Math.floorMod(hash ^ (hash >>> 16), writers.length);
        RowWriter writer = writers[bucket];
        if (writer == null) {
            writer = new RowWriter(directory.resolve(bucket + ".parquet"), fields);
            writers[bucket] = writer;
        }
        writer.write(cells);
    }

    /** Ends the files and returns those that have rows. */
    List<RowFile> finish() throws IOException {
        List<RowFile> files = new ArrayList<>();
        for (int bucket = 0; bucket < writers.length; bucket++) {
            RowWriter writer = writers[bucket];
            if (writer != null) {
                RowFile file = writer.finish("");
                String rows = String.format(
                        Locale.ROOT, "part-%05d-of-%05d-%s-", bucket, writers.length, digest(file.local()));
                files.add(file.named(rows + UUID.randomUUID() + ".parquet"));
            }
        }
        return files;
    }

    /** Returns the part of a name that tells the bucket and the rows. */
    static String rowsOf(String name) {
        int own = name.length() - (UUID_CHARACTERS + ".parquet".length());
        return own > 0 ? name.substring(0, own) : name;
    }

    private static String digest(Path file) throws IOException {
        try (DigestInputStream stream = new DigestInputStream(Files.newInputStream(file), sha256())) {
            stream.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest()).substring(0, DIGEST_CHARACTERS);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        for (RowWriter writer : writers) {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
