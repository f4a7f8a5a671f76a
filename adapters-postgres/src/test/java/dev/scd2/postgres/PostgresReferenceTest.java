package dev.scd2.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.dimension.Row;
import dev.scd2.engine.History;
import dev.scd2.engine.Verification;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.InvalidChangeException;
import dev.scd2.sql.StoreOptions;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresReferenceTest {
    private static final TestPostgres POSTGRES = TestPostgres.database();

    static List<Long> seeds() {
        return LongStream.range(0, Long.getLong("scd2.seeds", 12)).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void holdsWhatTheStoreInMemoryHolds(long seed) throws SQLException {
        RandomBatches batches = new RandomBatches(seed);
        InMemoryStore expected = InMemoryStore.of(batches.dimension());
        StoreOptions options = StoreOptions.standard().withSchema("seed_" + seed);
        try (Connection connection = POSTGRES.dataSource().getConnection();
                PostgresStore store = PostgresStore.open(POSTGRES.dataSource(), expected.dimension(), options)) {
            shareSecret(connection, expected, seed);
            for (int i = 0; i < 10; i++) {
                Batch batch = batches.next();
                Object wanted = outcome(expected, batch);
                Object planned = dry(store, batch);
                Object got = outcome(store, batch);
                assertThat(got).as("seed %s", seed).isEqualTo(wanted);
                assertThat(planned).as("seed %s", seed).isEqualTo(wanted);
                assertThat(contents(store)).as("seed %s, batch %s", seed, i).isEqualTo(contents(expected));
            }
            assertThat(new TreeSet<>(store.snapshots())).isEqualTo(new TreeSet<>(expected.snapshots()));
            assertThat(store.quarantine()).isEqualTo(expected.quarantine());
            assertThat(store.audit()).hasSameSizeAs(expected.audit());
            assertThat(store.state().generation()).isEqualTo(expected.state().generation());
            assertThat(store.state().lastSystemTime())
                    .isEqualTo(expected.state().lastSystemTime());
            for (int second = 0; second < 30; second += 4) {
                Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second);
                for (int known = 0; known < 30; known += 3) {
                    Instant knownAt = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(known);
                    List<String> wanted = new ArrayList<>();
                    List<String> got = new ArrayList<>();
                    expected.asOf(at, knownAt, v -> wanted.add(text(v)));
                    store.asOf(at, knownAt, v -> got.add(text(v)));
                    assertThat(got).isEqualTo(wanted);
                }
            }
            assertThat(Verification.of(store).isClean())
                    .as("%s", Verification.of(store))
                    .isEqualTo(Verification.of(expected).isClean());
        }
    }

    private static void shareSecret(Connection connection, InMemoryStore expected, long seed) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE seed_" + seed + ".scd2_dimension SET erasure_secret = '"
                    + expected.state().erasureSecret() + "'");
        }
    }

    private static Object outcome(DimensionStore store, Batch batch) {
        try {
            var result = History.of(store).apply(batch);
            return List.of(result.accepted(), result.replayed(), result.rejected());
        } catch (InvalidChangeException refused) {
            return refused.reason();
        }
    }

    private static Object dry(DimensionStore store, Batch batch) {
        try {
            var result = History.of(store).plan(batch);
            return List.of(result.accepted(), result.replayed(), result.rejected());
        } catch (InvalidChangeException refused) {
            return refused.reason();
        }
    }

    /** Surrogates are drawn in an order of their own, and tokens depend on the secret of the store. */
    private static List<String> contents(DimensionStore store) {
        List<String> contents = new ArrayList<>();
        store.scan(history -> {
            contents.add("key " + history.key().parts());
            history.versions().forEach(v -> contents.add(text(v)));
            history.past().stream().map(PostgresReferenceTest::text).sorted().forEach(contents::add);
            history.evidence().stream()
                    .map(e -> e.kind() + " " + e.spanId() + " " + e.validFrom() + " " + e.validTo() + " " + e.sequence()
                            + " " + cells(e.row()) + " " + e.systemTime() + " " + e.position())
                    .sorted()
                    .forEach(contents::add);
        });
        return contents;
    }

    private static String text(StoredVersion v) {
        return v.key().parts() + " " + v.version().interval() + v.version().deleted()
                + shown(v.version().row())
                + v.believed() + v.current() + v.attributeHash() + v.loadId();
    }

    private static String shown(Row row) {
        List<Object> cells = new ArrayList<>();
        for (int i = 0; i < row.width(); i++) {
            cells.add(row.value(i));
        }
        return cells.toString();
    }

    private static String cells(Row row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.width(); i++) {
            cells.add(
                    !row.isSaid(i)
                            ? "-"
                            : row.erasedToken(i).isPresent() ? "erased " + row.erasedToken(i) : "" + row.value(i));
        }
        return cells.toString();
    }
}
