package dev.scd2.lake.landing;

import dev.scd2.change.Sequence;
import dev.scd2.timeline.Instants;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that has come, and what is known of it before it is read.
 *
 * <p>Immutable.
 *
 * @param path where it is
 * @param stamp what was seen of it
 * @param manifest what stands beside it, if there is something
 * @param loadTime when it was made, as its manifest says, or else when it was last written
 */
record LandedFile(Path path, Stamp stamp, Optional<Manifest> manifest, Instant loadTime) {
    /** By load time, then by name. */
    static final Comparator<LandedFile> ORDER =
            Comparator.comparing(LandedFile::loadTime).thenComparing(LandedFile::name);

    private static final int BYTES_PER_PART = 7;

    /**
     * What is seen of a file and its manifest without reading them.
     *
     * @param size in bytes; -1 where there is none
     * @param written when it was last written
     * @param manifestWritten when its manifest was; the epoch where there is none
     */
    record Stamp(long size, Instant written, Instant manifestWritten) {
        static Stamp of(Path path) throws IOException {
            return new Stamp(Files.exists(path) ? Files.size(path) : -1, written(path), written(Manifest.of(path)));
        }

        private static Instant written(Path path) throws IOException {
            return Files.exists(path) ? Files.getLastModifiedTime(path).toInstant() : Instant.EPOCH;
        }
    }

    static LandedFile of(Path path, Stamp stamp, Optional<Manifest> manifest) throws UnreadableFile {
        Instant time = manifest.map(Manifest::loadTime).orElse(stamp.written());
        if (!Instants.isInRange(time)) {
            throw new UnreadableFile("its load time is outside " + Instants.MIN + " .. " + Instants.MAX + ".");
        }
        return new LandedFile(path, stamp, manifest, Instants.ofMicros(Instants.toMicros(time)));
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    /** Returns of which load it is: as its manifest says, or else its name. */
    String loadId() {
        return manifest.map(Manifest::loadId).orElse(name());
    }

    /** Returns the sequence before all rows of this file: ordered as files are, by load time and then by name. */
    Sequence sequence() {
        Sequence sequence = Sequence.of(Instants.toMicros(loadTime));
        byte[] name = name().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < name.length; i += BYTES_PER_PART) {
            long part = 0;
            for (int j = i; j < i + BYTES_PER_PART; j++) {
                part = part << Byte.SIZE | (j < name.length ? name[j] & 0xff : 0);
            }
            sequence = sequence.with(part);
        }
        return sequence;
    }

    /** Returns the checksum of its bytes, by which it is recognised under any name. */
    String sha256() throws IOException {
        DigestInputStream in = new DigestInputStream(Files.newInputStream(path), digest());
        try (in) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }

    RowFile open(FieldReader fields) throws UnreadableFile, IOException {
        InputStream content = new BufferedInputStream(Files.newInputStream(path));
        try {
            return RowFile.of(name(), content, fields);
        } catch (UnreadableFile | IOException | RuntimeException failure) {
            content.close();
            throw failure;
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }
}
