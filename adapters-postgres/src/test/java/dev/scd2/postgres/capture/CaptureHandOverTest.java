package dev.scd2.postgres.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.SourceException;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has what when: the rows from before the slot, the slot, the store, a server that goes. */
class CaptureHandOverTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private EmbeddedPostgres postgres;
    private Connection connection;
    private Statement sql;
    private final DimensionStore store = InMemoryStore.of(Told.ITEM);

    @BeforeEach
    void startServer() throws SQLException {
        start();
        RandomItems.createTable(sql, true);
    }

    @AfterEach
    void stopServer() throws SQLException {
        connection.close();
        postgres.close();
    }

    @Test
    void rowsFromBeforeTheSlotComeFromASnapshotThatMayBeBrokenOff() throws Exception {
        PostgresCapture capture =
                CaptureSourceTest.capture(postgres).initialSnapshot().build();
        try (RandomItems items = new RandomItems(postgres.dataSource(), 11, true)) {
            items.steps(150);
            items.settle();
            capture.prepare(connection);
            sql.execute("insert into shop.item values (100, 'gone before it ends', null)");
            items.steps(60);
            items.settle();
            CaptureSource source =
                    CaptureSource.of(capture, Told.ITEM).maxChanges(2).build();
            try (ChangeSource.Reader reader = source.read(store::reached)) {
                for (int taken = 0; taken < 3; ) {
                    taken += take(reader).isPresent() ? 1 : 0;
                }
                assertThat(reader.isCaughtUp()).isFalse();
            }
            assertThat(store.reached("shop.item", 0)).as("not done").isEmpty();
            assertThat(Told.by(store)).isNotEmpty();
            sql.execute("delete from shop.item where id = 100");
            items.steps(60);
            items.settle();
            IntakeResult read = Intake.of(source, History.of(store))
                    .retries(0, Duration.ZERO)
                    .catchUp();
            assertThat(read.rejected()).isZero();
            items.steps(40);
            items.settle();
            Intake.of(source, History.of(store)).retries(0, Duration.ZERO).catchUp();
            assertThat(now()).isEqualTo(items.now()).isNotEmpty();
        }
    }

    @Test
    void openTransactionFromBeforeASnapshotIsWaitedForAndNotLost() throws Exception {
        PostgresCapture capture =
                CaptureSourceTest.capture(postgres).initialSnapshot().build();
        sql.execute("insert into shop.item values (1, 'there', null)");
        capture.prepare(connection);
        CaptureSource impatient = CaptureSource.of(capture, Told.ITEM)
                .snapshotWait(Duration.ofMillis(200))
                .build();
        try (Connection other = postgres.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("update shop.item set name = 'open' where id = 1");
            assertThatThrownBy(() -> impatient.read(store::reached))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("a transaction that was open before it is still open");
            other.commit();
        }
        Intake.of(impatient, History.of(store)).retries(0, Duration.ZERO).catchUp();
        assertThat(now()).containsExactly("[1] [open, null]");
    }

    @Test
    void whatTheStoreDidNotCommitComesAgainAndWhatItDidCommitDoesNot() throws SQLException {
        PostgresCapture capture = CaptureSourceTest.capture(postgres).build();
        capture.prepare(connection);
        CaptureSource source = CaptureSource.of(capture, Told.ITEM).build();
        for (int id = 1; id <= 50; id++) {
            sql.execute("insert into shop.item values (" + id + ", 'a', null)");
        }
        try (ChangeSource.Reader reader = source.read(store::reached)) {
            Batch read = reader.next(LONG).orElseThrow();
            assertThat(read.changes()).isNotEmpty();
            assertThatThrownBy(() -> reader.next(Duration.ZERO))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Call committed(batch)");
        }
        assertThat(catchUp(source))
                .extracting(IntakeResult::accepted, IntakeResult::replayed)
                .containsExactly(50L, 0L);
        IntakeResult again = catchUp(source);
        assertThat(again.accepted() + again.replayed()).isZero();
        sql.execute("delete from shop.item where id = 5");
        assertThat(catchUp(source).accepted()).isEqualTo(1);
        assertThat(capture.lag(connection).unconfirmedBytes()).isLessThan(100_000);
    }

    @Test
    void serverThatIsStartedAnewIsReadOn() throws Exception {
        PostgresCapture first = CaptureSourceTest.capture(postgres).build();
        first.prepare(connection);
        CaptureSource source = CaptureSource.of(first, Told.ITEM).maxChanges(5).build();
        sql.execute("insert into shop.item select g, 'a', null from generate_series(1, 40) g");
        int port = postgres.port();
        try (ChangeSource.Reader reader = source.read(store::reached)) {
            take(reader);
            connection.close();
            postgres.close();
            assertThatThrownBy(() -> {
                        while (true) {
                            take(reader);
                        }
                    })
                    .isInstanceOf(SourceException.class);
        }
        postgres = EmbeddedPostgres.in(directory.resolve("postgres"))
                .setting("track_commit_timestamp", "on")
                .port(port)
                .start();
        connection = postgres.dataSource().getConnection();
        sql = connection.createStatement();
        sql.execute("update shop.item set name = 'b' where id = 7");
        catchUp(source);
        assertThat(now()).hasSize(40).contains("[7] [b, null]", "[8] [a, null]");
    }

    @Test
    void aQuietTableLetsTheServerForgetItsLog() throws SQLException {
        PostgresCapture capture = CaptureSourceTest.capture(postgres)
                .debezium("heartbeat.interval.ms", "200")
                .build();
        capture.prepare(connection);
        sql.execute("create table shop.other (text text)");
        try (ChangeSource.Reader reader =
                CaptureSource.of(capture, Told.ITEM).build().read(store::reached)) {
            while (!reader.isCaughtUp()) {
                take(reader);
            }
            sql.execute("insert into shop.other select repeat('x', 900) from generate_series(1, 20000)");
            assertThat(capture.lag(connection).unconfirmedBytes()).isGreaterThan(17L << 20);
            Optional<Batch> quiet = Optional.empty();
            while (quiet.isEmpty()) {
                quiet = take(reader);
            }
            assertThat(quiet.get().changes()).isEmpty();
            while (capture.lag(connection).unconfirmedBytes() > 12L << 20) {
                take(reader);
            }
        }
    }

    @Test
    void valuesOfEveryTypeAreThoseOfTheTable() throws SQLException {
        sql.execute(
                "create table shop.typed (id bigint primary key, i int, n numeric(12,3), f float8, b boolean, d date,"
                        + " t timestamp(6), z timestamptz, raw bytea, u uuid, j jsonb, a text[], span interval)");
        PostgresCapture capture = PostgresCapture.from(postgres.jdbcUrl())
                .tables(List.of("shop.typed"))
                .slot("typed")
                .publication("typed")
                .build();
        capture.prepare(connection);
        Dimension typed = Dimension.named("typed")
                .key("id", ColumnType.LONG)
                .track("i", ColumnType.LONG)
                .track("n", ColumnType.decimal(12, 3))
                .track("f", ColumnType.DOUBLE)
                .track("b", ColumnType.BOOLEAN)
                .track("d", ColumnType.DATE)
                .track("t", ColumnType.TIMESTAMP)
                .track("z", ColumnType.TIMESTAMP)
                .track("raw", ColumnType.BYTES)
                .track("u", ColumnType.TEXT)
                .track("j", ColumnType.TEXT)
                .track("a", ColumnType.TEXT)
                .track("span", ColumnType.TEXT)
                .build();
        sql.execute("insert into shop.typed values (1, -7, 12.5, 0.1, true, '1980-01-31', '2026-01-02 03:04:05.123456',"
                + " '2026-01-02 03:04:05.123456+02', '\\x0001ff', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{\"k\": 1}',"
                + " '{a,b}', '1 day 2 hours')");
        DimensionStore history = InMemoryStore.of(typed);
        IntakeResult result = Intake.of(CaptureSource.of(capture, typed).build(), History.of(history))
                .catchUp();
        assertThat(result.rejected()).isZero();
        assertThat(Told.now(history))
                .containsExactly("[1] [-7, 12.500, 0.1, true, 1980-01-31, 2026-01-02T03:04:05.123456Z,"
                        + " 2026-01-02T01:04:05.123456Z, 0001ff, a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11, {\"k\": 1},"
                        + " [\"a\",\"b\"], P0Y0M1DT2H0M0S]");
    }

    private void start() throws SQLException {
        postgres = EmbeddedPostgres.in(directory.resolve("postgres"))
                .setting("track_commit_timestamp", "on")
                .start();
        connection = postgres.dataSource().getConnection();
        sql = connection.createStatement();
    }

    private IntakeResult catchUp(CaptureSource source) {
        return Intake.of(source, History.of(store))
                .retries(3, Duration.ofMillis(200))
                .catchUp();
    }

    private Optional<Batch> take(ChangeSource.Reader reader) {
        Optional<Batch> batch = reader.next(Duration.ofMillis(200));
        batch.ifPresent(History.of(store)::apply);
        batch.ifPresent(reader::committed);
        return batch;
    }

    private List<String> now() {
        return Told.now(store);
    }
}
