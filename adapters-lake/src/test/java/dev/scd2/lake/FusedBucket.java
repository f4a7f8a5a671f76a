package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A bucket that ends the work before a given change. Ending it between two changes is no different. Confined to one thread. */
final class FusedBucket implements Bucket {
    private final Bucket bucket;
    private final Runnable end;
    private final int fatal;
    private int changes;

    /**
     * Makes the bucket.
     *
     * @param fatal  how many changes are made before {@code end} is run
     */
    FusedBucket(Bucket bucket, int fatal, Runnable end) {
        this.bucket = bucket;
        this.fatal = fatal;
        this.end = end;
    }

    /** What stands for a kill in this process; nobody catches it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void change() {
        if (changes++ == fatal) {
            end.run();
        }
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
    public List<StoredObject> list(String prefix) {
        return bucket.list(prefix);
    }

    @Override
    public void put(String key, Path content) throws IOException {
        change();
        bucket.put(key, content);
    }

    @Override
    public Optional<String> get(String key, Path target) throws IOException {
        return bucket.get(key, target);
    }

    @Override
    public void delete(String key) {
        change();
        bucket.delete(key);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
