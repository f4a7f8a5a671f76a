package dev.scd2.examples.healthcare.pipeline;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of a run, for one process at a time. It remembers the preset and the seed, so that a run that goes on goes
 * on with the same. Confined to one thread.
 */
public final class WorkDirectory implements AutoCloseable {
    private static final String LOCK = ".payer-lock";
    private static final String SIMULATED = "simulated.txt";
    private static final String SIMULATED_NEXT = SIMULATED + ".next";
    /** What there can be without {@link #SIMULATED}, after a kill. */
    private static final Set<String> OURS = Set.of(LOCK, SIMULATED_NEXT);

    private final FileChannel channel;

    private WorkDirectory(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory of {@code config}.
     *
     * @param begin whether what an earlier run left there is deleted first
     * @throws PayerException if another run uses it, it was not made by payer, it belongs to another preset or seed, or it
     *     cannot be written
     */
    public static WorkDirectory take(PayerConfig config, Begin begin) {
        Path directory = config.directory();
        try {
            requireOurs(directory);
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                lock(channel, directory);
                if (begin == Begin.FRESH) {
                    clear(directory);
                }
                remember(config);
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
            return new WorkDirectory(channel);
        } catch (IOException e) {
            throw new PayerException(
                    "The directory " + directory + " cannot be used: " + e.getMessage()
                            + ". Choose another with --dir, or make room.",
                    e);
        }
    }

    /** Whether a run goes on or starts anew. */
    public enum Begin {
        /** Goes on with what is there. */
        CONTINUE,
        /** Deletes what is there. */
        FRESH
    }

    private static void lock(FileChannel channel, Path directory) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            lock = null;
        }
        if (lock == null) {
            throw new PayerException(
                    "Another run is using " + directory
                            + ". Wait until it ends, or choose another directory with --dir.",
                    null);
        }
    }

    /** The file that tells our directories from others goes last, so that what a killed one left is still ours. */
    private static void clear(Path directory) throws IOException {
        List<Path> below;
        try (Stream<Path> walk = Files.walk(directory)) {
            below = walk.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(directory)
                            && !path.equals(directory.resolve(LOCK))
                            && !path.equals(directory.resolve(SIMULATED)))
                    .toList();
        }
        for (Path path : below) {
            Files.deleteIfExists(path);
        }
        Files.deleteIfExists(directory.resolve(SIMULATED));
    }

    private static void requireOurs(Path directory) throws IOException {
        if (!Files.isDirectory(directory) || Files.exists(directory.resolve(SIMULATED))) {
            return;
        }
        try (Stream<Path> list = Files.list(directory)) {
            if (!list.allMatch(path -> OURS.contains(path.getFileName().toString()))) {
                throw new PayerException(
                        "The directory " + directory + " was not made by payer, and is left as it is."
                                + " Choose another with --dir.",
                        null);
            }
        }
    }

    private static void remember(PayerConfig config) throws IOException {
        Path file = config.directory().resolve(SIMULATED);
        String simulated = "preset " + config.preset().label() + ", seed " + config.seed();
        if (!Files.exists(file)) {
            Path whole = config.directory().resolve(SIMULATED_NEXT);
            Files.writeString(whole, simulated);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } else if (!Files.readString(file).equals(simulated)) {
            throw new PayerException(
                    "The directory " + config.directory() + " holds " + Files.readString(file)
                            + ", and this run asks for " + simulated
                            + ". Start anew with --fresh, or choose another directory with --dir.",
                    null);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PayerException("The directory lock cannot be given back: " + e.getMessage(), e);
        }
    }
}
