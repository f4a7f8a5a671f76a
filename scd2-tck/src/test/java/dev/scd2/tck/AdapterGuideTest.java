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
import dev.scd2.tck.docs.GuidePage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Java in {@code docs/adding-an-adapter.md}, compared with the sources that it is taken from. */
class AdapterGuideTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void everyLineOfJavaInTheGuideStandsInTheSourceThatItNames() {
        GuidePage page = GuidePage.named("adding-an-adapter");
        assertThat(page.samples())
                .hasSizeGreaterThan(2)
                .allSatisfy(
                        sample -> sample.requireIn(ROOT.resolve(sample.name().orElseThrow())));
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
}
