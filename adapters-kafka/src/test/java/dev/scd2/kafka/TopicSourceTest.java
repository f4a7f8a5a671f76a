package dev.scd2.kafka;

import static dev.scd2.kafka.Topics.BEGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.SourceException;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Keyed rows from a broker into a store: from where, up to where, and what is told on the way. */
class TopicSourceTest {
    static final Dimension MEMBER = Dimension.named("member")
            .key("member_id", ColumnType.TEXT)
            .track("plan", ColumnType.TEXT)
            .build();

    @TempDir
    static Path directory;

    private static Topics topics;
    private String topic = "";
    private final DimensionStore store = InMemoryStore.of(MEMBER);

    @BeforeAll
    static void start() {
        topics = Topics.in(directory);
    }

    @AfterAll
    static void stop() {
        topics.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void itReadsAllPartitionsAndGoesOnWhereTheStoreStands() throws Exception {
        topics.create(topic, 3);
        for (int i = 0; i < 300; i++) {
            topics.send(topic, i % 3, "M" + i % 30, "{\"plan\":\"p" + i / 30 + "\"}", BEGIN.plusSeconds(i));
        }
        IntakeResult first = catchUp(source().maxMessages(70));
        assertThat(first.accepted()).isEqualTo(300);
        assertThat(first.batches()).isGreaterThanOrEqualTo(4);
        for (int partition = 0; partition < 3; partition++) {
            assertThat(store.reached(topic, partition)).contains(new Position(topic, partition, 99));
        }
        assertThat(catchUp(source())).isEqualTo(new IntakeResult(0, 0, 0, 0, 0));

        topics.send(topic, 0, "M0", null, BEGIN.plusSeconds(400));
        topics.send(topic, 1, "M1", "{\"plan\":\"p99\"}", BEGIN.plusSeconds(400));
        assertThat(catchUp(source())).isEqualTo(new IntakeResult(1, 2, 0, 0, 0));
        assertThat(Topics.told(store))
                .hasSize(301)
                .contains("[M0] 2026-01-01T00:04:30Z/2026-01-01T00:06:40Z [p9]")
                .contains("[M1] 2026-01-01T00:06:40Z/open [p99]");
    }

    @Test
    void aBatchHoldsNoMoreThanIsAllowedButForOnePoll() throws Exception {
        topics.create(topic, 1);
        for (int i = 0; i < 200; i++) {
            topics.send(topic, 0, "M" + i, "{\"plan\":\"" + "x".repeat(1_000) + "\"}");
        }
        assertThat(catchUp(source().maxMessages(10)).batches()).isBetween(20L, 40L);
        IntakeResult bytes = Intake.of(
                        source().maxBytes(10_000)
                                .property("max.poll.records", 5)
                                .build(),
                        History.of(InMemoryStore.of(MEMBER)))
                .catchUp();
        assertThat(bytes.accepted()).isEqualTo(200);
        assertThat(bytes.batches()).isBetween(20L, 40L);
    }

    @Test
    void itBeginsAtATimeOrAtAnOffsetWhereTheStoreKnowsNothing() throws Exception {
        topics.create(topic, 2);
        for (int i = 0; i < 20; i++) {
            topics.send(topic, i % 2, "M" + i, "{\"plan\":\"p\"}", BEGIN.plusSeconds(i));
        }
        assertThat(catchUp(source().startAt(Start.time(BEGIN.plusSeconds(15)))).accepted())
                .isEqualTo(5);
        assertThat(catchUp(source().startAt(Start.beginning())).batches()).isZero();

        DimensionStore other = InMemoryStore.of(MEMBER);
        Start offsets = Start.offsets(Map.of(0, 8L));
        assertThat(catchUp(source().startAt(offsets), other).accepted())
                .as("two of one partition, all of the other")
                .isEqualTo(12);
        DimensionStore late = InMemoryStore.of(MEMBER);
        assertThat(catchUp(source().startAt(Start.time(BEGIN.plusSeconds(500))), late))
                .isEqualTo(new IntakeResult(0, 0, 0, 0, 0));
    }

    @Test
    void whatIsReplayedIsKnownAndChangesNothing() throws Exception {
        topics.create(topic, 2);
        for (int i = 0; i < 40; i++) {
            topics.send(topic, i % 2, "M" + i % 4, "{\"plan\":\"p" + i % 3 + "\"}", BEGIN.plusSeconds(i));
        }
        catchUp(source());
        List<String> told = Topics.told(store);
        assertThat(replayed(Start.beginning())).isEqualTo(40);
        assertThat(replayed(Start.time(BEGIN.plusSeconds(30)))).isEqualTo(10);
        assertThat(replayed(Start.offsets(Map.of(1, 15L)))).isEqualTo(5);
        assertThat(Topics.told(store)).isEqualTo(told).hasSizeGreaterThan(4);
        assertThat(store.reached(topic, 1)).contains(new Position(topic, 1, 19));
    }

    private long replayed(Start start) {
        IntakeResult result = catchUp(source().replay(start));
        assertThat(result.accepted() + result.rejected()).isZero();
        return result.replayed();
    }

    @Test
    void partitionThatIsAddedWhileItRunsIsRead() throws Exception {
        topics.create(topic, 1);
        topics.send(topic, 0, "M0", "{\"plan\":\"p\"}");
        AtomicBoolean added = new AtomicBoolean();
        IntakeResult result = intake(source().property("metadata.max.age.ms", 200))
                .run(() -> {
                    if (store.reached(topic, 0).isPresent() && added.compareAndSet(false, true)) {
                        addPartition();
                    }
                    return store.reached(topic, 1).isPresent();
                });
        assertThat(result.accepted()).isEqualTo(2);
        assertThat(Topics.told(store)).hasSize(2);
    }

    private void addPartition() {
        try {
            topics.addPartitions(topic, 2);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        topics.send(topic, 1, "M1", "{\"plan\":\"p\"}");
    }

    @Test
    void lagIsToldUntilThereIsNone() throws Exception {
        topics.create(topic, 2);
        for (int i = 0; i < 60; i++) {
            topics.send(topic, i % 2, "M" + i, "{\"plan\":\"p\"}");
        }
        List<Lag> lags = new ArrayList<>();
        catchUp(source().maxMessages(10).lag(lags::add));
        assertThat(lags).hasSizeGreaterThanOrEqualTo(6);
        assertThat(lags.get(0).total()).isBetween(40L, 50L);
        assertThat(lags.get(0).behind()).containsOnlyKeys(0, 1);
        assertThat(lags).extracting(Lag::total).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(lags.get(lags.size() - 1)).isEqualTo(new Lag(topic, Map.of(0, 0L, 1, 0L)));
    }

    @Test
    void watcherThatFailsDoesNotFailTheRun() throws Exception {
        topics.create(topic, 1);
        topics.send(topic, 0, "M0", "{\"plan\":\"p\"}");
        IntakeResult result = catchUp(source().lag(told -> {
            throw new IllegalStateException("The watcher is broken.");
        }));
        assertThat(result).isEqualTo(new IntakeResult(1, 1, 0, 0, 0));
    }

    @Test
    void groupShowsWhatIsDurableAndDecidesNothing() throws Exception {
        topics.create(topic, 1);
        for (int i = 0; i < 5; i++) {
            topics.send(topic, 0, "M" + i, "{\"plan\":\"p\"}");
        }
        catchUp(source().group("shown"));
        assertThat(topics.shown("shown")).isEqualTo(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(5)));
        assertThat(catchUp(source().group("shown"), InMemoryStore.of(MEMBER)).accepted())
                .isEqualTo(5);
    }

    @Test
    void whatIsNoLongerThereOrNotYetIsSaidClearly() throws Exception {
        topics.create(topic, 1);
        for (int i = 0; i < 10; i++) {
            topics.send(topic, 0, "M" + i, "{\"plan\":\"p\"}");
        }
        catchUp(source().startAt(Start.offsets(Map.of(0, 4L))).maxMessages(1));
        topics.forget(topic, 0, 8);
        DimensionStore behind = InMemoryStore.of(MEMBER);
        assertThatThrownBy(() -> catchUp(source().startAt(Start.offsets(Map.of(0, 4L))), behind))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("begins at offset 8, and reading should go on at 4")
                .hasMessageContaining("retention");
        assertThat(catchUp(source(), behind).accepted()).isEqualTo(2);

        assertThatThrownBy(() -> catchUp(source().replay(Start.offsets(Map.of(0, 11L)))))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("ends at offset 10, and reading should go on at 11");
        try (ChangeSource.Reader reader = source().build().read((name, partition) -> Optional.empty())) {
            topics.forget(topic, 0, 9);
            assertThatThrownBy(() -> reader.next(Duration.ofSeconds(30)))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("no longer there");
        }
        assertThatThrownBy(() -> catchUp(TopicSource.from(topics.bootstrap(), "nowhere", MEMBER)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("There is no topic nowhere");
        assertThatThrownBy(() -> catchUp(source().deadLetters("nowhere")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("There is no topic nowhere");
        assertThatThrownBy(() -> catchUp(TopicSource.from("127.0.0.1:1", topic, MEMBER)
                        .property("default.api.timeout.ms", 500)
                        .property("request.timeout.ms", 400)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("Could not look for topic " + topic);
    }

    @Test
    void topicThatWasMadeAnewIsReadUnderAnotherName() throws Exception {
        topics.create(topic, 1);
        for (int i = 0; i < 5; i++) {
            topics.send(topic, 0, "M" + i, "{\"plan\":\"old\"}", BEGIN);
        }
        catchUp(source());
        topics.delete(topic);
        topics.create(topic, 1);
        topics.send(topic, 0, "M0", "{\"plan\":\"new\"}", BEGIN);
        assertThatThrownBy(() -> catchUp(source()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("ends at offset 1, and reading should go on at 5")
                .hasMessageContaining("made anew");
        TopicSource.Builder anew =
                source().name("second").mapping(TableMapping.of(MEMBER).rank(2));
        assertThat(catchUp(anew).accepted()).isEqualTo(1);
        assertThat(store.reached("second", 0)).contains(new Position("second", 0, 0));
        assertThat(Topics.told(store))
                .contains("[M0] 2026-01-01T00:00:00Z/open [new]")
                .hasSize(5);
        assertThat(catchUp(anew).batches()).isZero();
    }

    @Test
    void propertyThatTheStoreStandsForCannotBeSet() {
        for (String name : List.of("group.id", "enable.auto.commit", "auto.offset.reset", "value.deserializer")) {
            assertThatThrownBy(() -> source().property(name, "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }

    private TopicSource.Builder source() {
        return TopicSource.from(topics.bootstrap(), topic, MEMBER).format(MessageFormat.keyed());
    }

    private IntakeResult catchUp(TopicSource.Builder source) {
        return intake(source).catchUp();
    }

    private static IntakeResult catchUp(TopicSource.Builder source, DimensionStore into) {
        return Intake.of(source.build(), History.of(into))
                .retries(0, Duration.ZERO)
                .catchUp();
    }

    private Intake intake(TopicSource.Builder source) {
        return Intake.of(source.build(), History.of(store)).retries(0, Duration.ZERO);
    }
}
