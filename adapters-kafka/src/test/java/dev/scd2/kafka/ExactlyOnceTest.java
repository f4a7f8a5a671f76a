package dev.scd2.kafka;

import static dev.scd2.kafka.Topics.BEGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.change.Position;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.IntakeResult;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.error.SourceException;
import dev.scd2.store.DimensionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message counts once, whatever dies and whatever lies between the messages. */
class ExactlyOnceTest {
    private static final int PARTITIONS = 3;

    @TempDir
    static Path directory;

    private static Topics topics;

    @BeforeAll
    static void start() {
        topics = Topics.in(directory);
    }

    @AfterAll
    static void stop() {
        topics.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readerThatDiesAtRandomLeavesWhatAnUndisturbedOneLeaves(long seed) throws Exception {
        String topic = "dying" + seed;
        topics.create(topic, PARTITIONS);
        topics.create(topic + ".letters", 1);
        Random random = new Random(seed);
        int poison = fill(topic, random, 600);
        DimensionStore undisturbed = InMemoryStore.of(TopicSourceTest.MEMBER);
        IntakeResult once =
                Intake.of(source(topic, 10_000), History.of(undisturbed)).catchUp();

        DimensionStore store = InMemoryStore.of(TopicSourceTest.MEMBER);
        DyingSource dying = new DyingSource(source(topic, 1 + random.nextInt(40)), random, 4);
        IntakeResult result = Intake.of(dying, History.of(store))
                .retries(1_000, Duration.ZERO)
                .catchUp();

        assertThat(dying.deaths()).as("deaths").isGreaterThan(5);
        assertThat(result.accepted())
                .as("seed %d", seed)
                .isEqualTo(once.accepted())
                .isEqualTo(600 - poison);
        assertThat(result.replayed()).as("said twice to the store").isZero();
        assertThat(Topics.told(store)).as("seed %d", seed).isEqualTo(Topics.told(undisturbed));
        assertThat(Topics.told(store)).hasSizeGreaterThan(100);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(store.reached(topic, partition)).isEqualTo(undisturbed.reached(topic, partition));
        }
        assertThat(poison).isPositive();
        assertThat(topics.all(topic + ".letters"))
                .as("once by each run, and again for batches that were lost")
                .hasSizeGreaterThanOrEqualTo(2 * poison);
    }

