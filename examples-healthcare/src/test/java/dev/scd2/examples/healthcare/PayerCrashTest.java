package dev.scd2.examples.healthcare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.examples.healthcare.PayerInChild.Moment;
import dev.scd2.examples.healthcare.PayerShell.Said;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed again and again ends where an undisturbed one ends.
 *
 * <p>{@code -Dscd2.kills} says how often (5 unless said), {@code -Dscd2.seed} how long after each moment.
 */
class PayerCrashTest {
    /** In the order of the stages. Each comes soon enough to leave something for the next to do. */
    private static final List<Kill> KILLS = List.of(
            new Kill(Moment.in("OltpWriter.apply"), 500_000),
            new Kill(Moment.in("CaptureStage.land"), 150_000),
            new Kill(Moment.in("LakeLoader.load"), 80_000),
            new Kill(Moment.in("SqlTransaction.write"), 4_000),
            new Kill(Moment.in("SqlTransaction.commit"), 0));

    private static final Kill WHILE_GENERATING = new Kill(Moment.in("OltpWriter.apply"), 30_000);
    private static final Kill SENT_AND_NOT_COUNTED = new Kill(Moment.onAnyThreadIn("FaultLedger.save"), 0);
    private static final Kill WHILE_CAPTURING = new Kill(Moment.in("CaptureRun.awaitCaughtUp"), 100_000);

    @TempDir
    Path directory;

    /** When to kill, and how long after it at most. */
    private record Kill(Moment moment, int withinMicros) {}

    @Test
    void killedAnywhereItEndsWhereAnUndisturbedRunEnds() throws Exception {
        Path disturbed = directory.resolve("disturbed");
        List<String> places = new ArrayList<>();
        long seed = Long.getLong("scd2.seed", 20_261_120);
        SplittableRandom random = new SplittableRandom(seed);
        for (Kill kill : kills(Integer.getInteger("scd2.kills", 5))) {
            long after = kill.withinMicros() == 0 ? 0 : random.nextInt(kill.withinMicros());
            String place = kill(disturbed, kill, after);
            System.out.println("killed in " + place);
            places.add(place);
            PayerInChild.awaitNoneBelow(disturbed);
            assertThat(PayerInChild.workingBelow(disturbed))
                    .as("processes left by a kill in %s", places)
                    .isEmpty();
        }
        assertThat(places)
                .as("seed %s: one kill is inside a batch of the store", seed)
                .anyMatch(place -> place.contains("SqlTransaction.write") || place.contains("SqlTransaction.commit"));
        try (PayerInChild last = run(disturbed, Moment.NEVER, 0)) {
            assertThat(last.awaitEnd())
                    .as("seed %s, kills %s: %s", seed, places, last.said())
                    .isZero();
        }
        assertThat(PayerInChild.workingBelow(disturbed))
                .as("processes left by a run")
                .isEmpty();
        Said undisturbed = new PayerShell(directory.resolve("undisturbed")).xs("run");
        assertThat(undisturbed.code()).as(undisturbed.err() + undisturbed.out()).isZero();
        Map<String, List<String>> expected =
                WarehouseContent.comparable(directory.resolve("undisturbed/warehouse.duckdb"));
        Map<String, List<String>> found = WarehouseContent.comparable(disturbed.resolve("warehouse.duckdb"));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((table, rows) -> assertThat(found.get(table))
                .as("seed %s, kills %s: %s", seed, places, table)
                .isEqualTo(rows));
    }

    private static List<Kill> kills(int count) {
        if (count <= KILLS.size()) {
            return KILLS.subList(KILLS.size() - count, KILLS.size());
        }
        List<Kill> kills = new ArrayList<>(KILLS);
        for (int more = 0; more < count - KILLS.size(); more++) {
            switch (more % 3) {
                case 0 -> kills.add(0, SENT_AND_NOT_COUNTED);
                case 1 -> kills.add(kills.indexOf(KILLS.get(1)), WHILE_CAPTURING);
                default -> kills.add(0, WHILE_GENERATING);
            }
        }
        return kills;
    }

    private static String kill(Path disturbed, Kill kill, long after) throws Exception {
        try (PayerInChild child = run(disturbed, kill.moment(), after)) {
            String place = child.killAtMoment();
            assertThat(place)
                    .as("%s was not reached: %s", kill.moment(), child.said())
                    .isNotNull();
            return place;
        }
    }

    private static PayerInChild run(Path disturbed, Moment moment, long after) throws Exception {
        return new PayerInChild(
                moment, after, List.of(), Map.of(), "run", "--preset", "xs", "--dir", disturbed.toString());
    }
}
