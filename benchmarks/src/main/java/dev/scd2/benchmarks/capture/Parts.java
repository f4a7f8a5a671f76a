package dev.scd2.benchmarks.capture;

import dev.scd2.benchmarks.Calibration;
import dev.scd2.benchmarks.Machine;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeRow;
import dev.scd2.lake.LakeWriter;
import dev.scd2.lake.ParquetLake;
import dev.scd2.lake.RawTableSource;
import dev.scd2.lake.WarehouseFeed;
import dev.scd2.postgres.capture.CaptureRun;
import dev.scd2.postgres.capture.Envelope;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The parts of the road one after the other, on the same changes, with nothing else at work: each takes what the one before
 * left. Half of the changes go first and are not counted. Confined to one thread.
 */
final class Parts {
    private static final int BATCH = 4_096;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final TopicPartition PLACE = new TopicPartition(Chain.TOPIC, 0);

    private final Chain chain;
    private final int members;
    private final int changes;
    private final Consumer<Map<String, Object>> tell;

    Parts(Chain chain, int members, int changes, Consumer<Map<String, Object>> tell) {
        this.chain = chain;
        this.members = members;
        this.changes = changes;
        this.tell = tell;
    }

    private interface Part {
        void run(int number) throws Exception;
    }

    void run() throws Exception {
        List<Envelope> envelopes = new ArrayList<>();
        try (MemberTable table = chain.table()) {
            while (table.fill(members) < members) {
                continue;
            }
            measure("source", number -> table.change(100), changes / 100);
            decode(table, envelopes);
        }
        int first = envelopes.size() - changes;
        try (EnvelopeProducer producer = EnvelopeProducer.to(chain.bootstrap())) {
            measure("kafka", number -> {
                Envelope change = envelopes.get(number);
                producer.send(change.topic(), change.key(), change.value());
                if ((number + 1) % BATCH == 0 || number + 1 == envelopes.size()) {
                    producer.flush();
                }
            }, envelopes.size(), first);
        }
        envelopes.clear();
    }
}
