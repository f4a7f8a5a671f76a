package dev.scd2.kafka;

import static dev.scd2.kafka.Topics.BEGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.change.Batch;
import dev.scd2.change.ChangeSource;
import dev.scd2.change.Position;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.intake.RowMapping;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.Reason;
import dev.scd2.error.SourceException;
import dev.scd2.store.DimensionStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are no change, with a topic for them and without. */
class DeadLettersTest {
    @TempDir
    static Path directory;

    private static Topics topics;
    private final DimensionStore store = InMemoryStore.of(TopicSourceTest.MEMBER);

    @BeforeAll
    static void start() {
        topics = Topics.in(directory);
    }

    @AfterAll
    static void stop() {
        topics.close();
    }

    @Test
    void withoutATopicForItTheSourceFailsWhereItStandsAndAllBeforeItIsCommitted() throws Exception {
        topics.create("stops", 1);
        topics.send("stops", 0, "M1", "{\"plan\":\"gold\"}");
        topics.send("stops", 0, "M2", "{\"plan\":\"gold\"}");
        topics.send("stops", 0, "M3", "{\"plan\":\"secret");
        topics.send("stops", 0, "M4", "{\"plan\":\"gold\"}");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> catchUp(source("stops")))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("The message 2 of stops-0 is no change: not JSON")
                    .hasMessageContaining("deadLetters")
                    .hasMessageNotContaining("secret");
            assertThat(store.reached("stops", 0)).contains(new Position("stops", 0, 1));
        }
        topics.create("stops.letters", 1);
        assertThat(catchUp(source("stops").deadLetters("stops.letters"))).isEqualTo(new IntakeResult(1, 1, 0, 0, 0));
        assertThat(store.reached("stops", 0)).contains(new Position("stops", 0, 3));
    }

    @Test
    void deadLetterKeepsItsBytesAndSaysWhereItWasAndWhy() throws Exception {
        topics.create("says", 2);
        topics.create("says.letters", 1);
        byte[] key = {(byte) 0xff, 0, 1};
        byte[] value = {'{', (byte) 0xfe, 0};
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of())) {
            ProducerRecord<byte[], byte[]> poison = new ProducerRecord<>("says", 1, BEGIN.toEpochMilli(), key, value);
            poison.headers().add("trace", new byte[] {7});
            producer.send(poison);
        }
        topics.send("says", 0, null, null);
        topics.send("says", 0, "M1", "{\"plan\":\"gold\"}");
        assertThat(catchUp(source("says").deadLetters("says.letters")).accepted())
                .isEqualTo(1);
        assertThat(store.reached("says", 1)).contains(new Position("says", 1, 0));

        List<ConsumerRecord<byte[], byte[]>> letters = topics.all("says.letters");
        assertThat(letters).hasSize(2);
        ConsumerRecord<byte[], byte[]> letter =
                letters.stream().filter(one -> one.key() != null).findFirst().orElseThrow();
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.headers().lastHeader("trace").value()).containsExactly(7);
        assertThat(headers(letter))
                .containsEntry("scd2.topic", "says")
                .containsEntry("scd2.partition", "1")
                .containsEntry("scd2.offset", "0")
                .containsEntry("scd2.timestamp", String.valueOf(BEGIN.toEpochMilli()))
                .containsEntry("scd2.reason", "its key is not text in UTF-8");
        assertThat(letter.timestamp())
                .as("not the old one, by which the topic would forget it")
                .isGreaterThan(BEGIN.toEpochMilli());
    }

    @Test
    void messagesThatWereReadWithAWrongFormatAreMadeGoodOutOfTheDeadLetters() throws Exception {
        topics.create("wrong", 2);
        topics.create("wrong.letters", 1);
        for (int i = 0; i < 40; i++) {
            String value = i % 7 == 6 ? null : "{\"plan\":\"p" + i % 5 + "\"}";
            topics.send("wrong", i % 2, "M" + i % 6, value, BEGIN.plusSeconds(i / 8));
        }
        DimensionStore right = InMemoryStore.of(TopicSourceTest.MEMBER);
        Intake.of(source("wrong").build(), History.of(right)).catchUp();

        TopicSource.Builder wrong =
                source("wrong").format(MessageFormat.flattened()).deadLetters("wrong.letters");
        assertThat(catchUp(wrong).accepted()).isZero();
        assertThat(topics.all("wrong.letters")).hasSize(40);
        assertThat(catchUp(source("wrong.letters")).accepted()).isEqualTo(40);
        assertThat(Topics.told(store)).isEqualTo(Topics.told(right)).hasSizeGreaterThan(6);

        IntakeResult again = catchUp(source("wrong").replay(Start.beginning()));
        assertThat(again.replayed()).as("the sequences are equal").isEqualTo(40);
    }

    @Test
    void rowThatTheMappingCannotReadIsADeadLetterToo() throws Exception {
        topics.create("mapped", 1);
        topics.create("mapped.letters", 1);
        topics.send("mapped", 0, "M1", "{\"plan\":\"gold\"}");
        topics.send("mapped", 0, "M2", "{\"plan\":\"secret\"}");
        RowMapping table = TableMapping.of(TopicSourceTest.MEMBER);
        RowMapping picky = row -> {
            if ("secret".equals(row.after().get("plan"))) {
                throw new IllegalStateException("The plan is secret.");
            }
            return table.changes(row);
        };
        IntakeResult result = catchUp(source("mapped").mapping(picky).deadLetters("mapped.letters"));
        assertThat(result.accepted()).isEqualTo(1);
        assertThat(headers(topics.all("mapped.letters").get(0)))
                .containsEntry("scd2.reason", "the mapping of its row failed with IllegalStateException");
    }

    @Test
    void deadLettersAreKeptBeforeTheBatchBehindThemIsReturned() throws Exception {
        topics.create("kept", 1);
        topics.create("kept.letters", 1);
        topics.send("kept", 0, "M1", "poison");
        topics.send("kept", 0, "M2", "{\"plan\":\"gold\"}");
        TopicSource source = source("kept").deadLetters("kept.letters").build();
        try (ChangeSource.Reader reader = source.read(store::reached)) {
            Batch batch = reader.next(Duration.ofSeconds(30)).orElseThrow();
            assertThat(batch.reached()).containsExactly(new Position("kept", 0, 1));
            assertThat(topics.all("kept.letters")).hasSize(1);
        }
    }

    @Test
    void deadLetterThatCannotBeKeptHoldsTheReadingUp() throws Exception {
        topics.create("full", 1);
        topics.create("full.letters", 1);
        topics.send("full", 0, "M1", "poison");
        TopicSource.Builder source = source("full").deadLetters("full.letters").property("max.block.ms", 500);
        try (ChangeSource.Reader reader = source.build().read(store::reached)) {
            topics.delete("full.letters");
            assertThatThrownBy(() -> reader.next(Duration.ofSeconds(30)))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("dead-letter topic full.letters");
        }
        topics.create("full.letters", 1);
        assertThat(catchUp(source).batches()).isEqualTo(1);
        assertThat(topics.all("full.letters")).hasSize(1);
    }

    @Test
    void valueOfAWrongTypeIsNoDeadLetterButGoesToQuarantineWithItsChange() throws Exception {
        topics.create("typed", 1);
        topics.create("typed.letters", 1);
        topics.send("typed", 0, "M1", "{\"plan\":null}");
        topics.send("typed", 0, "{\"plan\":\"gold\"}", "{\"plan\":\"gold\"}");
        IntakeResult result = catchUp(source("typed").deadLetters("typed.letters"));
        assertThat(result).isEqualTo(new IntakeResult(1, 1, 0, 1, 0));
        assertThat(Topics.rejected(store)).containsExactly(Reason.NULL_KEY);
        assertThat(topics.all("typed.letters")).isEmpty();
    }

    @Test
    void deadLettersNeedATopicOfTheirOwn() {
        assertThatThrownBy(() -> source("same").deadLetters("same")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> headers = new TreeMap<>();
        message.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private static TopicSource.Builder source(String topic) {
        return TopicSource.from(topics.bootstrap(), topic, TopicSourceTest.MEMBER)
                .format(MessageFormat.keyed());
    }

    private IntakeResult catchUp(TopicSource.Builder source) {
        return Intake.of(source.build(), History.of(store))
                .retries(0, Duration.ZERO)
                .catchUp();
    }
}
