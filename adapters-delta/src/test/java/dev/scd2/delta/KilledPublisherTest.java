package dev.scd2.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.engine.History;
import dev.scd2.lake.DirectoryLocation;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeLocation;
import dev.scd2.lake.LakeObjects;
import dev.scd2.tck.generate.Properties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they publish leave the version before readable, and are carried on by the next. */
class KilledPublisherTest {
    private static final int HALTED = 99;

    @TempDir
    Path directory;

    private final Random random = new Random(Properties.seed());

    @Test
    void killedPublishersLeaveTheVersionBeforeOrTheOneAfter() throws Exception {
        Path database = directory.resolve("warehouse.duckdb");
        LakeLocation place = new DirectoryLocation(directory.resolve("table"));
        int killed = 0;
        try (TableReader reader = new TableReader(place, directory.resolve("cache"))) {
            List<Map<String, Object>> before = List.of();
            long version = -1;
            for (int i = 0; i < Integer.getInteger("scd2.kills", 3); i++) {
                List<Map<String, Object>> after = load(database, i);
                killed += child(place, database, random.nextInt(12)) == 0 ? 0 : 1;
                if (version >= 0 && reader.latest().getVersion() == version) {
                    StoredRows.assertSame(reader.rows(version), before);
                }
                assertThat(child(place, database, Integer.MAX_VALUE)).isZero();
                version = reader.latest().getVersion();
                assertThat(version).isEqualTo(i);
                StoredRows.assertSame(reader.rows(version), after);
                before = after;
            }
        }
        assertThat(killed).isPositive();
    }

    private static List<Map<String, Object>> load(Path database, int i) {
        try (DuckDbStore store = DuckDbStore.open(database, Members.member())) {
            History.of(store).apply(Members.batch(i, i + 9, "city " + i, Members.JANUARY.plusSeconds(i)));
            return StoredRows.of(store);
        }
    }

    private int child(LakeLocation place, Path database, int fatal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KilledPublisherTest.class.getName(),
                place.toString(),
                database.toString(),
                directory.resolve("cache-of-child").toString(),
                Integer.toString(fatal)));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** The child: publishes, and halts before a change. */
    public static void main(String... arguments) {
        AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[3]));
        LakeObjects objects = new InterposedObjects(LakeObjects.open(LakeLocation.parse(arguments[0])), key -> {
            if (left.getAndDecrement() == 0) {
                Runtime.getRuntime().halt(HALTED);
            }
        });
        try (DuckDbStore store = DuckDbStore.open(Path.of(arguments[1]), Members.member());
                DeltaTable table = DeltaTable.on(objects, Path.of(arguments[2]), TableOptions.standard())) {
            table.publish(store);
        }
    }
}
