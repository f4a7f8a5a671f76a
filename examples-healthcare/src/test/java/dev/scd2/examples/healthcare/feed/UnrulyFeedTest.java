package dev.scd2.examples.healthcare.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scd2.kafka.MalformedEnvelope;
import dev.scd2.kafka.ReadEnvelope;
import dev.scd2.postgres.capture.Envelope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnrulyFeedTest {
    private static final int CHANGES = 60_000;

    @TempDir
    Path directory;

    @Test
    void everyChangeArrivesAndTheLedgerCountsWhatWasAdded() {
        Topic topic = new Topic();
        FaultLedger ledger = FaultLedger.in(directory.resolve("ledger.csv"));
        feed(new UnrulyFeed(topic, ledger, 7), 0, CHANGES);
        Set<String> values = new HashSet<>();
        long poison = 0;
        int inversions = 0;
        String last = "";
        for (String value : topic.values) {
            if (ReadEnvelope.of("t", 0, 0, null, value) instanceof MalformedEnvelope) {
                poison++;
            } else {
                values.add(value);
                inversions += value.compareTo(last) < 0 ? 1 : 0;
                last = value;
            }
        }
        FaultCounts total = ledger.total();
        assertThat(values).hasSize(CHANGES);
        assertThat(total.changes()).isEqualTo(CHANGES);
        assertThat(total.poison()).isEqualTo(poison).isBetween(1L, 8L);
        assertThat(total.redelivered()).isBetween(50L, 1_500L);
        assertThat(total.delayed()).isBetween(200L, 400L);
        assertThat(inversions).isGreaterThan(150);
        assertThat(total.sent()).isEqualTo(topic.values.size());
        assertThat(ledger.topics()).containsOnlyKeys("payer.a", "payer.b");
        assertThat(FaultLedger.in(directory.resolve("ledger.csv")).topics()).isEqualTo(ledger.topics());
    }

    @Test
    void sameSeedAndSameBatchesMakeTheSameFaults() {
        Topic one = new Topic();
        Topic same = new Topic();
        Topic other = new Topic();
        feed(new UnrulyFeed(one, FaultLedger.in(directory.resolve("one.csv")), 7), 0, 5_000);
        feed(new UnrulyFeed(same, FaultLedger.in(directory.resolve("same.csv")), 7), 0, 5_000);
        feed(new UnrulyFeed(other, FaultLedger.in(directory.resolve("other.csv")), 8), 0, 5_000);
        assertThat(same.values).isEqualTo(one.values).isNotEqualTo(other.values);
    }

    @Test
    void nothingIsHeldBackWhenABatchIsAcknowledged() {
        Topic topic = new Topic();
        FaultLedger ledger = FaultLedger.in(directory.resolve("ledger.csv"));
        UnrulyFeed feed = new UnrulyFeed(topic, ledger, 7);
        for (int from = 0; from < 3_000; from += 50) {
            feed.accept(batch(from, from + 50));
            assertThat(new HashSet<>(topic.flushed)).containsAll(values(from, from + 50));
        }
    }

    @Test
    void runThatGoesOnFromTheLedgerDoesNotBeginItsFaultsAnew() {
        Path file = directory.resolve("ledger.csv");
        Topic topic = new Topic();
        feed(new UnrulyFeed(topic, FaultLedger.in(file), 7), 0, 1_200);
        feed(new UnrulyFeed(topic, FaultLedger.in(file), 7), 1_200, 2_400);
        Topic whole = new Topic();
        feed(new UnrulyFeed(whole, FaultLedger.in(directory.resolve("whole.csv")), 7), 0, 2_400);
        Map<String, FaultCounts> resumed = FaultLedger.in(file).topics();
        Map<String, FaultCounts> undisturbed =
                FaultLedger.in(directory.resolve("whole.csv")).topics();
        assertThat(resumed.get("payer.a").poison() + resumed.get("payer.b").poison())
                .isEqualTo(undisturbed.get("payer.a").poison()
                        + undisturbed.get("payer.b").poison());
    }

    private static void feed(UnrulyFeed feed, int from, int to) {
        for (int first = from; first < to; first += 600) {
            feed.accept(batch(first, Math.min(to, first + 600)));
        }
    }

    private static List<Envelope> batch(int from, int to) {
        List<Envelope> batch = new ArrayList<>();
        for (int i = from; i < to; i++) {
            batch.add(new Envelope(i % 3 == 0 ? "payer.a" : "payer.b", "{\"id\":" + i % 50 + "}", value(i)));
        }
        return batch;
    }

    private static List<String> values(int from, int to) {
        return batch(from, to).stream().map(Envelope::value).toList();
    }

    private static String value(int i) {
        return String.format("{\"op\":\"c\",\"after\":{\"n\":\"%08d\"}}", i);
    }

    private static final class Topic implements TopicWriter {
        private final List<String> values = new ArrayList<>();
        private final List<String> flushed = new ArrayList<>();

        @Override
        public void send(String topic, @Nullable String key, String value) {
            values.add(value);
        }

        @Override
        public void flush() {
            flushed.addAll(values.subList(flushed.size(), values.size()));
        }
    }
}
