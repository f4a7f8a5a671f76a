package dev.scd2.signals;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.error.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A source of batches that are given, each at one place of its partition. */
final class Members implements ChangeSource {
    static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .overwrite("fee", ColumnType.decimal(10, 2))
            .build();

    private final List<Batch> batches;
    private final BooleanSupplier fails;

    Members(List<Batch> batches, BooleanSupplier fails) {
        this.batches = batches;
        this.fails = fails;
    }

    static Members of(Batch... batches) {
        return new Members(List.of(batches), () -> false);
    }

    /** Five changes in two batches: three that are new, one that was said before, one whose plan is a number. */
    static Batch[] five() {
        Observation first = change(1, "M1", "gold", "2026-03-01T11:58:00Z");
        return new Batch[] {
            batch(0, first, change(2, "M2", "silver", "2026-03-01T11:59:00Z")),
            batch(1, first, change(3, "M2", "gold", "2026-03-01T11:59:30Z"), change(4, "M3", 7, "2026-03-01T11:59:10Z"))
        };
    }

    static Batch batch(int offset, Observation... changes) {
        return Batch.builder()
                .changes(List.of(changes))
                .reached(new Position("members", 0, offset))
                .build();
    }

    /** A change that holds from 2026 on, and was committed to the source at some time, or nobody knows when. */
    static Observation change(int sequence, String member, Object plan, @Nullable String committedAt) {
        return new Observation(
                Map.of("member_id", member, "plan", plan),
                Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(sequence)),
                Sequence.of(sequence),
                null,
                committedAt == null ? null : Instant.parse(committedAt));
    }

    @Override
    public String name() {
        return "members";
    }

    @Override
    public Reader read(Progress progress) {
        int first = progress.reached("members", 0)
                .map(reached -> (int) reached.offset() + 1)
                .orElse(0);
        return new Reader() {
            private int next = first;

            @Override
            public Optional<Batch> next(Duration atMost) {
                if (fails.getAsBoolean()) {
                    throw new SourceException("The members cannot be read.", new IllegalStateException("M1 is ill."));
                }
                return isCaughtUp() ? Optional.empty() : Optional.of(batches.get(next++));
            }

            @Override
            public boolean isCaughtUp() {
                return next == batches.size();
            }

            @Override
            public void close() {
                // There is nothing to give back.
            }
        };
    }
}
