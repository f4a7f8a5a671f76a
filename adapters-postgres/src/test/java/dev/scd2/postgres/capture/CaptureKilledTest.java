package dev.scd2.postgres.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Position;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.postgres.PostgresStore;
import dev.scd2.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that is killed at random moments leaves the history that an undisturbed one leaves. {@code -Dscd2.kills=…} says how
 * many kills (5 unless said).
 */
class CaptureKilledTest {
    private static final long SEED = 20261130L;

    @TempDir
    Path directory;

    @Test
    void readerThatIsKilledAnywhereIsGoneOnWith() throws Exception {
        int kills = Integer.getInteger("scd2.kills", 5);
        Random random = new Random(SEED);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(directory.resolve("postgres"))
                        .setting("track_commit_timestamp", "on")
                        .start();
                Connection connection = postgres.dataSource().getConnection();
                Statement sql = connection.createStatement();
                PostgresStore store = CaptureInChild.store(postgres.jdbcUrl())) {
            RandomItems.createTable(sql, true);
            CaptureSourceTest.capture(postgres).build().prepare(connection);
            try (RandomItems items = new RandomItems(postgres.dataSource(), SEED, true)) {
                for (int kill = 0; kill < kills; kill++) {
                    kill(postgres.jdbcUrl(), store, items, random);
                }
                items.settle();
                Intake.of(CaptureInChild.source(postgres.jdbcUrl()), History.of(store))
                        .retries(60, Duration.ofMillis(500))
                        .catchUp();
                assertThat(Told.by(store)).isEqualTo(items.expected()).hasSizeGreaterThan(50);
                assertThat(store.quarantine()).isEmpty();
            }
        }
    }

    /** Kills a reader a little after it committed, or while it begins. */
    private static void kill(String url, PostgresStore store, RandomItems items, Random random) throws Exception {
        Optional<Position> before = store.reached("shop.item", 0);
        boolean beginning = random.nextInt(4) == 0;
        try (CaptureInChild child = new CaptureInChild(url)) {
            items.steps(60);
            while (!beginning && store.reached("shop.item", 0).equals(before)) {
                items.steps(5);
                assertThat(child.isAlive()).isTrue();
            }
            child.killAfter(random.nextInt(beginning ? 3_000 : 400), TimeUnit.MILLISECONDS);
        }
    }
}
