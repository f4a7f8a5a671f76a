package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * The objects of a location, for what keeps files of another kind there, a table format for instance. Objects appear whole.
 * Thread-safe.
 *
 * <p>What fails outside is a {@link LakeException}; an {@code IOException} is about the local file that was given.
 */
public interface LakeObjects extends AutoCloseable {
    /** Opens what {@code location} names, without asking it anything. */
    static LakeObjects open(LakeLocation location) {
        return new BucketObjects(Bucket.of(location));
    }

    /** Returns where they are. */
    LakeLocation location();

    /** Makes the directory or the bucket where it is missing. */
    void createIfMissing();

    /** Returns the sizes in bytes of the objects whose keys begin with {@code prefix}, by key. It is no picture of one moment. */
    SortedMap<String, Long> list(String prefix);

    /**
     * Writes an object where there is none, atomically: of several writers one succeeds.
     *
     * @return whether it holds {@code content} now; also where it held that before, which may be the echo of our own write
     */
    boolean putIfAbsent(String key, Path content) throws IOException;

    /**
     * Copies an object to a local file, which is replaced.
     *
     * @return whether there is such an object
     */
    boolean get(String key, Path target) throws IOException;

    /** Removes an object, if it is there. */
    void delete(String key);

    @Override
    void close();
}
