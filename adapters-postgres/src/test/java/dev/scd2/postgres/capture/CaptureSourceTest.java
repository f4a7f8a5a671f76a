package dev.scd2.postgres.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random transactions that lie across each other, captured, against what they say by brute force. */
class CaptureSourceTest {
    @TempDir
    static Path directory;

    private static EmbeddedPostgres postgres;
    private Connection connection;
    private Statement sql;
    private final DimensionStore store = InMemoryStore.of(Told.ITEM);
    private final PostgresCapture capture = capture(postgres).build();

    @BeforeAll
    static void startServer() {
        postgres = EmbeddedPostgres.in(directory.resolve("postgres"))
                .setting("track_commit_timestamp", "on")
                .start();
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = postgres.dataSource().getConnection();
        sql = connection.createStatement();
    }

    @AfterEach
    void dropTables() throws SQLException {
        capture.drop(connection);
        sql.execute("drop schema shop cascade");
        connection.close();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, false", "4, false"})
    void historyIsTheOneThatTheCommitsMadeWhereverReadingIsBrokenOff(long seed, boolean full) throws Exception {
        RandomItems.createTable(sql, full);
        capture.prepare(connection);
        Random random = new Random(seed);
        try (RandomItems items = new RandomItems(postgres.dataSource(), seed, full)) {
            for (int round = 0; round < 4; round++) {
                items.steps(120);
                breakOff(source(1 + random.nextInt(9)), random);
            }
            items.settle();
            Intake.of(source(7), History.of(store)).retries(0, Duration.ZERO).catchUp();
            assertThat(Told.by(store)).isEqualTo(items.expected()).hasSizeGreaterThan(20);
            assertThat(store.quarantine()).isEmpty();
        }
    }

    /** Reads some batches, does not commit the last, and leaves. */
    private void breakOff(CaptureSource source, Random random) {
        try (ChangeSource.Reader reader = source.read(store::reached)) {
            int batches = random.nextInt(12);
            boolean committed = true;
            while (committed && batches > 0 && !reader.isCaughtUp()) {
                Optional<Batch> batch = reader.next(Duration.ofMillis(100));
                if (batch.isPresent()) {
                    batches--;
                    committed = batches > 0 || random.nextBoolean();
                    History.of(store).apply(batch.get());
                    if (committed) {
                        reader.committed(batch.get());
                    }
                }
            }
        }
    }

    private CaptureSource source(int most) {
        return CaptureSource.of(capture, Told.ITEM).maxChanges(most).build();
    }

    static PostgresCapture.Builder capture(EmbeddedPostgres server) {
        return PostgresCapture.from(server.jdbcUrl())
                .tables(List.of("shop.item"))
                .topicPrefix("shop")
                .slot("item")
                .publication("item");
    }
}
