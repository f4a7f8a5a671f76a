package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What all manifests of a lake say together. Immutable.
 *
 * @param keys  where they lie
 * @param entries  what they say of a file; one that was replaced or dropped may be among them
 * @param dropped  offsets that were given up on purpose
 * @param disagreed  files of which two manifests say different things
 */
record Manifests(
        List<String> keys, Map<LakeFile, ManifestEntry> entries, List<OffsetRange> dropped, List<LakeFile> disagreed) {
    private static final int MOST_LOOKS = 100;

    /**
     * Reads them, each with one request.
     *
     * @param cache  a local directory for files under way
     * @throws LakeException if one cannot be read or trusted
     */
    static Manifests read(Bucket bucket, Path cache) {
        return read(bucket, cache, failure -> {
            throw failure;
        });
    }

    /** Reads them like {@link #read(Bucket, Path)}, and gives {@code failed} what cannot be trusted. */
    static Manifests read(Bucket bucket, Path cache, Consumer<LakeException> failed) {
        for (int look = 0; look < MOST_LOOKS; look++) {
            Optional<Manifests> all = readOnce(bucket, cache, failed);
            if (all.isPresent()) {
                return all.get();
            }
        }
        throw new LakeException("The manifests of " + bucket.location() + " were folded while they were read, "
                + MOST_LOOKS + " times.");
    }

    /** Returns nothing where one went meanwhile: what it said stands in another that was not listed yet. */
    private static Optional<Manifests> readOnce(Bucket bucket, Path cache, Consumer<LakeException> failed) {
        List<String> keys = new ArrayList<>();
        Map<LakeFile, ManifestEntry> entries = new HashMap<>();
        List<OffsetRange> dropped = new ArrayList<>();
        List<LakeFile> disagreed = new ArrayList<>();
        for (StoredObject object : Listing.stable(bucket, LakeManifest.ROOT)) {
            Optional<byte[]> json = content(bucket, object.key(), cache);
            if (json.isEmpty()) {
                return Optional.empty();
            }
            keys.add(object.key());
            LakeManifest manifest;
            try {
                manifest = LakeManifest.read(object.key(), json.get(), bucket.location());
            } catch (LakeException untrusted) {
                failed.accept(untrusted);
                continue;
            }
            dropped.addAll(manifest.dropped());
            for (ManifestEntry entry : manifest.files()) {
                ManifestEntry other = entries.putIfAbsent(entry.file(), entry);
                if (other != null && !other.sha256().equals(entry.sha256())) {
                    disagreed.add(entry.file());
                }
            }
        }
        return Optional.of(new Manifests(keys, entries, dropped, disagreed));
    }

    /** Returns the content of a small object, or nothing where it is not there. */
    static Optional<byte[]> content(Bucket bucket, String key, Path cache) {
        try {
            Path copy = Files.createTempFile(cache, "manifest", ".json");
            try {
                return bucket.get(key, copy).isPresent() ? Optional.of(Files.readAllBytes(copy)) : Optional.empty();
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Writes one.
     *
     * @return its key
     */
    static String write(Bucket bucket, LakeManifest manifest, Path cache) {
        byte[] json = manifest.toJson();
        String key = manifest.key(json);
        put(bucket, key, json, cache);
        return key;
    }

    static void put(Bucket bucket, String key, byte[] content, Path cache) {
        try {
            Path local = Files.createTempFile(cache, "manifest", ".json");
            try {
                Files.write(local, content);
                bucket.put(key, local);
            } finally {
                Files.deleteIfExists(local);
            }
        } catch (IOException e) {
            throw new LakeException("The cache " + cache + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Compares a copy with what is said of the file.
     *
     * @throws LakeException if it has other bytes
     */
    void requireSame(LakeFile file, Path copy, LakeLocation location) throws IOException {
        ManifestEntry entry = entries.get(file);
        if (entry != null && !entry.sha256().equals(Checksum.of(copy))) {
            throw new LakeException("The file " + file.key() + " in " + location
                    + " has other bytes than its manifest says (SHA-256). Bring it back from a copy, or read its offsets from"
                    + " the topic again.");
        }
    }

    /** Writes one manifest in the place of all of these, about what is still there; then removes them. */
    void fold(Bucket bucket, Listing listing, Path cache) {
        List<ManifestEntry> files = entries.values().stream()
                .filter(entry -> listing.counted().containsKey(entry.file())
                        || !isDropped(entry.file())
                                && listing.counted().keySet().stream().noneMatch(wide -> wide.covers(entry.file())))
                .toList();
        String folded = write(
                bucket, new LakeManifest(files, dropped.stream().distinct().toList()), cache);
        keys.stream().filter(key -> !key.equals(folded)).forEach(bucket::delete);
    }

    boolean isDropped(LakeFile file) {
        return dropped.stream().anyMatch(range -> range.covers(file));
    }
}
