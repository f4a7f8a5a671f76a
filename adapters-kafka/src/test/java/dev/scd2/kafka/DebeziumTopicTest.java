package dev.scd2.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.Reason;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Debezium wrote, through a broker into a store. */
class DebeziumTopicTest {
    private static final Dimension MEMBER = Dimension.named("member")
            .key("id", ColumnType.LONG)
            .track("name", ColumnType.TEXT)
            .track("city", ColumnType.TEXT)
            .track("balance", ColumnType.decimal(12, 2))
            .track("born", ColumnType.DATE)
            .track("seen", ColumnType.TIMESTAMP)
            .track("big", ColumnType.TEXT)
            .build();

    @TempDir
    static Path directory;

    private static Topics topics;
    private final DimensionStore store = InMemoryStore.of(MEMBER);

    @BeforeAll
    static void start() {
        topics = Topics.in(directory);
    }

    @AfterAll
    static void stop() {
        topics.close();
    }

    @ParameterizedTest
    @CsvSource({
        "envelope-own, 14",
        "envelope-stock-schemas, 14",
        "flattened-rewrite, 11",
        "flattened-rewrite-schemas, 11",
    })
    void aTableOfDebeziumBecomesAHistory(String name, int messages) throws Exception {
        boolean envelope = name.startsWith("envelope");
        topics.create(name, 1);
        topics.send(name, DebeziumLines.of(name));
        MessageFormat format = envelope ? MessageFormat.debezium() : MessageFormat.flattened();
        IntakeResult result = catchUp(name, format);

        int infinite = 2;
        int tombstones = envelope ? 2 : 0;
        assertThat(result.accepted()).isEqualTo(messages - infinite - tombstones);
        assertThat(Topics.rejected(store)).containsExactly(Reason.WRONG_TYPE, Reason.WRONG_TYPE);
        assertThat(store.reached(name, 0).orElseThrow().offset()).isEqualTo(messages - 1);

        String unchanged = "12.50, 1980-01-31, 2026-01-02T01:04:05.123456Z, ";
        assertThat(shown(1))
                .satisfies(versions -> assertThat(String.join("\n", versions))
                        .matches("\\[Ann, Albany, " + unchanged + "x{20}]\n"
                                + "\\[Ann, Boston, " + unchanged + "y{40}]\n"
                                + "\\[Ann, Chicago, 99999999.99, 1980-01-31, 2026-01-02T01:04:05.123456Z, y{40}]"));
        assertThat(shown(10)).as("Bob and Rob at one instant").containsExactly("[Rob, null, 1.00, null, null, null]");
        assertThat(shown(11)).containsExactly("[Rob, null, 1.00, null, null, null]");
        assertThat(isOpen(1)).as("a truncate ends all; the transform loses it").isEqualTo(!envelope);
        assertThat(isOpen(10)).as("its key was changed").isFalse();
        assertThat(isOpen(11)).as("it was deleted").isFalse();
        assertThat(isOpen(20)).isTrue();
    }

    @Test
    void infinityReadsAsNullOnRequest() throws Exception {
        topics.create("infinity", 1);
        topics.send("infinity", DebeziumLines.of("envelope-own"));
        assertThat(catchUp("infinity", MessageFormat.debezium().infinityAsNull())
                        .rejected())
                .isZero();
        assertThat(shown(2)).containsExactly("[null, null, -7.00, null, null, null]");
    }

    @Test
    void tombstonesOfAFlattenedTopicDeleteWhenItIsReadInItsOwnOrder() throws Exception {
        topics.create("tombstones", 1);
        topics.send("tombstones", DebeziumLines.of("flattened-tombstone"));
        catchUp("tombstones", MessageFormat.flattened().orderedByOffset());
        assertThat(isOpen(11)).isFalse();
        assertThat(isOpen(20)).isTrue();
    }

    @Test
    void whatDebeziumSaysTwiceAndOutOfOrderCountsOnce() throws Exception {
        topics.create("once", 1);
        topics.send("once", DebeziumLines.of("envelope-own"));
        catchUp("once", MessageFormat.debezium());
        DimensionStore ordered = InMemoryStore.of(MEMBER);
        Intake.of(source("once", MessageFormat.debezium()).build(), History.of(ordered))
                .catchUp();

        topics.create("twice", 1);
        List<DebeziumLines.Line> lines =
                new ArrayList<>(DebeziumLines.of("envelope-own").lines());
        lines.addAll(List.copyOf(lines));
        Collections.shuffle(lines, new Random(5));
        topics.send("twice", new DebeziumLines("twice", lines));
        DimensionStore shuffled = InMemoryStore.of(MEMBER);
        IntakeResult result = Intake.of(
                        source("twice", MessageFormat.debezium()).build(), History.of(shuffled))
                .catchUp();
        assertThat(result)
                .as("a truncate that stands twice in one batch is counted once")
                .isEqualTo(new IntakeResult(1, 10, 9, 4, 0));
        assertThat(Topics.told(shuffled)).isEqualTo(Topics.told(ordered)).hasSizeGreaterThan(5);
    }

    @Test
    void columnThatTheDimensionDoesNotHaveCanSayTheValidTime() throws Exception {
        topics.create("dated", 1);
        topics.send("dated", DebeziumLines.of("envelope-own"));
        Dimension small = Dimension.named("member")
                .key("id", ColumnType.LONG)
                .track("name", ColumnType.TEXT)
                .build();
        DimensionStore dated = InMemoryStore.of(small);
        TopicSource source = TopicSource.from(topics.bootstrap(), "dated", small)
                .column("born", ColumnType.DATE)
                .mapping(TableMapping.of(small).validFrom("born", ZoneOffset.UTC))
                .build();
        Intake.of(source, History.of(dated)).catchUp();
        assertThat(Topics.told(dated))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("[1] 1980-01-31T00:00:00Z/")
                .endsWith(" [Ann]");
    }

    private IntakeResult catchUp(String topic, MessageFormat format) {
        return Intake.of(source(topic, format).build(), History.of(store)).catchUp();
    }

    private static TopicSource.Builder source(String topic, MessageFormat format) {
        return TopicSource.from(topics.bootstrap(), topic, MEMBER).format(format);
    }

    private List<String> shown(long id) {
        return store.history(Key.of(id)).versions().stream()
                .map(stored -> stored.version().row())
                .map(row -> Arrays.toString(row.toArray()))
                .toList();
    }

    private boolean isOpen(long id) {
        return store.history(Key.of(id)).versions().stream()
                .map(StoredVersion::version)
                .anyMatch(version -> version.interval().isOpen());
    }
}
