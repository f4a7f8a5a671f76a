package dev.scd2.delta;

import dev.scd2.lake.LakeObjects;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The files of the kernel as objects of a location. To the kernel the location is {@link #ROOT}, wherever it is. Objects come
 * as local copies, because Parquet is read from its end. Thread-safe.
 */
final class LakeFileIo implements FileIO {
    static final String ROOT = "lake:/table";

    private final LakeObjects objects;
    private final Path cache;

    LakeFileIo(LakeObjects objects, Path cache) {
        this.objects = objects;
        this.cache = cache;
    }

    private static String key(String path) {
        if (!path.startsWith(ROOT + "/")) {
            throw new IllegalArgumentException("The path " + path + " is not below the table.");
        }
        return path.substring(ROOT.length() + 1);
    }

    /** Times are not told: this module asks for versions by number only. */
    private static FileStatus status(String key, long bytes) {
        return FileStatus.of(ROOT + "/" + key, bytes, 0);
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        String from = key(path);
        String directory = from.substring(0, from.lastIndexOf('/') + 1);
        List<FileStatus> found = new ArrayList<>();
        objects.list(directory).tailMap(from).forEach((key, bytes) -> {
            if (key.indexOf('/', directory.length()) < 0) {
                found.add(status(key, bytes));
            }
        });
        if (found.isEmpty()) {
            throw new FileNotFoundException("There is nothing from " + from + " on.");
        }
        return iterator(found);
    }

    static <T> CloseableIterator<T> iterator(List<T> list) {
        Iterator<T> iterator = list.iterator();
        return new CloseableIterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public T next() {
                return iterator.next();
            }

            @Override
            public void close() {
                // Nothing is held open.
            }
        };
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        String key = key(path);
        Long bytes = objects.list(key).get(key);
        if (bytes == null) {
            throw new FileNotFoundException("There is no " + key + ".");
        }
        return status(key, bytes);
    }

    @Override
    public String resolvePath(String path) {
        return path;
    }

    @Override
    public boolean mkdirs(String path) {
        return true;
    }

    @Override
    public InputFile newInputFile(String path, long bytes) {
        return new InputFile() {
            @Override
            public long length() throws IOException {
                return bytes > 0 ? bytes : getFileStatus(path).getSize();
            }

            @Override
            public String path() {
                return path;
            }

            @Override
            public SeekableInputStream newStream() throws IOException {
                Path copy = temporary();
                if (!objects.get(key(path), copy)) {
                    Files.deleteIfExists(copy);
                    throw new FileNotFoundException("There is no " + key(path) + ".");
                }
                return new LocalCopy(copy);
            }
        };
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new LakeOutputFile(path, this::temporary, (content, overwrite) -> put(key(path), content, overwrite));
    }

    /** What may be overwritten is a hint about the log, whose loss costs a reader a look at more files. */
    private boolean put(String key, Path content, boolean overwrite) throws IOException {
        if (overwrite) {
            objects.delete(key);
        }
        return objects.putIfAbsent(key, content) || overwrite;
    }

    private Path temporary() throws IOException {
        return Files.createTempFile(cache, "delta", ".part");
    }

    @Override
    public boolean delete(String path) {
        objects.delete(key(path));
        return true;
    }

    @Override
    public Optional<String> getConf(String name) {
        return Optional.empty();
    }

    @Override
    public void copyFileAtomically(String from, String to, boolean overwrite) {
        throw new UnsupportedOperationException("Tables of a catalog are not written here.");
    }
}
