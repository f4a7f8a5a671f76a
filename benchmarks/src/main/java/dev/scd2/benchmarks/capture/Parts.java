package dev.scd2.benchmarks.capture;

import dev.scd2.benchmarks.Calibration;
import dev.scd2.benchmarks.Machine;
import dev.scd2.benchmarks.Times;
import dev.scd2.engine.History;
import dev.scd2.engine.intake.Intake;
import dev.scd2.engine.intake.TableMapping;
import dev.scd2.kafka.EnvelopeConsumer;
import dev.scd2.kafka.EnvelopeProducer;
import dev.scd2.lake.DuckDbStore;
import dev.scd2.lake.LakeRow;
import dev.scd2.lake.ParquetLake;
import dev.scd2.lake.RawTableSource;
import dev.scd2.lake.WarehouseFeed;
import dev.scd2.postgres.capture.CaptureRun;
import dev.scd2.postgres.capture.Envelope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The parts of the road one after the other, on the same changes, with nothing else at work: each takes what the one before
 * left. All of it runs twice, and the second time is measured. Confined to one thread.
 */
final class Parts {
    private static final int TRANSACTION = 100;
    private static final int FLUSHED_AT_ONCE = 4_096;
    private static final int ROWS_OF_A_FILE = 1_500;
    private static final int ROWS_OF_A_BATCH = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final TopicPartition PLACE = new TopicPartition(Chain.TOPIC, 0);

    private final Chain chain;
    private final int members;
    private final int changes;
    private final Consumer<Map<String, Object>> tell;
    private List<Envelope> envelopes = List.of();
    private List<LakeRow> rows = List.of();

    /**
     * Makes the measurement.
     *
     * @param members  rows of the table at the beginning
     * @param changes  a multiple of a hundred
     * @param tell  takes what was measured of each part
     */
    Parts(Chain chain, int members, int changes, Consumer<Map<String, Object>> tell) {
        this.chain = chain;
        this.members = members;
        this.changes = changes;
        this.tell = tell;
    }

    private interface Part {
        void run() throws Exception;
    }

    void run() throws Exception {
        try (MemberTable table = chain.table();
                ParquetLake alone = chain.lake("alone");
                ParquetLake lake = chain.lake();
                WarehouseFeed feed = chain.feed(lake, true, Duration.ofNanos(1))) {
            pass(
                    false,
                    () -> {
                        while (table.fill(members) < members) {
                            continue;
                        }
                        write(table);
                    },
                    alone,
                    feed);
            pass(true, () -> write(table), alone, feed);
        }
    }

    private void pass(boolean told, Part source, ParquetLake alone, WarehouseFeed feed) throws Exception {
        measure(told, "source", source, 0);
        measure(told, "decode", this::decode, 0);
        measure(told, "kafka", this::send, 0);
        measure(told, "parse", () -> parse(feed.nextOffset(MemberTable.ENTITY, 0)), 0);
        double parquet = measure(told, "parquet", () -> files(alone), 0);
        measure(told, "load", () -> load(feed), parquet);
        measure(told, "dimension", this::dimension, 0);
    }

    private void write(MemberTable table) throws SQLException {
        for (int i = 0; i < changes / TRANSACTION; i++) {
            table.change(TRANSACTION);
        }
    }

    private void decode() {
        List<Envelope> all = new ArrayList<>();
        try (CaptureRun run = chain.capture(all::addAll)) {
            run.awaitCaughtUp(PATIENCE);
        }
        envelopes = all;
    }

    private void send() {
        try (EnvelopeProducer producer = EnvelopeProducer.to(chain.bootstrap())) {
            for (int i = 0; i < envelopes.size(); i++) {
                Envelope change = envelopes.get(i);
                producer.send(change.topic(), change.key(), change.value());
                if (i % FLUSHED_AT_ONCE == 0) {
                    producer.flush();
                }
            }
            producer.flush();
        }
    }

    private void parse(long from) {
        int expected = envelopes.size();
        envelopes = List.of();
        List<LakeRow> all = new ArrayList<>(expected);
        try (EnvelopeConsumer consumer = EnvelopeConsumer.of(chain.bootstrap())) {
            consumer.startAt(Map.of(PLACE, from));
            while (all.size() < expected) {
                consumer.readRecordsFor(
                        Duration.ofMillis(1),
                        records -> records.forEach(
                                one -> all.add(LakeRow.of(one.partition(), one.offset(), one.key(), one.value()))));
            }
        }
        rows = all;
    }

    private void files(ParquetLake alone) {
        for (int from = 0; from < rows.size(); from += ROWS_OF_A_FILE) {
            alone.append(MemberTable.ENTITY, rows.subList(from, Math.min(from + ROWS_OF_A_FILE, rows.size())));
        }
        alone.commit();
    }

    private void load(WarehouseFeed feed) {
        for (int i = 0; i < rows.size(); i++) {
            feed.take(MemberTable.ENTITY, rows.get(i));
            if ((i + 1) % ROWS_OF_A_FILE == 0) {
                feed.roll();
            }
        }
        feed.flush();
        rows = List.of();
    }

    private void dimension() throws SQLException {
        try (Connection connection = chain.warehouse();
                DuckDbStore store = chain.dimension()) {
            RawTableSource source = RawTableSource.of(connection, MemberTable.ENTITY, MemberTable.dimension())
                    .batchRows(ROWS_OF_A_BATCH)
                    .to(TableMapping.of(MemberTable.dimension()));
            Intake.of(source, History.of(store)).catchUp();
        }
    }

    /** Returns the milliseconds that a part took, without those that it spent as another did. */
    private double measure(boolean told, String name, Part part, double without) throws Exception {
        double calibration = told ? Calibration.millis() : 0;
        Usage before = Usage.now();
        double millis = Times.millis(part::run);
        if (told) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("benchmark", "capture-part");
            line.put("part", name);
            line.put("changes", changes);
            line.put("ms", millis - without);
            line.put("changes_per_second", changes / (millis - without) * 1e3);
            Usage.now().since(before, changes).forEach((stage, took) -> line.put("cpu_us_" + stage, took));
            line.put("calibration_ms", calibration);
            line.put("load", Machine.load());
            tell.accept(line);
        }
        return millis;
    }
}
