package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Correction;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.DeletePolicy;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.SystemTime;
import dev.scd2.engine.History;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.sql.PlanSql;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import dev.scd2.tck.generate.Drawing;
import dev.scd2.tck.generate.Properties;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statements of a plan, run by hand, leave the versions that applying it leaves. */
class PlanSqlTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final StoreOptions APPLIED = StoreOptions.standard().withSchema("applied");
    private static final StoreOptions BY_HAND = StoreOptions.standard().withSchema("by hand");

    private static Dimension dimension(SystemTime systemTime) {
        return Dimension.named("mem\"ber")
                .key("id", ColumnType.TEXT)
                .track("plan name", ColumnType.TEXT)
                .track("share", ColumnType.decimal(9, 3))
                .track("born", ColumnType.DATE)
                .track("seen", ColumnType.TIMESTAMP)
                .track("seal", ColumnType.BYTES)
                .overwrite("rate", ColumnType.DOUBLE)
                .overwrite("active", ColumnType.BOOLEAN)
                .deletes(DeletePolicy.MARK)
                .systemTime(systemTime)
                .build();
    }

    @ParameterizedTest
    @EnumSource(SystemTime.class)
    void theStatementsLeaveTheVersionsThatApplyingLeaves(SystemTime systemTime) throws SQLException {
        long seed = Properties.seed();
        SplittableRandom random = new SplittableRandom(seed);
        Dimension dimension = dimension(systemTime);
        DataSource database = TestPostgres.database().dataSource();
        try (DimensionStore applied = PostgresStore.open(database, dimension, APPLIED);
                DimensionStore byHand = PostgresStore.open(database, dimension, BY_HAND)) {
            for (int i = 0; i < 40; i++) {
                MutationPlan plan = History.of(applied).apply(batch(random, i)).plan();
                execute(database, PlanSql.of(plan, dimension, PostgresDialect.INSTANCE, BY_HAND));
            }
            assertThat(rows(byHand)).as("seed %d", seed).isEqualTo(rows(applied));
            assertThat(rows(byHand)).hasSizeGreaterThan(10);
        }
    }

    private static void execute(DataSource database, List<String> statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
            }
        }
    }

    private static List<String> rows(DimensionStore store) {
        List<String> rows = new ArrayList<>();
        store.scan(history -> {
            List<StoredVersion> all = new ArrayList<>(history.versions());
            all.addAll(history.past());
            all.forEach(stored -> rows.add(stored.surrogate() + " " + stored.believed() + " " + stored.current() + " "
                    + stored.attributeHash() + " " + Drawing.of(List.of(stored.version()))));
        });
        rows.sort(null);
        return rows;
    }

    private static Batch batch(SplittableRandom random, int number) {
        Batch.Builder batch = Batch.builder().systemTime(START.plus(Duration.ofHours(number)));
        for (int i = 0; i < 3; i++) {
            Map<String, @Nullable Object> fields = new HashMap<>();
            fields.put("id", "it's " + random.nextInt(3));
            Instant from = START.plus(Duration.ofDays(random.nextInt(12)));
            Sequence sequence = Sequence.of(number, i);
            int kind = random.nextInt(5);
            if (kind == 0) {
                batch.change(Delete.of(fields, from, sequence).withSystemTime(recorded(random)));
                continue;
            }
            fields.put("plan name", random.nextBoolean() ? "o'clock; --" : null);
            fields.put("share", BigDecimal.valueOf(random.nextInt(3), 3));
            fields.put("born", LocalDate.of(1, 1, 1).plusDays(random.nextInt(2)));
            fields.put("seen", random.nextBoolean() ? from.plusNanos(1_000) : null);
            fields.put("seal", new byte[] {(byte) random.nextInt(2), -1});
            fields.put("rate", random.nextBoolean() ? Double.NaN : 1e-300);
            fields.put("active", random.nextBoolean());
            batch.change(
                    kind == 1
                            ? Correction.put(fields, from, from.plus(Duration.ofDays(2)), sequence)
                                    .withSystemTime(recorded(random))
                            : Observation.of(fields, from, sequence).withSystemTime(recorded(random)));
        }
        return batch.build();
    }

    private static Instant recorded(SplittableRandom random) {
        return START.plus(Duration.ofMinutes(random.nextInt(500)));
    }
}
