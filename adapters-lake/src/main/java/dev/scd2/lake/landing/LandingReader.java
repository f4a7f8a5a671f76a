package dev.scd2.lake.landing;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.error.SourceException;
import dev.scd2.sql.internal.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a directory round by round, and in each reads what is new, in order. What is not whole is left alone, and
 * told at the end of the round. Confined to one thread.
 */
final class LandingReader implements ChangeSource.Reader {
    private final LandingDirectory source;
    private final ChangeSource.Progress progress;
    private final Pause pause;
    /** Files that need not be looked at again, as long as they look the same. */
    private final Map<Path, LandedFile.Stamp> settled = new HashMap<>();

    private final Map<Path, String> refused = new LinkedHashMap<>();
    private @Nullable Deque<LandedFile> queue;
    private @Nullable FileBatches current;
    private boolean caughtUp;

    LandingReader(LandingDirectory source, ChangeSource.Progress progress) {
        this.source = source;
        this.progress = progress;
        this.pause = new Pause(source.every());
    }

    @Override
    public Optional<Batch> next(Duration atMost) {
        if (!pause.isOver(atMost)) {
            return Optional.empty();
        }
        try {
            FileBatches file = current == null ? nextFile() : current;
            current = file;
            if (file == null) {
                endRound();
                return Optional.empty();
            }
            Batch batch = file.next();
            if (file.isDone()) {
                close();
            }
            return Optional.of(batch);
        } catch (IOException | UnreadableFile failure) {
            throw new SourceException(
                    "The directory " + source.directory() + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    @Override
    public boolean isCaughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        if (current != null) {
            try {
                current.close();
            } catch (IOException nothingWasWritten) {
                throw new SourceException("A file of " + source.directory() + " cannot be closed.", nothingWasWritten);
            } finally {
                current = null;
            }
        }
    }

    private @Nullable FileBatches nextFile() throws IOException {
        Deque<LandedFile> files = queue == null ? landed() : queue;
        queue = files;
        for (LandedFile file = files.poll(); file != null; file = files.poll()) {
            settled.put(file.path(), file.stamp());
            try {
                FileBatches begun = begin(file);
                if (begun != null) {
                    return begun;
                }
            } catch (UnreadableFile notWhole) {
                refused.put(file.path(), notWhole.getMessage());
            }
        }
        return null;
    }

    /** Returns nothing if the file was read before, under whatever name. */
    private @Nullable FileBatches begin(LandedFile file) throws UnreadableFile, IOException {
        String told = file.manifest().map(Manifest::sha256).orElse(null);
        if (told != null && isDone(told)) {
            return null;
        }
        String sha256 = file.sha256();
        if (isDone(sha256)) {
            return null;
        }
        String place = place(sha256);
        long read = progress.reached(place, 0).map(Position::offset).orElse(0L);
        return FileBatches.begin(file, sha256, source.fields(), source.meaning(), place, read, source.batchRows());
    }

    private boolean isDone(String sha256) {
        return progress.reached(place(sha256), 1).isPresent();
    }

    private String place(String sha256) {
        return source.name() + "/" + sha256;
    }

    private Deque<LandedFile> landed() throws IOException {
        List<Path> paths;
        try (Stream<Path> entries = Files.list(source.directory())) {
            paths = entries.filter(source::isMeant).sorted().toList();
        }
        List<LandedFile> files = new ArrayList<>();
        for (Path path : paths) {
            LandedFile.Stamp stamp = LandedFile.Stamp.of(path);
            if (!stamp.equals(settled.get(path))) {
                refused.remove(path);
                try {
                    Optional<Manifest> manifest = Manifest.read(path);
                    if (manifest.isPresent() || source.manifests() == LandingDirectory.Manifests.OPTIONAL) {
                        files.add(LandedFile.of(path, stamp, manifest));
                    }
                } catch (UnreadableFile unreadable) {
                    settled.put(path, stamp);
                    refused.put(path, unreadable.getMessage());
                }
            }
        }
        refused.keySet().retainAll(paths);
        files.sort(LandedFile.ORDER);
        return new ArrayDeque<>(files);
    }

    private void endRound() {
        queue = null;
        caughtUp = true;
        pause.begin();
        if (refused.isEmpty()) {
            return;
        }
        Map<Path, String> told = new LinkedHashMap<>(refused);
        refused.clear();
        if (source.report() != null) {
            told.forEach(source.report());
            return;
        }
        throw new SourceException(
                told.entrySet().stream()
                        .map(file -> file.getKey().getFileName() + " was not read: " + file.getValue())
                        .collect(Collectors.joining("\n")),
                null);
    }
}
