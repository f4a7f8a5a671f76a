package dev.scd2.examples.healthcare.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A process with the whole chain in it that is killed again and again, while rows change. */
abstract class KilledChain {

    @Test
    void processThatIsKilledAnywhereIsGoneOnWith() throws Exception {
        int kills = Integer.getInteger("scd2.kills", 5);
        SplittableRandom random = new SplittableRandom(Trial.SEED);
        try (Trial trial = Trial.named("killed")) {
            trial.changes.steps(60);
            for (int kill = 0; kill < kills; kill++) {
                trial.changes.steps(30);
                kill(trial, kill, random);
            }
            try (Keeper keeper = new Keeper(Chain.Plan.at(trial.place))) {
                assertThat(keeper.end()).as("failures of the last start").isEmpty();
            }
            trial.requireSame();
        }
    }

    /** Kills a chain while it begins, or in the first steps that it takes: in these it does what the one before left. */
    private static void kill(Trial trial, int kill, SplittableRandom random) throws Exception {
        try (ChainInChild child = new ChainInChild(trial.place)) {
            switch (kill % 5) {
                case 0 -> killAfter(child, "follow 1", random.nextInt(600_000));
                case 1 -> killAfter(child, "land 2", random.nextInt(200_000));
                case 2 -> killAfter(child, "load 1", random.nextInt(200_000));
                case 3 -> killAfter(child, "follow 2", random.nextInt(100_000));
                default -> killAfter(child, "begin", random.nextInt(3_000_000));
            }
        }
    }

    private static void killAfter(ChainInChild child, String line, int micros) throws Exception {
        child.awaitLine(line);
        System.out.println("killed " + micros + " us after '" + line + "'");
        child.killAfter(micros);
    }
}
