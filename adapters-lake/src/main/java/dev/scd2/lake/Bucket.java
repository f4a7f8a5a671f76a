package dev.scd2.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The few things that a lake asks of where its objects are. Objects appear whole and are never changed. Thread-safe.
 *
 * <p>What fails outside is a {@link LakeException}; an {@code IOException} is about the local file that was given.
 */
interface Bucket extends AutoCloseable {
    /** Opens what {@code location} names, without asking it anything. */
    static Bucket of(LakeLocation location) {
        return location instanceof S3Location s3 ? new S3Bucket(s3) : new DirectoryBucket((DirectoryLocation) location);
    }

    LakeLocation location();

    void createIfMissing();

    /** Returns the objects whose keys begin with {@code prefix}. It is no picture of one moment: see {@link Listing}. */
    List<StoredObject> list(String prefix);

    /**
     * Writes an object that is not there yet. Where it is there with the same content all is well: it may be the echo of our
     * own write, or somebody who does the same.
     *
     * @throws LakeException if it is there with other content
     */
    void put(String key, Path content) throws IOException;

    /**
     * Copies an object to a file, which is replaced.
     *
     * @return a tag that changes with the content, or nothing where the object is not there
     */
    Optional<String> get(String key, Path target) throws IOException;

    /** Removes an object, if it is there. */
    void delete(String key);

    @Override
    void close();
}
