package dev.scd2.delta;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import java.time.Instant;
import java.util.Map;

/** Members and where they live, the dimension that these tests publish. */
final class Members {
    static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00.000001Z");

    private Members() {}

    static Dimension member() {
        return Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("city", ColumnType.TEXT)
                .allowNewColumns()
                .build();
    }

    /** Returns a batch that says of the members numbered so where they live from an instant on. */
    static Batch batch(int from, int to, String city, Instant at) {
        Batch.Builder batch = Batch.builder();
        for (int i = from; i < to; i++) {
            batch.change(Observation.of(Map.of("member_id", "M" + i, "city", city), at, Sequence.of(1)));
        }
        return batch.build();
    }
}
