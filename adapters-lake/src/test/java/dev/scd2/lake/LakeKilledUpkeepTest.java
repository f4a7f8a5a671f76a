package dev.scd2.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.tck.generate.Properties;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that compact a lake and are killed, each where the one before it was, leave it as an undisturbed one does. */
class LakeKilledUpkeepTest {
    private static final int HALTED = 99;
    private static final int LONGEST_WAIT_MILLIS = 120;

    @TempDir
    Path directory;

    private final Random random = new Random(Properties.seed());

    @Test
    void lakeOfKilledProcessesIsThatOfAnUndisturbedOne() throws Exception {
        Path cache = directory.resolve("cache");
        LakeLocation undisturbed = new DirectoryLocation(directory.resolve("undisturbed"));
        LakeLocation disturbed = new DirectoryLocation(directory.resolve("disturbed"));
        SmallLake.write(undisturbed, cache);
        SmallLake.write(disturbed, cache);
        int killed = 0;
        try (Bucket one = Bucket.of(undisturbed);
                Bucket other = Bucket.of(disturbed);
                Connection before = DriverManager.getConnection("jdbc:duckdb:");
                Connection live = DriverManager.getConnection("jdbc:duckdb:")) {
            LakeLoader.of(one, cache, LakeFixture.CLOCK).load(before);
            SmallLake.compact(one, cache);
            for (int i = 0; i < Integer.getInteger("scd2.kills", 6); i++) {
                boolean byItself = i % 2 == 0;
                Process child = child(disturbed, byItself ? random.nextInt(6) : Integer.MAX_VALUE);
                if (!byItself) {
                    child.inputReader().readLine();
                    child.waitFor(random.nextInt(LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
                    child.destroyForcibly();
                }
                killed += child.waitFor() == 0 ? 0 : 1;
                LakeLoader.of(other, cache, LakeFixture.CLOCK).load(live);
                assertThat(SmallLake.content(live)).isEqualTo(SmallLake.content(before));
            }
            assertThat(killed).isPositive();
            assertThat(child(disturbed, Integer.MAX_VALUE).waitFor()).isZero();
            assertThat(SmallLake.keys(other)).isEqualTo(SmallLake.keys(one));
            assertThat(Lake.of(other, cache).verify().findings()).isEmpty();
        }
    }

    private Process child(LakeLocation location, int fatal) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LakeKilledUpkeepTest.class.getName(),
                location.toString(),
                directory.resolve("cache-of-child").toString(),
                Integer.toString(fatal)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The child: compacts, and halts before a change. */
    public static void main(String... arguments) {
        Bucket bucket = Bucket.of(LakeLocation.parse(arguments[0]));
        System.out.println("begun");
        SmallLake.compact(
                new FusedBucket(
                        bucket,
                        Integer.parseInt(arguments[2]),
                        () -> Runtime.getRuntime().halt(HALTED)),
                Path.of(arguments[1]));
    }
}
