package dev.scd2.delta;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a table hold exactly the rows of some files: those whose rows it has already stay, the others change places. Confined
 * to one thread.
 */
final class Replacement {
    private final TableFormat format;
    private final Upload upload;
    private final @Nullable TableState base;

    Replacement(TableFormat format, Upload upload, @Nullable TableState base) {
        this.format = format;
        this.upload = upload;
        this.base = base;
    }

    Publication commit(
            List<Field> fields, Map<String, String> properties, List<RowFile> files, String feed, long position)
            throws IOException {
        Map<String, RowFile> added = new HashMap<>();
        files.forEach(file -> added.put(Buckets.rowsOf(file.key()), file));
        Set<String> removed = new HashSet<>();
        for (String held : base == null ? Set.<String>of() : base.files()) {
            if (added.remove(Buckets.rowsOf(held)) == null) {
                removed.add(held);
            }
        }
        int kept = files.size() - added.size();
        if (base != null && added.isEmpty() && removed.isEmpty() && !SchemaChange.toDimension(base.fields(), fields)) {
            return Publication.unchanged(base);
        }
        upload.send(List.copyOf(added.values()));
        TableChange change = new TableChange(fields, properties, List.copyOf(added.values()), removed, feed, position);
        long rows = added.values().stream().mapToLong(RowFile::rows).sum();
        long version = upload.commit(format, base, change);
        return new Publication(version, true, added.size(), removed.size(), kept, rows);
    }
}
