package dev.scd2.delta;

import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.LakeObjects;
import dev.scd2.timeline.Instants;
import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads any version of a table through delta-kernel, as canonical values by column. Confined to one thread. */
final class TableReader implements AutoCloseable {
    private final LakeObjects objects;
    private final Engine engine;

    TableReader(LakeLocation location, Path cache) throws IOException {
        Files.createDirectories(cache);
        this.objects = LakeObjects.open(location);
        this.engine = new DeltaFormat(objects, cache).engine();
    }

    Snapshot latest() {
        return TableManager.loadSnapshot(LakeFileIo.ROOT).build(engine);
    }

    Snapshot at(long version) {
        return TableManager.loadSnapshot(LakeFileIo.ROOT).atVersion(version).build(engine);
    }

    /** Returns the keys of the files of a version. */
    Set<String> files(long version) throws IOException {
        Set<String> keys = new HashSet<>();
        try (CloseableIterator<FilteredColumnarBatch> files =
                at(version).getScanBuilder().build().getScanFiles(engine)) {
            while (files.hasNext()) {
                try (CloseableIterator<Row> file = files.next().getRows()) {
                    while (file.hasNext()) {
                        String path = InternalScanFileUtils.getAddFileStatus(file.next())
                                .getPath();
                        keys.add(path.substring(LakeFileIo.ROOT.length() + 1));
                    }
                }
            }
        }
        return keys;
    }

    List<Map<String, Object>> rows(long version) throws IOException {
        return rows(at(version), Optional.empty());
    }

    /** Returns the rows of the files that {@code filter} does not rule out. */
    List<Map<String, Object>> rows(Snapshot snapshot, Optional<Predicate> filter) throws IOException {
        Scan scan = filter.map(given -> snapshot.getScanBuilder().withFilter(given))
                .orElseGet(snapshot::getScanBuilder)
                .build();
        List<Field> fields = DeltaTypes.fields(snapshot.getSchema()).orElseThrow();
        Row state = scan.getScanState(engine);
        StructType schema = ScanStateRow.getPhysicalDataReadSchema(state);
        List<Map<String, Object>> rows = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
            while (files.hasNext()) {
                try (CloseableIterator<Row> file = files.next().getRows()) {
                    while (file.hasNext()) {
                        read(file.next(), state, schema, fields, rows);
                    }
                }
            }
        }
        return rows;
    }

    private void read(Row file, Row state, StructType schema, List<Field> fields, List<Map<String, Object>> rows)
            throws IOException {
        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
        try (CloseableIterator<FileReadResult> results = engine.getParquetHandler()
                        .readParquetFiles(LakeFileIo.iterator(List.of(status)), schema, Optional.empty());
                CloseableIterator<FilteredColumnarBatch> batches =
                        Scan.transformPhysicalData(engine, state, file, results.map(FileReadResult::getData))) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> read = batches.next().getRows()) {
                    while (read.hasNext()) {
                        rows.add(values(read.next(), fields));
                    }
                }
            }
        }
    }

    private static Map<String, Object> values(Row row, List<Field> fields) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            values.put(
                    fields.get(i).name(),
                    row.isNullAt(i) ? null : value(row, i, fields.get(i).type()));
        }
        return values;
    }

    private static Object value(Row row, int i, ColumnType type) {
        return switch (type.kind()) {
            case TEXT -> row.getString(i);
            case LONG -> row.getLong(i);
            case DECIMAL -> row.getDecimal(i);
            case DOUBLE -> row.getDouble(i);
            case BOOLEAN -> row.getBoolean(i);
            case DATE -> LocalDate.ofEpochDay(row.getInt(i));
            case TIMESTAMP -> Instants.ofMicros(row.getLong(i));
            case BYTES -> Bytes.of(row.getBinary(i));
        };
    }

    @Override
    public void close() {
        objects.close();
    }

    /** Returns the keys of all objects of a table, also of those that belong to no version. */
    static List<String> keys(LakeLocation place) {
        try (LakeObjects objects = LakeObjects.open(place)) {
            return List.copyOf(objects.list("").keySet());
        }
    }
}
