package dev.scd2.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Change;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Observation;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.store.DimensionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sample in the Javadoc of {@link ChangeSource}, run; and the Javadoc, compared with it. */
class ChangeSourceSampleTest {
    private static final Path JAVADOC = Path.of("../scd2-api/src/main/java/dev/scd2/change/ChangeSource.java");
    private static final Path SOURCE = Path.of("src/test/java/dev/scd2/engine/intake/ChangeSourceSampleTest.java");
    private static final String BEGINS = "// The sample" + " begins.";
    private static final String ENDS = "// The sample" + " ends.";
    private static final Pattern SAMPLE = Pattern.compile("<pre>\\{@code\n(.*?)\n \\* }</pre>", Pattern.DOTALL);

    @Test
    void theLoopOfTheSampleReadsAllThatIsThere() {
        Dimension member = Dimension.named("member")
                .key("member_id", ColumnType.TEXT)
                .track("plan", ColumnType.TEXT)
                .build();
        List<Change> changes = List.of(
                Observation.of(Map.of("member_id", "M1", "plan", "gold"), day("2026-01-01"), Sequence.of(1)),
                Observation.of(Map.of("member_id", "M1", "plan", "silver"), day("2026-03-01"), Sequence.of(2)));
        Log log = new Log(changes, new Random(1), () -> false);
        InMemoryStore store = InMemoryStore.of(member);
        sample(log, store, History.of(store));
        assertThat(History.of(store).timeline(Map.of("member_id", "M1")).versions())
                .hasSize(2);
        assertThat(log.durable).isEqualTo(1);
    }

    @Test
    void theJavadocIsTheJavaThatRuns() throws IOException {
        String source = Files.readString(SOURCE);
        String runs = source.substring(source.indexOf(BEGINS) + BEGINS.length(), source.indexOf(ENDS));
        Matcher sample = SAMPLE.matcher(Files.readString(JAVADOC));
        assertThat(sample.find()).isTrue();
        assertThat(sample.group(1).replaceAll("(?m)^ \\* ", "")).isEqualToIgnoringWhitespace(runs);
    }

    private static void sample(ChangeSource source, DimensionStore store, History history) {
        // The sample begins.
        try (ChangeSource.Reader reader = source.read(store::reached)) {
            while (!reader.isCaughtUp()) {
                Optional<Batch> batch = reader.next(Duration.ofSeconds(1));
                batch.ifPresent(history::apply);
                batch.ifPresent(reader::committed);
            }
        }
        // The sample ends.
    }

    private static Instant day(String date) {
        return Instant.parse(date + "T00:00:00Z");
    }
}