    @Test
    void messagesThatComeWhileItRunsAndDiesAreAllReadOnce() throws Exception {
        String topic = "growing";
        topics.create(topic, PARTITIONS);
        topics.create(topic + ".letters", 1);
        DimensionStore store = InMemoryStore.of(TopicSourceTest.MEMBER);
        DyingSource dying = new DyingSource(source(topic, 25), new Random(7), 6);
        CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> fill(topic, new Random(8), 1_500));
        IntakeResult result = Intake.of(dying, History.of(store))
                .retries(1_000, Duration.ZERO)
                .run(() -> reached(store, topic) == 1_500);
        assertThat(result.accepted()).isEqualTo(1_500 - writer.join());
        assertThat(result.replayed()).isZero();
        assertThat(dying.deaths()).isGreaterThan(5);
        DimensionStore undisturbed = InMemoryStore.of(TopicSourceTest.MEMBER);
        Intake.of(source(topic, 10_000), History.of(undisturbed)).catchUp();
        assertThat(Topics.told(store)).isEqualTo(Topics.told(undisturbed));
    }

    @Test
    void twoThatReadAtATimeAndDieAreNotWrong() throws Exception {
        String topic = "two";
        topics.create(topic, PARTITIONS);
        topics.create(topic + ".letters", 1);
        int poison = fill(topic, new Random(17), 900);
        DimensionStore store = InMemoryStore.of(TopicSourceTest.MEMBER);
        List<CompletableFuture<IntakeResult>> both = Stream.of(18, 19)
                .map(seed -> new DyingSource(source(topic, 30), new Random(seed), 6))
                .map(dying -> Intake.of(dying, History.of(store)).retries(1_000, Duration.ZERO))
                .map(intake -> CompletableFuture.supplyAsync(intake::catchUp))
                .toList();
        long accepted = 0;
        for (CompletableFuture<IntakeResult> one : both) {
            accepted += one.join().accepted();
        }
        assertThat(accepted).isEqualTo(900 - poison);
        DimensionStore undisturbed = InMemoryStore.of(TopicSourceTest.MEMBER);
        Intake.of(source(topic, 10_000), History.of(undisturbed)).catchUp();
        assertThat(Topics.told(store)).isEqualTo(Topics.told(undisturbed)).hasSizeGreaterThan(100);
    }

    @Test
    void readerThatIsInterruptedStopsAndTheNextOneGoesOn() throws Exception {
        String topic = "interrupted";
        topics.create(topic, PARTITIONS);
        topics.create(topic + ".letters", 1);
        Random random = new Random(13);
        int poison = fill(topic, random, 300);
        DimensionStore store = InMemoryStore.of(TopicSourceTest.MEMBER);
        TopicSource source = source(topic, 10);
        int interrupts = 0;
        long known = 0;
        while (known < 300) {
            try {
                Intake.of(source, History.of(store)).run(() -> {
                    if (random.nextInt(4) == 0) {
                        Thread.currentThread().interrupt();
                    }
                    return reached(store, topic) == 300;
                });
            } catch (SourceException interrupted) {
                interrupts++;
            }
            Thread.interrupted();
            known = reached(store, topic);
        }
        assertThat(interrupts).isGreaterThan(5);
        DimensionStore undisturbed = InMemoryStore.of(TopicSourceTest.MEMBER);
        IntakeResult once = Intake.of(source, History.of(undisturbed)).catchUp();
        assertThat(once.accepted()).isEqualTo(300 - poison);
        assertThat(Topics.told(store)).isEqualTo(Topics.told(undisturbed)).hasSizeGreaterThan(50);
    }

    /** Returns how many messages the store stands behind, markers too. */
    private static long reached(DimensionStore store, String topic) {
        long reached = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            reached += 1 + store.reached(topic, partition).map(Position::offset).orElse(-1L);
        }
        return reached;
    }

    @Test
    void transactionThatWasAbortedIsNotReadAndMarkersDoNotHoldUp() throws Exception {
        topics.create("transactions", 1);
        int committed = 0;
        Random random = new Random(11);
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of("transactional.id", "writer"))) {
            producer.initTransactions();
            for (int i = 0; i < 12; i++) {
                boolean aborts = i % 3 == 1 || i == 11;
                producer.beginTransaction();
                for (int j = 0; j < 5; j++) {
                    String plan = aborts ? "aborted" : "p" + random.nextInt(3);
                    producer.send(row("transactions", 0, "M" + j, plan, i));
                    committed += aborts ? 0 : 1;
                }
                if (aborts) {
                    producer.flush();
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        awaitMarkers("writer");
        DimensionStore store = InMemoryStore.of(TopicSourceTest.MEMBER);
        List<Lag> lags = new ArrayList<>();
        TopicSource source = TopicSource.from(topics.bootstrap(), "transactions", TopicSourceTest.MEMBER)
                .format(MessageFormat.keyed())
                .maxMessages(3)
                .lag(lags::add)
                .build();
        IntakeResult result = Intake.of(source, History.of(store)).catchUp();
        assertThat(result.accepted()).isEqualTo(committed).isEqualTo(35);
        assertThat(Topics.told(store)).isNotEmpty().noneMatch(version -> version.contains("aborted"));
        assertThat(store.reached("transactions", 0))
                .as("12 transactions of 5 messages and a marker, the last of which holds nothing for us")
                .contains(new Position("transactions", 0, 71));
        assertThat(lags.get(lags.size() - 1).total()).isZero();
        assertThat(Intake.of(source, History.of(store)).catchUp().batches()).isZero();
    }

    @Test
    void transactionThatIsOpenEndsTheReadingBeforeItsMessages() throws Exception {
        topics.create("open", 1);
        topics.send("open", 0, "M1", "{\"plan\":\"gold\"}");
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of("transactional.id", "slow"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(row("open", 0, "M2", "gold", 1)).get();
            topics.send("open", 0, "M3", "{\"plan\":\"gold\"}");
            DimensionStore store = InMemoryStore.of(TopicSourceTest.MEMBER);
            Intake intake = Intake.of(
                    TopicSource.from(topics.bootstrap(), "open", TopicSourceTest.MEMBER)
                            .format(MessageFormat.keyed())
                            .build(),
                    History.of(store));
            assertThat(intake.catchUp().accepted()).isEqualTo(1);
            producer.commitTransaction();
            awaitMarkers("slow");
            assertThat(intake.catchUp().accepted()).isEqualTo(2);
        }
    }

    /** Markers are written behind the end of a transaction; a producer that takes its name over waits for them. */
    private static void awaitMarkers(String transactionalId) {
        try (KafkaProducer<byte[], byte[]> heir = topics.producer(Map.of("transactional.id", transactionalId))) {
            heir.initTransactions();
        }
    }

    /** Writes messages of which some are poison, and returns how many are. */
    private static int fill(String topic, Random random, int messages) {
        int poison = 0;
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of())) {
            for (int i = 0; i < messages; i++) {
                int member = random.nextInt(20);
                String key = "M" + member;
                int partition = member % PARTITIONS;
                switch (random.nextInt(12)) {
                    case 0 -> producer.send(Topics.record(topic, partition, key, null, BEGIN.plusSeconds(i)));
                    case 1 -> {
                        producer.send(Topics.record(topic, partition, key, "{\"plan\":", BEGIN.plusSeconds(i)));
                        poison++;
                    }
                    default -> producer.send(row(topic, partition, key, "p" + random.nextInt(4), i));
                }
            }
        }
        return poison;
    }

    private static ProducerRecord<byte[], byte[]> row(
            String topic, int partition, String key, String plan, int second) {
        return Topics.record(topic, partition, key, "{\"plan\":\"" + plan + "\"}", BEGIN.plusSeconds(second));
    }

    private static TopicSource source(String topic, int batch) {
        return TopicSource.from(topics.bootstrap(), topic, TopicSourceTest.MEMBER)
                .format(MessageFormat.keyed())
                .deadLetters(topic + ".letters")
                .maxMessages(batch)
                .build();
    }
}
