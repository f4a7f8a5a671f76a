package dev.scd2.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.SourceException;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is stopped while its topic is read. */
class BrokerThatGoesTest {
    @TempDir
    Path directory;

    private final DimensionStore store = InMemoryStore.of(TopicSourceTest.MEMBER);

    @Test
    @Timeout(120)
    void brokerThatIsGoneIsToldAndWhenItIsBackReadingGoesOn() throws Exception {
        ChangeSource.Reader reader;
        try (Topics topics = Topics.in(directory)) {
            topics.create("members", 1);
            topics.send("members", 0, "M1", "{\"plan\":\"gold\"}");
            reader = source(topics).build().read(store::reached);
            Batch first = reader.next(Duration.ofSeconds(30)).orElseThrow();
            History.of(store).apply(first);
            reader.committed(first);
            assertThat(reader.next(Duration.ofMillis(300)))
                    .as("a silence is no failure")
                    .isEmpty();
            assertThat(reader.next(Duration.ofMillis(300))).isEmpty();
        }
        try (ChangeSource.Reader silent = reader) {
            assertThatThrownBy(() -> {
                        while (silent.next(Duration.ofMillis(100)).isEmpty()) {
                            assertThat(silent.isCaughtUp()).isTrue();
                        }
                    })
                    .isInstanceOf(SourceException.class)
                    .hasMessageMatching("Could not (ask where|look for) topic members.*");
        }
        try (Topics topics = Topics.in(directory)) {
            topics.send("members", 0, "M2", "{\"plan\":\"gold\"}");
            IntakeResult result =
                    Intake.of(source(topics).build(), History.of(store)).catchUp();
            assertThat(result.accepted()).isEqualTo(1);
            assertThat(result.replayed()).isZero();
            assertThat(Topics.told(store)).hasSize(2);
        }
    }

    private static TopicSource.Builder source(Topics topics) {
        return TopicSource.from(topics.bootstrap(), "members", TopicSourceTest.MEMBER)
                .format(MessageFormat.keyed())
                .silence(Duration.ofMillis(200))
                .property("request.timeout.ms", 900)
                .property("default.api.timeout.ms", 1_000);
    }
}
