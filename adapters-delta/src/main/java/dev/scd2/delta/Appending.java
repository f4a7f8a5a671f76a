package dev.scd2.delta;

import dev.scd2.lake.LakeLocation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds rows to a table as one file, which is written once, however often the commit is tried. Confined to one thread. */
final class Appending {
    private final TableFormat format;
    private final Upload upload;
    private final GivenRows given;
    private final Iterable<? extends Map<String, ? extends @Nullable Object>> rows;
    private @Nullable List<RowFile> sent;

    Appending(
            TableFormat format,
            Upload upload,
            GivenRows given,
            Iterable<? extends Map<String, ? extends @Nullable Object>> rows) {
        this.format = format;
        this.upload = upload;
        this.given = given;
        this.rows = rows;
    }

    Publication commit(LakeLocation location, @Nullable TableState base, String feed, long position)
            throws IOException {
        if (base != null) {
            Contents.ofRows().require(base, location);
            SchemaChange.toRows(base.fields(), given.fields());
            OptionalLong reached = base.reached(feed);
            if (reached.isPresent() && reached.getAsLong() >= position) {
                return Publication.unchanged(base);
            }
        }
        List<RowFile> files = sent == null ? send() : sent;
        sent = files;
        TableChange change =
                new TableChange(given.fields(), Contents.ofRows().properties(), files, Set.of(), feed, position);
        long version = upload.commit(format, base, change);
        long count = files.stream().mapToLong(RowFile::rows).sum();
        return new Publication(
                version, true, files.size(), 0, base == null ? 0 : base.files().size(), count);
    }

    private List<RowFile> send() throws IOException {
        try (RowWriter writer = new RowWriter(upload.directory().resolve("rows.parquet"), given.fields())) {
            for (Map<String, ? extends @Nullable Object> row : rows) {
                writer.write(given.cells(row));
            }
            RowFile file = writer.finish("part-" + UUID.randomUUID() + ".parquet");
            List<RowFile> files = file.rows() == 0 ? List.of() : List.of(file);
            upload.send(files);
            return files;
        }
    }
}
