package dev.scd2.snowflake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import java.time.Instant;
import java.util.Map;

/** The program of docs/snowflake-quickstart.md. */
public final class Quickstart {
    private Quickstart() {}

    public static void main(String... arguments) {
        Dimension member = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("city", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .build();
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(SnowflakeSessions.fromEnvironment());
        try (HikariDataSource sessions = new HikariDataSource(pool);
                SnowflakeStore store = SnowflakeStore.open(sessions, member)) {
            History history = History.of(store);
            history.apply(Batch.of(
                    said("2026-01-01T00:00:00Z", 1, "Albany", "gold"),
                    said("2026-03-01T00:00:00Z", 3, "Boston", "gold")));
            history.apply(Batch.of(said("2026-02-01T00:00:00Z", 2, "Albany", "silver"))); // comes late
            history.timeline(Map.of("member_id", "M1")).versions().forEach(System.out::println);
        }
    }

    private static Observation said(String from, int sequence, String city, String plan) {
        return Observation.of(
                Map.of("member_id", "M1", "city", city, "plan", plan), Instant.parse(from), Sequence.of(sequence));
    }
}
