package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.warehouse.Check;
import dev.scd2.examples.healthcare.warehouse.Reconciliation;
import dev.scd2.examples.healthcare.warehouse.Warehouse;
import dev.scd2.kafka.EnvelopeConsumer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.JdbiException;

/** Asks every system for its own counts and compares them; compares the claims with the ledger. */
public final class CheckStage {
    private final PayerConfig config;
    private final PayerServers servers;

    /** Makes the stage. */
    public CheckStage(PayerConfig config, PayerServers servers) {
        this.config = config;
        this.servers = servers;
    }

    /** Returns all that was compared. */
    public List<Check> run() {
        try (Connection source = servers.postgres();
                Warehouse warehouse = servers.warehouse()) {
            return new Reconciliation(source, topicRows(), servers.lake(), warehouse)
                    .run(config.directory().resolve("cache"), config.ledger());
        } catch (SQLException | JdbiException | IOException e) {
            throw new PayerException(
                    "The check could not be made: " + PayerException.reason(e) + " Run the stages before it first.", e);
        }
    }

    private Map<String, Long> topicRows() {
        Map<String, Long> rows = new TreeMap<>();
        List<String> topics = OltpSchema.entities().stream()
                .map(table -> PayerConfig.NAME + "." + table.tableName())
                .toList();
        try (EnvelopeConsumer consumer = EnvelopeConsumer.of(servers.kafka())) {
            consumer.endOffsets(topics)
                    .forEach((partition, end) ->
                            rows.merge(partition.topic().substring(PayerConfig.NAME.length() + 1), end, Long::sum));
        }
        return rows;
    }
}
