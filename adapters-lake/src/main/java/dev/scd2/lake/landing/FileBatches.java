package dev.scd2.lake.landing;

import dev.scd2.change.Batch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.error.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one file that was found whole. In partition 0 stands how many rows were read, and in partition 1, from the
 * last batch on, that they are all. Confined to one thread.
 */
final class FileBatches implements AutoCloseable {
    private final LandedFile file;
    private final RowMeaning meaning;
    private final RowFile rows;
    private final String source;
    private final Sequence sequence;
    private final long count;
    private final int batchRows;
    private long row;

    private FileBatches(LandedFile file, RowMeaning meaning, RowFile rows, String source, long count, int batchRows) {
        this.file = file;
        this.meaning = meaning;
        this.rows = rows;
        this.source = source;
        this.sequence = file.sequence();
        this.count = count;
        this.batchRows = batchRows;
    }

    /**
     * Reads the file to its end to see whether it is whole, and begins to read it behind the rows that were read already.
     *
     * @throws UnreadableFile if it is not whole
     */
    static FileBatches begin(
            LandedFile file,
            String sha256,
            FieldReader fields,
            RowMeaning meaning,
            String source,
            long readAlready,
            int batchRows)
            throws UnreadableFile, IOException {
        long count = requireWhole(file, sha256, fields, meaning);
        FileBatches batches = new FileBatches(file, meaning, file.open(fields), source, count, batchRows);
        while (batches.row < readAlready) {
            batches.next(rows -> {});
        }
        return batches;
    }

    private static long requireWhole(LandedFile file, String sha256, FieldReader fields, RowMeaning meaning)
            throws UnreadableFile, IOException {
        String told = file.manifest().map(Manifest::sha256).orElse(sha256);
        if (!told.equals(sha256)) {
            throw new UnreadableFile("its checksum is not that of its manifest.");
        }
        long count = 0;
        try (RowFile rows = file.open(fields)) {
            for (Map<String, @Nullable Object> row = rows.next(); row != null; row = rows.next()) {
                meaning.operationOf(row, rows.line());
                count++;
            }
        } catch (ZipException | EOFException broken) {
            throw new UnreadableFile("it is no whole gzip file.");
        }
        long expected = file.manifest().map(Manifest::rows).orElse(count);
        if (expected != count) {
            throw new UnreadableFile("it has " + count + " rows, and its manifest says " + expected + ".");
        }
        return count;
    }

    boolean isDone() {
        return row == count;
    }

    /** Returns the next batch; of a file without rows one without changes. */
    Batch next() throws UnreadableFile, IOException {
        Batch.Builder batch = Batch.builder().loadId(file.loadId()).systemTime(file.loadTime());
        for (int i = 0; i < batchRows && !isDone(); i++) {
            next(found -> {
                Position position = new Position(source, 0, row);
                meaning.changes(
                                meaning.operationOf(found, rows.line()),
                                found,
                                file.loadTime(),
                                sequence.with(row),
                                position)
                        .forEach(batch::change);
            });
        }
        requireUnchanged();
        batch.reached(new Position(source, 0, row));
        if (isDone()) {
            batch.reached(new Position(source, 1, count));
        }
        return batch.build();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private void next(RowUse use) throws UnreadableFile, IOException {
        Map<String, @Nullable Object> found = rows.next();
        if (found == null) {
            throw changed();
        }
        row++;
        use.of(found);
    }

    private void requireUnchanged() throws IOException {
        if (!LandedFile.Stamp.of(file.path()).equals(file.stamp())) {
            throw changed();
        }
    }

    private SourceException changed() {
        return new SourceException(
                "The file " + file.name()
                        + " changed while it was read. Write files under another name, and rename them"
                        + " when they are whole.",
                null);
    }

    /** What is done with a row. */
    @FunctionalInterface
    private interface RowUse {
        void of(Map<String, @Nullable Object> row) throws UnreadableFile;
    }
}
