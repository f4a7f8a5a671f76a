package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A bucket that lets others work before a given request, once. Confined to one thread. */
final class SlowBucket implements Bucket {
    private final Bucket bucket;
    private final Runnable others;
    private final int when;
    private int requests;

    /**
     * Makes the bucket.
     *
     * @param when  how many requests are made before {@code others} is run
     */
    SlowBucket(Bucket bucket, int when, Runnable others) {
        this.bucket = bucket;
        this.others = others;
        this.when = when;
    }

    /** Returns how many requests were made. */
    int requests() {
        return requests;
    }

    private Bucket asked() {
        if (requests++ == when) {
            others.run();
        }
        return bucket;
    }

    @Override
    public LakeLocation location() {
        return bucket.location();
    }

    @Override
    public void createIfMissing() {
        asked().createIfMissing();
    }

    @Override
    public List<StoredObject> list(String prefix) {
        return asked().list(prefix);
    }

    @Override
    public void put(String key, Path content) throws IOException {
        asked().put(key, content);
    }

    @Override
    public Optional<String> get(String key, Path target) throws IOException {
        return asked().get(key, target);
    }

    @Override
    public void delete(String key) {
        asked().delete(key);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
