package dev.scd2.sql.cases;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Changes that come in the order of their sequence, and begin at any of 120 hours. Confined to one thread. */
final class LateChanges {
    static final Instant START = Instant.parse("2026-03-06T00:00:00Z");

    private final Random random;
    private final Dimension dimension;
    private long said;

    LateChanges(Random random) {
        this.random = random;
        this.dimension = Dimension.named("plan")
                .key("code", ColumnType.TEXT)
                .key("part", ColumnType.LONG)
                .track("tier", ColumnType.LONG)
                .track("name", ColumnType.TEXT)
                .overwrite("phone", ColumnType.TEXT)
                .deletes(random.nextBoolean() ? DeletePolicy.CLOSE : DeletePolicy.MARK)
                .systemTime(random.nextInt(3) == 0 ? SystemTime.LOAD : SystemTime.NONE)
                .build();
    }

    Dimension dimension() {
        return dimension;
    }

    /** Returns the next batch, of one to three changes. */
    Batch next() {
        Batch.Builder batch = Batch.builder().loadId("load " + said).systemTime(START.plusSeconds(said));
        int size = 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            said++;
            batch.change(change().withPosition(new Position("plans", 0, said)));
        }
        return batch.build();
    }

    private Change change() {
        Map<String, Object> row = new HashMap<>();
        row.put("code", "c" + random.nextInt(3));
        row.put("part", (long) random.nextInt(2));
        Instant from = START.plusSeconds(3_600L * random.nextInt(120));
        Instant to = from.plusSeconds(3_600L * (1 + random.nextInt(30)));
        Sequence sequence = Sequence.of(said);
        int kind = random.nextInt(10);
        if (kind <= 1) {
            return Delete.of(row, from, sequence);
        }
        if (kind == 2) {
            return Correction.absence(row, from, to, sequence);
        }
        row.put("tier", (long) random.nextInt(3));
        if (kind == 3) {
            return Correction.put(row, from, to, sequence);
        }
        if (kind == 4) {
            return Patch.of(row, from, sequence);
        }
        row.put("name", "n" + random.nextInt(2));
        row.put("phone", "p" + random.nextInt(2));
        return Observation.of(row, from, sequence);
    }
}
