package dev.scd2.snowflake;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.sql.Retries;
import dev.scd2.sql.StoreOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** A first load of many members, one observation each, in batches, as a process of its own. */
final class InitialLoad implements ChangeSource {
    static final String SCHEMA = "initial";
    static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("name", ColumnType.TEXT)
            .track("city", ColumnType.TEXT)
            .track("born", ColumnType.DATE)
            .track("premium", ColumnType.decimal(9, 2))
            .build();

    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private final int rows;
    private final int size;

    InitialLoad(int rows, int size) {
        this.rows = rows;
        this.size = size;
    }

    /** Loads; the arguments are the URL, how many rows there are, and how many go in a batch. */
    public static void main(String... arguments) {
        DataSource sessions = TestSnowflake.sessions(arguments[0]);
        InitialLoad load = new InitialLoad(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        StoreOptions options = StoreOptions.standard().withSchema(SCHEMA);
        try (SnowflakeStore store = SnowflakeStore.open(sessions, MEMBER, options, Retries.none())) {
            System.out.println(
                    Intake.of(load, History.of(store)).retries(0, Duration.ZERO).catchUp());
        }
        System.exit(0);
    }

    /** Returns what is said of member {@code i}. */
    static Observation member(int i) {
        return Observation.of(
                        Map.of(
                                "member_id", "M%09d".formatted(i),
                                "name", "Member number " + i,
                                "city", "City " + i % 997,
                                "born", LocalDate.ofEpochDay(i % 20_000),
                                "premium", BigDecimal.valueOf(i % 100_000, 2)),
                        START.plus(i % 1_000, ChronoUnit.DAYS),
                        Sequence.of(i))
                .withPosition(new Position("members", 0, i));
    }

    @Override
    public String name() {
        return "members";
    }

    @Override
    public Reader read(Progress progress) {
        int first = progress.reached("members", 0)
                .map(reached -> Math.toIntExact(reached.offset()) + 1)
                .orElse(0);
        return new Reader() {
            private int next = first;

            @Override
            public Optional<Batch> next(Duration atMost) {
                Batch.Builder batch = Batch.builder();
                for (int i = 0; i < size && next < rows; i++) {
                    batch.change(member(next++));
                }
                return Optional.of(batch.build());
            }

            @Override
            public boolean isCaughtUp() {
                return next == rows;
            }

            @Override
            public void close() {
                // There is nothing to give back.
            }
        };
    }
}
