package dev.scd2.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Batch;
import dev.scd2.change.Observation;
import dev.scd2.change.Position;
import dev.scd2.change.Sequence;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.memory.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java in {@code docs/adding-an-adapter.md}, compared with the sources that it is taken from. */
class AdapterGuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SAMPLE = Pattern.compile("<!-- (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyLineOfJavaInTheGuideStandsInTheSourceThatItNames() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/adding-an-adapter.md"));
        List<String> named = new ArrayList<>();
        Matcher sample = SAMPLE.matcher(guide);
        while (sample.find()) {
            named.add(sample.group(1));
            List<String> source = trimmed(Files.readString(ROOT.resolve(sample.group(1))));
            assertThat(source).as(sample.group(1)).containsSubsequence(trimmed(sample.group(2)));
        }
        assertThat(named).hasSize(guide.split("```java", -1).length - 1).hasSizeGreaterThan(2);
    }

    @Test
    void aBatchRemembersHowFarReadingHasCome() {
        InMemoryStore store = InMemoryStore.of(
                Dimension.named("member").key("member_id", ColumnType.TEXT).build());
        read(History.of(store), Map.of("member_id", "M1"), Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(store.reached("members", 0)).contains(new Position("members", 0, 42));
    }

    private static void read(History history, Map<String, Object> fields, Instant validFrom) {
        long rank = 1;
        long commit = 7;
        long place = 3;
        long offset = 42;
        Sequence said = Sequence.of(rank, commit, place);
        Position read = new Position("members", 0, offset);
        history.apply(Batch.of(new Observation(fields, validFrom, said, read)));
    }

    private static List<String> trimmed(String source) {
        return source.lines().map(String::trim).filter(line -> !line.isEmpty()).toList();
    }
}
