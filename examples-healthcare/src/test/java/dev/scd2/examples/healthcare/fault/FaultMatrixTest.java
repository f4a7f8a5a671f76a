package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults around a chain: where it ends is where an undisturbed one ends. {@code docs/faults.md} has the table. */
class FaultMatrixTest {
    @TempDir
    static Path directory;

    private static Servers servers;

    @BeforeAll
    static void startServers() throws Exception {
        servers = new Servers(directory);
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @Test
    void undisturbed() throws Exception {
        try (Trial trial = new Trial(servers, "nothing");
                Keeper keeper = new Keeper(Chain.Plan.at(trial.place))) {
            trial.changes.steps(60);
            keeper.awaitPass();
            trial.changes.steps(60);
            assertThat(keeper.end()).isEmpty();
            trial.requireSame();
        }
    }
}
