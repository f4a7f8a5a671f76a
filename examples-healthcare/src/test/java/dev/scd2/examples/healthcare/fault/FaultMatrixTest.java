package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Faults around a chain: where it ends is where an undisturbed one ends. {@code docs/faults.md} has the table. {@code
 * -Dscd2.kills=…} says how often a process is killed (5 times unless said), {@code -Dscd2.seed=…} what happens.
 */
class FaultMatrixTest {
    @TempDir
    static Path directory;

    private static @Nullable Servers servers;

    @BeforeAll
    static void startServers() throws Exception {
        level(Level.OFF); // what is thrown is looked at; what is tried again is logged with whole stacks
        servers = new Servers(directory);
    }

    @AfterAll
    static void stopServers() {
        servers().close();
        level(null);
    }

    private static void level(@Nullable Level level) {
        for (String name : List.of("io.debezium", "org.apache.kafka", "kafka", "org.eclipse.jetty", "org.gaul")) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(level);
        }
    }

    /** Returns the servers of all scenarios. */
    static Servers servers() {
        return Objects.requireNonNull(servers);
    }

    @Test
    void undisturbedChainsEndAlike() throws Exception {
        try (Trial trial = Trial.named("nothing");
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place))) {
            trial.changes.steps(60);
            keeper.catchUp();
            trial.changes.steps(60);
            assertThat(keeper.end()).isEmpty();
            trial.requireSame();
        }
    }

    /** The comparison itself: one message less, and it is not content. */
    @Test
    void messageThatIsLostIsNoticed() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Trial trial = Trial.named("lost");
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place)
                        .feeding(out -> batch -> out.orderly()
                                .accept(batch.stream()
                                        .filter(change -> count.incrementAndGet() != 50)
                                        .toList())))) {
            trial.changes.steps(120);
            assertThat(keeper.end()).isEmpty();
            assertThatThrownBy(trial::requireSame)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("lacks");
        }
    }

    @Nested
    class OfProcesses extends KilledChain {}

    @Nested
    class OfTwoProcesses extends TwoProcesses {}

    @Nested
    class OfServers extends ServerFaults {}

    @Nested
    class OfStores extends StoreFaults {}

    @Nested
    class OfFeeds extends FeedFaults {}
}
