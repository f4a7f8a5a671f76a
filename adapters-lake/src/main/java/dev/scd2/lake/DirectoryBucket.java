package dev.scd2.lake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Objects as files below a directory. A file is written under another name, brought to the disk, and then linked to its own
 * name, which fails where that is taken: so it appears whole and once, whoever else writes. Thread-safe.
 */
final class DirectoryBucket implements Bucket {
    /** Files under way; what a killed writer left here is no object. */
    static final String WRITING = ".writing";

    private final DirectoryLocation location;
    private final Path root;

    DirectoryBucket(DirectoryLocation location) {
        this.location = location;
        this.root = location.directory();
    }

    @Override
    public LakeLocation location() {
        return location;
    }

    @Override
    public void createIfMissing() {
        try {
            Files.createDirectories(root.resolve(WRITING));
        } catch (IOException e) {
            throw failed("make the directory", e);
        }
    }

    @Override
    public List<StoredObject> list(String prefix) {
        List<StoredObject> objects = new ArrayList<>();
        int top = prefix.indexOf('/');
        Path from = top < 0 ? root : root.resolve(prefix.substring(0, top));
        try {
            if (!Files.isDirectory(root)) {
                throw new NoSuchFileException(root.toString());
            }
            if (Files.isDirectory(from)) {
                Files.walkFileTree(from, new Listed(prefix, objects));
            }
            return objects;
        } catch (IOException e) {
            throw failed("list the files", e);
        }
    }

    @Override
    public void put(String key, Path content) throws IOException {
        if (!Files.isReadable(content)) {
            throw new NoSuchFileException(content.toString());
        }
        Path target = root.resolve(key);
        Path whole = root.resolve(WRITING).resolve(UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(whole.getParent());
            Files.createDirectories(target.getParent());
            Files.copy(content, whole);
            sync(whole, StandardOpenOption.WRITE);
            link(key, whole, target);
            for (Path above = target.getParent(); above != null && above.startsWith(root); above = above.getParent()) {
                syncDirectory(above);
            }
        } catch (IOException e) {
            throw failed("write " + key, e);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private void link(String key, Path whole, Path target) throws IOException {
        try {
            Files.createLink(target, whole);
        } catch (FileAlreadyExistsException taken) {
            if (Files.mismatch(whole, target) >= 0) {
                throw otherContent(key, location);
            }
        } catch (UnsupportedOperationException e) {
            throw new LakeException(
                    "The file system of " + root
                            + " has no hard links, so a lake cannot be kept there. Choose a directory"
                            + " on another one.",
                    e);
        }
    }

    static LakeException otherContent(String key, LakeLocation location) {
        return new LakeException("Another writer wrote " + key + " in " + location
                + " with other content. Only one program may write a topic into a lake.");
    }

    @Override
    public Optional<String> get(String key, Path target) throws IOException {
        try (InputStream source = Files.newInputStream(root.resolve(key))) {
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            if (e.getFile().equals(root.resolve(key).toString())) {
                return Optional.empty();
            }
            throw e;
        } catch (AccessDeniedException e) {
            throw failed("read " + key, e);
        }
        return Optional.of(Checksum.of(target));
    }

    @Override
    public void delete(String key) {
        try {
            Path target = root.resolve(key);
            if (Files.deleteIfExists(target)) {
                syncDirectory(target.getParent());
            }
        } catch (IOException e) {
            throw failed("remove " + key, e);
        }
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private static void sync(Path file, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, how)) {
            channel.force(true);
        }
    }

    /** Not every system can: then what a directory names comes to the disk when the system likes. */
    private static void syncDirectory(Path directory) {
        try {
            sync(directory, StandardOpenOption.READ);
        } catch (IOException notHere) {
            // as said above
        }
    }

    private LakeException failed(String what, IOException e) {
        String why = e instanceof NoSuchFileException
                ? "there is no " + e.getMessage()
                : e instanceof AccessDeniedException
                        ? "this user may not"
                        : e.getClass().getSimpleName() + ", " + e.getMessage();
        return new LakeException("Cannot " + what + " in " + location + ": " + why + ".", e);
    }

    /** Files that go while one looks are passed over. */
    private final class Listed extends SimpleFileVisitor<Path> {
        private final String prefix;
        private final List<StoredObject> objects;

        Listed(String prefix, List<StoredObject> objects) {
            this.prefix = prefix;
            this.objects = objects;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.endsWith(WRITING) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String key = root.relativize(file).toString().replace('\\', '/');
            if (key.startsWith(prefix)) {
                objects.add(new StoredObject(key, attributes.size()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
