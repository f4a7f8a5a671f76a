package dev.scd2.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.kafka.KafkaAccessException;
import dev.scd2.kafka.ReadEnvelope;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    @TempDir
    Path directory;

    @Test
    void topicsStayOverARestartAndAreReadFromGivenOffsets() {
        try (EmbeddedKafka kafka = EmbeddedKafka.in(directory).start();
                EnvelopeProducer producer = EnvelopeProducer.to(kafka.bootstrap())) {
            producer.createTopics(List.of("shop.items"), 2);
            producer.createTopics(List.of("shop.items", "shop.orders"), 1);
            for (int i = 0; i < 500; i++) {
                producer.send("shop.items", "{\"id\":" + i + "}", "{\"op\":\"c\",\"after\":{\"id\":" + i + "}}");
            }
            producer.send("shop.items", null, "poison");
            producer.flush();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.in(directory).start();
                EnvelopeConsumer consumer = EnvelopeConsumer.of(kafka.bootstrap(), 100)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(List.of("shop.items", "shop.orders"));
            assertThat(ends).hasSize(3);
            assertThat(ends.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(501);
            Map<TopicPartition, Long> starts = new HashMap<>(ends);
            starts.replaceAll((partition, end) -> 0L);
            consumer.startAt(starts);
            List<List<ReadEnvelope>> batches = new ArrayList<>();
            consumer.readUntil(ends, batches::add);
            assertThat(batches).allMatch(batch -> batch.size() <= 100);
            assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(501);

            starts.replaceAll((partition, zero) -> Math.max(0, ends.get(partition) - 1));
            consumer.startAt(starts);
            List<ReadEnvelope> last = new ArrayList<>();
            consumer.readUntil(ends, last::addAll);
            assertThat(last).hasSize(2);
            consumer.readFor(Duration.ofMillis(50), last::addAll);
            assertThat(last).hasSize(2);

            consumer.startAt(starts);
            List<Long> offsets = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (offsets.size() < 2 && System.nanoTime() - deadline < 0) {
                consumer.readRecordsFor(
                        Duration.ofMillis(5), records -> records.forEach(one -> offsets.add(one.offset())));
            }
            assertThat(offsets)
                    .containsExactlyInAnyOrderElementsOf(
                            last.stream().map(ReadEnvelope::offset).toList());

            Map<TopicPartition, Long> beyond = Map.of(new TopicPartition("shop.orders", 0), 7L);
            assertThatThrownBy(() -> consumer.startAt(beyond))
                    .isInstanceOf(KafkaAccessException.class)
                    .hasMessageContaining("reading should go on at 7");
            assertThatThrownBy(() -> consumer.endOffsets(List.of("nowhere")))
                    .isInstanceOf(KafkaAccessException.class)
                    .hasMessageContaining("There is no topic nowhere");
        }
    }

    @Test
    void takenPortIsNamedInTheError() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedKafka.in(directory).port(port).start())
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Port " + port + " is in use");
        }
    }
}
