package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.Delete;
import dev.scd2.change.Observation;
import dev.scd2.change.Patch;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.Bytes;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.ConcurrentCommitException;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.sql.ColumnNames;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoreTransaction;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckDbStoreTest {
    private static final Instant T1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T2 = Instant.parse("2026-02-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    @TempDir
    Path directory;

    @Test
    void keepsItsHistoryWhenTheFileIsOpenedAgain() {
        try (DuckDbStore store = DuckDbStore.open(file(), MEMBER)) {
            History.of(store).apply(Batch.of(says("M1", "gold", T1, 1), says("M1", "silver", T2, 2)));
        }
        try (DuckDbStore store = DuckDbStore.open(file(), MEMBER)) {
            assertThat(History.of(store).timeline(Map.of("member_id", "M1")).versions())
                    .hasSize(2);
            History.of(store).apply(Batch.of(says("M1", "bronze", T2.plusSeconds(1), 3)));
            assertThat(Verification.of(store).isClean()).isTrue();
            assertThat(Verification.of(store).versions()).isEqualTo(3);
        }
    }

    @Test
    void readsBackEveryTypeAtItsEdges() {
        Dimension all = Dimension.named("all types")
                .key("id", ColumnType.LONG)
                .key("since", ColumnType.TIMESTAMP)
                .track("text", ColumnType.TEXT)
                .track("number", ColumnType.LONG)
                .track("exact", ColumnType.decimal(38, 9))
                .track("rough", ColumnType.DOUBLE)
                .track("truth", ColumnType.BOOLEAN)
                .track("day", ColumnType.DATE)
                .track("moment", ColumnType.TIMESTAMP)
                .track("raw", ColumnType.BYTES)
                .build();
        Instant first = Instant.parse("0001-01-01T00:00:00Z");
        Instant last = Instant.parse("9999-12-30T23:59:59.999999Z");
        List<Change> changes = new ArrayList<>();
        BigDecimal widest = new BigDecimal("12345678901234567890123456789.123456789");
        List<Map<String, Object>> rows = List.of(
                fields("a\u0000\"'\\\t\n\r,é😀", Long.MIN_VALUE, widest, Double.NaN, true, first, new byte[] {0, -1, 92
                }),
                fields("", Long.MAX_VALUE, widest.negate(), Double.NEGATIVE_INFINITY, false, last, new byte[0]),
                fields("\\N", 0L, BigDecimal.ZERO, Double.MIN_VALUE, true, first.plusNanos(1_000), new byte[] {10}),
                fields(null, null, null, null, null, null, null));
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> row = new HashMap<>(rows.get(i));
            row.put("id", (long) i);
            row.put("since", i == 0 ? first : last);
            changes.add(Observation.of(row, i == 1 ? last : first, Sequence.of(i)));
        }
        Batch batch = Batch.builder().changes(changes).build();
        InMemoryStore expected = InMemoryStore.of(all);
        History.of(expected).apply(batch);
        try (DuckDbStore store = DuckDbStore.open(file(), all)) {
            History.of(store).apply(batch);
            assertThat(contents(store)).isEqualTo(contents(expected));
            assertThat(Verification.of(store).isClean()).isTrue();
            List<Object> inForce = new ArrayList<>();
            store.asOf(last, inForce::add);
            assertThat(inForce).hasSize(4);
        }
    }

    private static Map<String, Object> fields(
            String text, Long number, BigDecimal exact, Double rough, Boolean truth, Instant moment, byte[] raw) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("text", text);
        fields.put("number", number);
        fields.put("exact", exact);
        fields.put("rough", rough);
        fields.put("truth", truth);
        fields.put("day", moment == null ? null : LocalDate.ofInstant(moment, java.time.ZoneOffset.UTC));
        fields.put("moment", moment);
        fields.put("raw", raw == null ? null : Bytes.of(raw));
        return fields;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void holdsWhatTheStoreInMemoryHoldsAfterRandomBatches(long seed) {
        Random random = new Random(seed);
        Dimension.Builder builder = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .key("part", ColumnType.LONG)
                .track("plan", ColumnType.TEXT)
                .track("tier", ColumnType.LONG);
        Dimension dimension = (seed % 2 == 0 ? builder.overwrite("phone", ColumnType.TEXT) : builder).build();
        InMemoryStore expected = InMemoryStore.of(dimension);
        try (DuckDbStore store = DuckDbStore.open(file(), dimension)) {
            for (int batch = 0; batch < 12; batch++) {
                Batch.Builder changes = Batch.builder().loadId("load");
                for (int i = 0; i < 40; i++) {
                    changes.change(randomChange(random));
                }
                changes.reached(new Position("topic", 0, random.nextInt(1_000)));
                Batch made = changes.build();
                var wanted = History.of(expected).apply(made);
                var got = History.of(store).apply(made);
                assertThat(got.accepted()).as("seed %s", seed).isEqualTo(wanted.accepted());
                assertThat(contents(store)).as("seed %s", seed).isEqualTo(contents(expected));
            }
            assertThat(store.quarantine()).as("seed %s", seed).isEqualTo(expected.quarantine());
            assertThat(store.reached("topic", 0)).isEqualTo(expected.reached("topic", 0));
            assertThat(store.reached("topic", 1)).isEmpty();
            assertThat(Verification.of(store).isClean()).isTrue();
            for (KeyHistory history : contents(expected)) {
                assertThat(store.history(history.key()).versions()).isEqualTo(history.versions());
            }
        }
    }

    private static Change randomChange(Random random) {
        Map<String, Object> row = new HashMap<>();
        row.put("member_id", "M" + random.nextInt(8) + (random.nextBoolean() ? "\uFFFD" : "😀"));
        row.put("part", (long) random.nextInt(2));
        Instant at = T1.plusSeconds(random.nextInt(30));
        Sequence sequence = Sequence.of(1, random.nextInt(200));
        int kind = random.nextInt(10);
        if (kind == 0) {
            return Delete.of(row, at, sequence);
        }
        row.put("plan", random.nextInt(4) == 0 ? null : "plan " + random.nextInt(3));
        if (kind < 4) {
            return Patch.of(row, at, sequence);
        }
        row.put("tier", (long) random.nextInt(3));
        row.put("phone", "555-" + random.nextInt(3));
        if (kind < 9) {
            row.remove("phone");
        }
        return Observation.of(row, at, sequence);
    }

    @Test
    void leavesNothingBehindWhenATransactionIsNotCommitted() {
        try (DuckDbStore store = DuckDbStore.open(file(), MEMBER)) {
            History.of(store).apply(Batch.of(says("M1", "gold", T1, 1)));
            List<KeyHistory> before = contents(store);
            var plan = History.of(store)
                    .plan(Batch.builder()
                            .change(says("M1", "silver", T2, 2))
                            .change(says("M2", "gold", T2, 3))
                            .reached(new Position("topic", 0, 7))
                            .build());
            try (StoreTransaction transaction = store.begin()) {
                transaction.write(plan.plan().withSurrogates(transaction.reserveSurrogates(2)));
            }
            assertThat(contents(store)).isEqualTo(before);
            assertThat(store.reached("topic", 0)).isEmpty();
            try (StoreTransaction transaction = store.begin()) {
                assertThat(transaction.reserveSurrogates(1)).isEqualTo(2);
            }
        }
    }

    @Test
    void writersInSeveralThreadsLoseNothing() throws Exception {
        try (DuckDbStore store = DuckDbStore.open(file(), MEMBER)) {
            int threads = 4;
            ExecutorService writers = Executors.newFixedThreadPool(threads);
            try {
                List<Callable<Object>> jobs = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    int thread = t;
                    jobs.add(() -> {
                        for (int i = 0; i < 10; i++) {
                            int at = i * threads + thread;
                            History.of(store).apply(Batch.of(says("M" + at % 3, "plan " + at, T1.plusSeconds(at), at)));
                        }
                        return thread;
                    });
                }
                for (Future<Object> done : writers.invokeAll(jobs)) {
                    done.get();
                }
            } finally {
                writers.shutdownNow();
            }
            Verification verification = Verification.of(store);
            assertThat(verification.isClean()).as(verification.toString()).isTrue();
            assertThat(verification.versions()).isEqualTo(40);
        }
    }

    @Test
    void secondStoreOnTheSameDimensionIsRefusedWhileTheFirstWrites() {
        try (DuckDbStore store = DuckDbStore.open(file(), MEMBER);
                DuckDbStore other = DuckDbStore.open(file(), MEMBER)) {
            try (StoreTransaction writing = store.begin()) {
                assertThatThrownBy(other::begin).isInstanceOf(ConcurrentCommitException.class);
                assertThatThrownBy(store::begin).isInstanceOf(ConcurrentCommitException.class);
                writing.commit();
            }
            History.of(other).apply(Batch.of(says("M1", "gold", T1, 1)));
            assertThat(contents(store)).hasSize(1);
        }
    }

    @Test
    void joinsTheTransactionOfTheCaller() throws SQLException {
        try (Connection connection = DuckDbStore.connect(file())) {
            DuckDbStore.on(connection, MEMBER).close();
            connection.setAutoCommit(false);
            DuckDbStore joining = DuckDbStore.joining(connection, MEMBER);
            History.of(joining).apply(Batch.of(says("M1", "gold", T1, 1)));
            assertThat(contents(joining)).hasSize(1);
            assertThat(contents(DuckDbStore.on(connection, MEMBER))).isEmpty();
            connection.rollback();
            assertThat(contents(joining)).isEmpty();
            History.of(joining).apply(Batch.of(says("M1", "gold", T1, 1)));
            History.of(joining).apply(Batch.of(says("M1", "silver", T2, 2)));
            joining.close();
            connection.commit();
            assertThat(contents(DuckDbStore.on(connection, MEMBER)).get(0).versions())
                    .hasSize(2);
        }
    }

    @Test
    void refusesADimensionThatIsStoredWithOtherColumns() {
        DuckDbStore.open(file(), MEMBER).close();
        Dimension other = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.LONG)
                .build();
        assertThatThrownBy(() -> DuckDbStore.open(file(), other))
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("plan text")
                .hasMessageContaining("plan long");
    }

    @Test
    void refusesColumnsThatTheTableNeedsItself() {
        Dimension clash = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("Valid_From", ColumnType.TEXT)
                .build();
        assertThatThrownBy(() -> DuckDbStore.open(file(), clash))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Valid_From");
        StoreOptions kimball =
                StoreOptions.standard().withColumns(ColumnNames.kimball()).withSchema("Mart \"1\"");
        try (DuckDbStore store = DuckDbStore.open(file(), clash, kimball)) {
            assertThat(contents(store)).isEmpty();
        }
    }

    @Test
    void tableCanBeReadByPeople() throws SQLException {
        try (Connection connection = DuckDbStore.connect(file());
                DuckDbStore store = DuckDbStore.on(
                        connection, MEMBER, StoreOptions.standard().withColumns(ColumnNames.kimball()))) {
            History.of(store)
                    .apply(Batch.builder()
                            .loadId("load 1")
                            .change(says("M1", "gold", T1, 1))
                            .build());
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT member_sk, plan, current_flag, load_id, "
                                    + "validity_end_ts = TIMESTAMPTZ '9999-12-31 00:00:00+00', created_at IS NOT NULL FROM member")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(1);
                assertThat(row.getString(2)).isEqualTo("gold");
                assertThat(row.getBoolean(3)).isTrue();
                assertThat(row.getString(4)).isEqualTo("load 1");
                assertThat(row.getBoolean(5)).isTrue();
                assertThat(row.getBoolean(6)).isTrue();
            }
        }
    }

    private Path file() {
        return directory.resolve("history.duckdb");
    }

    private static Observation says(String member, String plan, Instant at, long sequence) {
        return Observation.of(Map.of("member_id", member, "plan", plan), at, Sequence.of(sequence));
    }

    /** What a store holds, load ids and the order of evidence aside. */
    private static List<KeyHistory> contents(DimensionStore store) {
        List<KeyHistory> contents = new ArrayList<>();
        store.scan(history -> {
            assertThat(new HashSet<>(history.evidence())).hasSameSizeAs(history.evidence());
            List<dev.scd2.store.Evidence> ordered = new ArrayList<>(history.evidence());
            ordered.sort(java.util.Comparator.comparing(dev.scd2.store.Evidence::sequence)
                    .thenComparing(dev.scd2.store.Evidence::validFrom));
            contents.add(new KeyHistory(history.key(), history.since(), history.versions(), ordered));
        });
        return contents;
    }
}
