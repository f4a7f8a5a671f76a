package dev.scd2.delta;

import dev.scd2.lake.LakeException;
import dev.scd2.lake.LakeObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Data files on their way: written below a directory of their own, which goes at the end. Confined to one thread. */
final class Upload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

    private final LakeObjects objects;
    private final Path directory;
    private final List<String> sent = new ArrayList<>();

    Upload(LakeObjects objects, Path cache) throws IOException {
        this.objects = objects;
        this.directory = Files.createTempDirectory(cache, "publish");
    }

    Path directory() {
        return directory;
    }

    void send(List<RowFile> files) throws IOException {
        for (RowFile file : files) {
            if (!objects.putIfAbsent(file.key(), file.local())) {
                throw new LakeException("Another file is called " + file.key() + " in " + objects.location() + ".");
            }
            sent.add(file.key());
        }
    }

    /**
     * Commits a change with what was sent. Where it is known that nothing was committed the files go when this is closed;
     * else they stay, because they may be part of the table.
     */
    long commit(TableFormat format, @Nullable TableState base, TableChange change) {
        try {
            long version = format.commit(base, change);
            sent.clear();
            return version;
        } catch (LakeException unknown) {
            sent.clear();
            throw unknown;
        }
    }

    private void withdraw() {
        for (String key : sent) {
            try {
                objects.delete(key);
            } catch (LakeException e) {
                LOG.warn("A file of no commit stays in {} until the table is vacuumed.", objects.location(), e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        withdraw();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
