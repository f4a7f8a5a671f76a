package dev.scd2.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.dimension.ColumnType;
import dev.scd2.dimension.Dimension;
import dev.scd2.dimension.Key;
import dev.scd2.engine.memory.InMemoryStore;
import dev.scd2.kafka.embedded.EmbeddedKafka;
import dev.scd2.store.DimensionStore;
import dev.scd2.store.StoredVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts that flow through a broker past a dimension that changes, with processes that die. */
class FactStreamOverKafkaTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TURNS = 200;

    @TempDir
    Path directory;

    private EmbeddedKafka kafka;
    private EnvelopeProducer producer;
    private final DimensionStore store = InMemoryStore.of(Dimension.named("plan")
            .key("code", ColumnType.TEXT)
            .track("tier", ColumnType.TEXT)
            .build());

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.in(directory).start();
        producer = EnvelopeProducer.to(kafka.bootstrap());
        producer.createTopics(List.of(KeyingWorker.CLAIMS, KeyingWorker.KEYED), 2);
        producer.createTopics(List.of(KeyingWorker.PLANS), 1);
    }

    @AfterEach
    void stop() {
        producer.close();
        kafka.close();
    }

    @Test
    void factIsKeyedAtOnceOrWhenItsVersionComesOrWhenItsTimeRunsOut() {
        plan("gold", "1", START);
        try (KeyingWorker worker = new KeyingWorker(kafka.bootstrap(), store)) {
            turnUntil(worker, 0, () -> store.reached(KeyingWorker.PLANS, 0).isPresent());
            claim("c1", "gold", START.plusSeconds(60));
            claim("c2", "silver", START.plusSeconds(60));
            claim("c3", "tin", START.plusSeconds(60));
            turnUntil(worker, 0, () -> worker.held() == 2 && keyed().containsKey("c1"));
            assertThat(keyed()).containsOnlyKeys("c1");
        }
        // the process is gone, and what it held with it
        try (KeyingWorker worker = new KeyingWorker(kafka.bootstrap(), store)) {
            turnUntil(worker, 0, () -> worker.held() == 2);
            plan("silver", "1", START);
            turnUntil(worker, 0, () -> worker.held() == 1);
            assertThat(keyed().get("c2")).containsExactly("c2,MATCHED,2");
            worker.turn(hours(1));
            assertThat(worker.held()).isEqualTo(1);
            worker.turn(hours(2));
            assertThat(worker.held()).isZero();
        }
        Map<String, List<String>> keyed = keyed();
        assertThat(keyed.get("c1")).containsOnly("c1,MATCHED,1");
        assertThat(keyed.get("c3")).containsExactly("c3,UNKNOWN_KEY," + Long.MIN_VALUE);
        assertThat(committed()).isEqualTo(ends(KeyingWorker.CLAIMS));
    }

    @Test
    void processThatDiesAnywhereLosesNoFact() {
        Random random = new Random(7);
        Map<String, Claimed> claims = new TreeMap<>();
        KeyingWorker worker = new KeyingWorker(kafka.bootstrap(), store);
        try {
            for (int step = 0; step < 40; step++) {
                for (int i = 0; i < 5; i++) {
                    Instant at = START.plusSeconds(random.nextInt(100));
                    Claimed claim = new Claimed("p" + random.nextInt(6), at);
                    claims.put("c" + claims.size(), claim);
                    claim("c" + (claims.size() - 1), claim.plan, at);
                }
                if (random.nextInt(2) == 0) {
                    // the first version of a plan holds for ever, so that what is answered stays right
                    plan("p" + step % 5, "1", START);
                }
                worker.work(0);
                if (random.nextInt(3) > 0) {
                    worker.turn(0);
                } else {
                    worker.close();
                    worker = new KeyingWorker(kafka.bootstrap(), store);
                }
            }
            KeyingWorker last = worker;
            turnUntil(last, hours(2), () -> committed().equals(ends(KeyingWorker.CLAIMS)));
            last.turn(hours(4));
            assertThat(last.held()).isZero();
        } finally {
            worker.close();
        }
        Map<String, List<String>> keyed = keyed();
        assertThat(keyed.keySet()).isEqualTo(claims.keySet());
        keyed.forEach((number, answers) -> {
            String wanted = surrogate(claims.get(number));
            assertThat(answers).as(number).allSatisfy(answer -> {
                String[] cells = answer.split(",");
                boolean expired = !cells[1].equals("MATCHED");
                assertThat(cells[2]).isEqualTo(expired ? String.valueOf(Long.MIN_VALUE) : wanted);
            });
        });
        assertThat(keyed.values().stream().filter(answers -> answers.size() > 1))
                .as("came twice")
                .isNotEmpty();
        assertThat(keyed.values().stream().filter(one -> one.get(0).contains("UNKNOWN_KEY")))
                .isNotEmpty();
    }

    @Test
    void offsetsAreCommittedUpToTheFirstThatIsOpen() {
        OpenOffsets open = new OpenOffsets();
        TopicPartition partition = new TopicPartition("claims", 0);
        assertThat(open.committable()).isEmpty();
        for (long offset : List.of(3L, 4L, 7L)) {
            open.begin(partition, offset);
        }
        open.end(partition, 4);
        assertThat(open.committable()).containsExactly(Map.entry(partition, new OffsetAndMetadata(3)));
        open.end(partition, 3);
        assertThat(open.committable()).containsExactly(Map.entry(partition, new OffsetAndMetadata(7)));
        open.end(partition, 7);
        assertThat(open.committable()).containsExactly(Map.entry(partition, new OffsetAndMetadata(8)));
        assertThatThrownBy(() -> open.end(partition, 7)).hasMessageContaining("not open");
    }

    private record Claimed(String plan, Instant at) {}

    private String surrogate(Claimed claim) {
        return store.history(Key.of(claim.plan)).versions().stream()
                .filter(stored -> stored.version().interval().contains(claim.at))
                .map(StoredVersion::surrogate)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    private void plan(String code, String tier, Instant from) {
        producer.send(KeyingWorker.PLANS, code, code + "," + tier + "," + from);
        producer.flush();
    }

    private void claim(String number, String plan, Instant at) {
        producer.send(KeyingWorker.CLAIMS, number, number + "," + plan + "," + at);
        producer.flush();
    }

    private static long hours(int count) {
        return Duration.ofHours(count).toMillis() * 1_000;
    }

    private interface Condition {
        boolean holds();
    }

    private static void turnUntil(KeyingWorker worker, long now, Condition condition) {
        for (int turn = 0; !condition.holds(); turn++) {
            assertThat(turn).as("turns").isLessThan(TURNS);
            worker.turn(now);
        }
    }

    /** Returns what came out, by the number of the claim. */
    private Map<String, List<String>> keyed() {
        Map<String, List<String>> keyed = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(KeyingWorker.KEYED));
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(message -> keyed.computeIfAbsent(message.key(), first -> new ArrayList<>())
                                .add(message.value()));
            }
        }
        return keyed;
    }

    private Map<TopicPartition, Long> ends(String topic) {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            return consumer.endOffsets(partitions(topic));
        }
    }

    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> committed = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.committed(Set.copyOf(partitions(KeyingWorker.CLAIMS)))
                    .forEach((partition, offset) -> committed.put(partition, offset == null ? 0 : offset.offset()));
        }
        return committed;
    }

    private static List<TopicPartition> partitions(String topic) {
        return List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "group.id", "keying", "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
