package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.lake.LakeRow;
import dev.scd2.lake.ParquetLake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers messages by entity and partition, so that files are not too small. Memory is bounded: of each partition at most
 * {@code limit} messages are held. Confined to one thread.
 */
final class LandingBuffer {
    private final ParquetLake lake;
    private final int limit;
    private final Map<String, Map<Integer, List<LakeRow>>> held = new TreeMap<>();

    LandingBuffer(ParquetLake lake, int limit) {
        this.lake = lake;
        this.limit = limit;
    }

    void add(String entity, LakeRow row) {
        List<LakeRow> rows = held.computeIfAbsent(entity, e -> new TreeMap<>())
                .computeIfAbsent(row.partition(), p -> new ArrayList<>());
        rows.add(row);
        if (rows.size() >= limit) {
            lake.append(entity, rows);
            rows.clear();
        }
    }

    void flush() {
        held.forEach((entity, partitions) -> partitions.values().forEach(rows -> {
            if (!rows.isEmpty()) {
                lake.append(entity, rows);
                rows.clear();
            }
        }));
    }
}
