package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bucket in the midst of whose first listing something else happens. Confined to one thread. */
final class TornBucket implements Bucket {
    private final Bucket bucket;
    private final String fromKey;
    private Optional<Runnable> meanwhile;

    /**
     * Makes the bucket.
     *
     * @param fromKey  keys from this one on are listed after {@code meanwhile} has run
     */
    TornBucket(Bucket bucket, String fromKey, Runnable meanwhile) {
        this.bucket = bucket;
        this.fromKey = fromKey;
        this.meanwhile = Optional.of(meanwhile);
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
        List<StoredObject> objects = new ArrayList<>(bucket.list(prefix));
        objects.removeIf(object -> object.key().compareTo(fromKey) >= 0);
        meanwhile.ifPresent(Runnable::run);
        meanwhile = Optional.empty();
        bucket.list(prefix).stream()
                .filter(object -> object.key().compareTo(fromKey) >= 0)
                .forEach(objects::add);
        return objects;
    }

    @Override
    public void put(String key, Path content) throws IOException {
        bucket.put(key, content);
    }

    @Override
    public Optional<String> get(String key, Path target) throws IOException {
        return bucket.get(key, target);
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
