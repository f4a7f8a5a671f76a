package dev.scd2.postgres;

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
import dev.scd2.error.InvalidChangeException;
import dev.scd2.error.StoreException;
import dev.scd2.mutation.Insert;
import dev.scd2.mutation.MutationPlan;
import dev.scd2.sql.ColumnNames;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.Evidence;
import dev.scd2.store.KeyHistory;
import dev.scd2.store.StoreTransaction;
import dev.scd2.store.StoredVersion;
import dev.scd2.timeline.Interval;
import dev.scd2.timeline.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresStoreTest {
    private static final Instant T1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T2 = Instant.parse("2026-02-01T00:00:00Z");
    private static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    private static final TestPostgres POSTGRES = TestPostgres.inTimeZone("America/St_Johns");
    private static int schemas;

    private DataSource database;
    private StoreOptions options;

    @BeforeEach
    void chooseSchema() {
        database = POSTGRES.dataSource();
        options = StoreOptions.standard().withSchema("Schema " + ++schemas);
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
        BigDecimal widest = new BigDecimal("12345678901234567890123456789.123456789");
        List<Map<String, Object>> rows = List.of(
                fields("\\.\"'\\\t\n\r,é😀", Long.MIN_VALUE, widest, Double.NaN, true, first, new byte[] {0, -1, 92}),
                fields("", Long.MAX_VALUE, widest.negate(), Double.NEGATIVE_INFINITY, false, last, new byte[0]),
                fields("\\N", 0L, BigDecimal.ZERO, Double.MIN_VALUE, true, first.plusNanos(1_000), new byte[] {10}),
                fields(null, null, null, null, null, null, null));
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> row = new HashMap<>(rows.get(i));
            row.put("id", (long) i);
            row.put("since", i == 0 ? first : last);
            changes.add(Observation.of(row, i == 1 ? last : first, Sequence.of(i)));
        }
        Map<String, Object> beforeChrist = new HashMap<>(Map.of("id", 9L, "since", last));
        beforeChrist.put("day", LocalDate.of(-4000, 2, 29));
        changes.add(Patch.of(beforeChrist, first, Sequence.of(9)));
        Batch batch = Batch.builder().changes(changes).build();
        InMemoryStore expected = InMemoryStore.of(all);
        History.of(expected).apply(batch);
        PostgresStore store = PostgresStore.open(database, all, options);
        History.of(store).apply(batch);
        assertThat(contents(store)).isEqualTo(contents(expected));
        assertThat(Verification.of(store).isClean()).isTrue();
        List<Object> inForce = new ArrayList<>();
        store.asOf(last, inForce::add);
        assertThat(inForce).hasSize(5);
    }

    private static Map<String, Object> fields(
            String text, Long number, BigDecimal exact, Double rough, Boolean truth, Instant moment, byte[] raw) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("text", text);
        fields.put("number", number);
        fields.put("exact", exact);
        fields.put("rough", rough);
        fields.put("truth", truth);
        fields.put("day", moment == null ? null : LocalDate.ofInstant(moment, ZoneOffset.UTC));
        fields.put("moment", moment);
        fields.put("raw", raw == null ? null : Bytes.of(raw));
        return fields;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void holdsWhatTheStoreInMemoryHoldsAfterRandomBatches(long seed) {
        holdsWhatTheStoreInMemoryHolds(seed, 12, 40, 8);
    }

    /** More keys, and more rows of each kind, than are bound to a statement. */
    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void holdsWhatTheStoreInMemoryHoldsAfterRandomBatchesOfManyKeys(long seed) {
        holdsWhatTheStoreInMemoryHolds(seed, 3, 12_000, 1_500);
    }

    private void holdsWhatTheStoreInMemoryHolds(long seed, int batches, int size, int members) {
        Random random = new Random(seed);
        Dimension.Builder builder = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .key("part", ColumnType.LONG)
                .track("plan", ColumnType.TEXT)
                .track("tier", ColumnType.LONG);
        Dimension dimension = (seed % 2 == 0 ? builder.overwrite("phone", ColumnType.TEXT) : builder).build();
        InMemoryStore expected = InMemoryStore.of(dimension);
        PostgresStore store = PostgresStore.open(database, dimension, options);
        for (int batch = 0; batch < batches; batch++) {
            Batch.Builder changes = Batch.builder().loadId("load");
            for (int i = 0; i < size; i++) {
                changes.change(randomChange(random, members));
            }
            changes.reached(new Position("topic", 0, random.nextInt(1_000)));
            Batch made = changes.build();
            History.of(expected).apply(made);
            History.of(store).apply(made);
            assertThat(unnumbered(store)).as("seed %s", seed).isEqualTo(unnumbered(expected));
        }
        assertThat(store.quarantine()).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(expected.quarantine());
        assertThat(store.reached("topic", 0)).isEqualTo(expected.reached("topic", 0));
        assertThat(Verification.of(store).isClean()).isTrue();
    }

    private static Change randomChange(Random random, int members) {
        Map<String, Object> row = new HashMap<>();
        row.put("member_id", "M" + random.nextInt(members) + (random.nextBoolean() ? "\uFFFD" : "😀"));
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
        if (kind == 9) {
            row.put("phone", "555-" + random.nextInt(3));
        }
        return Observation.of(row, at, sequence);
    }

    @Test
    void leavesNothingBehindWhenATransactionIsNotCommitted() {
        PostgresStore store = PostgresStore.open(database, MEMBER, options);
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
    }

    @Test
    void writersInSeveralStoresAndThreadsWaitForEachOtherAndLoseNothing() throws Exception {
        PostgresStore.open(database, MEMBER, options);
        int threads = 4;
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Object>> jobs = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                jobs.add(() -> {
                    PostgresStore store = PostgresStore.open(database, MEMBER, options);
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
        Verification verification = Verification.of(PostgresStore.open(database, MEMBER, options));
        assertThat(verification.isClean()).as(verification.toString()).isTrue();
        assertThat(verification.versions()).isEqualTo(40);
    }

    @Test
    void tablesAreMadeOnceByStoresThatOpenTogether() throws Exception {
        ExecutorService openers = Executors.newFixedThreadPool(4);
        try {
            Callable<PostgresStore> open = () -> PostgresStore.open(database, MEMBER, options);
            for (Future<PostgresStore> opened : openers.invokeAll(List.of(open, open, open, open))) {
                assertThat(contents(opened.get())).isEmpty();
            }
        } finally {
            openers.shutdownNow();
        }
    }

    @Test
    void joinsTheTransactionOfTheCaller() throws SQLException {
        PostgresStore outside = PostgresStore.open(database, MEMBER, options);
        try (Connection connection = database.getConnection()) {
            PostgresStore joining = PostgresStore.joining(connection, MEMBER, options);
            assertThatThrownBy(joining::begin).hasMessageContaining("setAutoCommit(false)");
            connection.setAutoCommit(false);
            History.of(joining).apply(Batch.of(says("M1", "gold", T1, 1)));
            assertThat(contents(joining)).hasSize(1);
            assertThat(contents(outside)).isEmpty();
            connection.rollback();
            History.of(joining).apply(Batch.of(says("M1", "gold", T1, 1)));
            History.of(joining).apply(Batch.of(says("M1", "silver", T2, 2)));
            joining.close();
            connection.commit();
        }
        assertThat(contents(outside).get(0).versions()).hasSize(2);
    }

    @Test
    void refusesADimensionThatIsStoredWithOtherColumns() {
        PostgresStore.open(database, MEMBER, options);
        Dimension other = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .overwrite("plan", ColumnType.TEXT)
                .build();
        assertThatThrownBy(() -> PostgresStore.open(database, other, options))
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("track plan text")
                .hasMessageContaining("overwrite plan text");
        assertThatThrownBy(() -> PostgresStore.open(database, MEMBER, options.withColumns(ColumnNames.kimball())))
                .isInstanceOf(InvalidChangeException.class);
    }

    @Test
    void textWithANulCharacterFailsTheBatchAndNamesTheColumn() {
        PostgresStore store = PostgresStore.open(database, MEMBER, options);
        History history = History.of(store);
        assertThatThrownBy(() -> history.apply(Batch.of(says("M1", "gold", T1, 1), says("M2", "go\0ld", T1, 2))))
                .isInstanceOf(InvalidChangeException.class)
                .hasMessageContaining("column plan")
                .hasMessageNotContaining("go\0ld");
        assertThat(contents(store)).isEmpty();
        history.apply(Batch.of(says("M1", "gold", T1, 1)));
        assertThat(contents(store)).hasSize(1);
    }

    @Test
    void errorsOfTheServerAreToldWithoutValues() {
        PostgresStore store = PostgresStore.open(database, MEMBER, options);
        History.of(store).apply(Batch.of(says("secret-key", "gold", T1, 1)));
        Insert again = new Insert(
                7,
                MEMBER.key(Map.of("member_id", "secret-key")),
                Version.of(Interval.startingAt(T1), MEMBER.row(Map.of("plan", "secret-plan"))));
        MutationPlan twice =
                new MutationPlan("", List.of(again), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        try (StoreTransaction transaction = store.begin()) {
            assertThatThrownBy(() -> transaction.write(twice))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("write a batch of dimension member")
                    .satisfies(failure -> {
                        StringWriter trace = new StringWriter();
                        failure.printStackTrace(new PrintWriter(trace));
                        assertThat(trace.toString()).doesNotContain("secret");
                    });
        }
        assertThat(Verification.of(store).isClean()).isTrue();
    }

    @Test
    void serverThatCannotBeReachedIsNamed() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"127.0.0.1"});
        nowhere.setPortNumbers(new int[] {1});
        assertThatThrownBy(() -> PostgresStore.open(nowhere, MEMBER))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("127.0.0.1:1 refused");
    }

    @Test
    void whoMayNotCreateTablesCanOpenThoseThatAreThere() throws SQLException {
        PostgresStore.open(database, MEMBER, options);
        String schema = '"' + options.schema().orElseThrow() + '"';
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE writer LOGIN");
            statement.execute("GRANT USAGE ON SCHEMA " + schema + " TO writer");
            statement.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO writer");
        }
        PGSimpleDataSource plain = new PGSimpleDataSource();
        plain.setUrl(POSTGRES.jdbcUrl());
        plain.setUser("writer");
        PostgresStore store = PostgresStore.open(plain, MEMBER, options);
        History.of(store).apply(Batch.of(says("M1", "gold", T1, 1)));
        assertThat(contents(store)).hasSize(1);
    }

    private static Observation says(String member, String plan, Instant at, long sequence) {
        return Observation.of(Map.of("member_id", member, "plan", plan), at, Sequence.of(sequence));
    }

    /** What a store holds without its surrogates: a store reads keys, and so numbers versions, in an order of its own. */
    private static List<KeyHistory> unnumbered(DimensionStore store) {
        return contents(store).stream()
                .map(history -> new KeyHistory(
                        history.key(),
                        history.since(),
                        history.versions().stream()
                                .map(v -> new StoredVersion(
                                        0, v.key(), v.version(), v.current(), v.attributeHash(), v.loadId()))
                                .toList(),
                        history.evidence()))
                .toList();
    }

    /** What a store holds, the order of evidence aside. */
    private static List<KeyHistory> contents(DimensionStore store) {
        List<KeyHistory> contents = new ArrayList<>();
        store.scan(history -> {
            List<Evidence> ordered = new ArrayList<>(history.evidence());
            ordered.sort(Comparator.comparing(Evidence::sequence).thenComparing(Evidence::validFrom));
            contents.add(new KeyHistory(history.key(), history.since(), history.versions(), ordered));
        });
        return contents;
    }
}
