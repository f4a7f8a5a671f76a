package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The objects of a bucket. Thread-safe. */
final class BucketObjects implements LakeObjects {
    private final Bucket bucket;

    BucketObjects(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public LakeLocation location() {
        return bucket.location();
    }

    @Override
    public void createIfMissing() {
        bucket.createIfMissing();
    }

    @Override
    public SortedMap<String, Long> list(String prefix) {
        SortedMap<String, Long> objects = new TreeMap<>();
        for (StoredObject object : bucket.list(prefix)) {
            objects.put(object.key(), object.bytes());
        }
        return objects;
    }

    @Override
    public boolean putIfAbsent(String key, Path content) throws IOException {
        try {
            bucket.put(key, content);
            return true;
        } catch (LakeException refused) {
            if (isTaken(key, content)) {
                return false;
            }
            throw refused;
        }
    }

    /** Whether another object is there, so that the refusal was about that; else the store failed. */
    private boolean isTaken(String key, Path content) throws IOException {
        Path there = Files.createTempFile(content.toAbsolutePath().getParent(), "there", ".part");
        try {
            return bucket.get(key, there).isPresent() && Files.mismatch(content, there) >= 0;
        } finally {
            Files.deleteIfExists(there);
        }
    }

    @Override
    public boolean get(String key, Path target) throws IOException {
        return bucket.get(key, target).isPresent();
    }

    @Override
    public void delete(String key) {
        bucket.delete(key);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
