package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.examples.healthcare.generate.PayerSimulation;
import dev.scd2.examples.healthcare.oltp.OltpSchema;
import dev.scd2.examples.healthcare.oltp.OltpTable;
import dev.scd2.examples.healthcare.oltp.OltpWriter;
import dev.scd2.examples.healthcare.oltp.WriteCounts;
import dev.scd2.postgres.capture.PostgresCapture;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Simulates the payer as transactions in PostgreSQL. The slot of the capture is made before the first row, so that every
 * change is captured. Writes the ledger beside it.
 */
public final class GenerateStage {
    private final PayerConfig config;
    private final PayerServers servers;

    /** Makes the stage. */
    public GenerateStage(PayerConfig config, PayerServers servers) {
        this.config = config;
        this.servers = servers;
    }

    /** Makes tables, publication and slot where they are missing. */
    public void prepare(PostgresCapture capture) {
        try (Connection connection = servers.postgres()) {
            OltpSchema.create(connection);
            capture.prepare(connection);
        } catch (SQLException e) {
            throw new PayerException("The tables of the payer cannot be made in PostgreSQL: " + e.getMessage(), e);
        }
    }

    /**
     * Writes what is missing of the simulation.
     *
     * @param progress is told the number of transactions committed so far
     */
    public StageReport run(LongConsumer progress) {
        long start = System.nanoTime();
        PayerSimulation simulation = PayerSimulation.of(config.preset(), config.seed());
        try (Connection connection = servers.postgres()) {
            WriteCounts counts =
                    OltpWriter.write(connection, simulation, transaction -> progress.accept(transaction.index() + 1));
            simulation.writeLedger(config.ledger());
            List<StageReport.Line> lines = new ArrayList<>();
            for (OltpTable table : OltpSchema.entities()) {
                long changes = counts.inserts().getOrDefault(table, 0L)
                        + counts.updates().getOrDefault(table, 0L)
                        + counts.deletes().getOrDefault(table, 0L);
                lines.add(new StageReport.Line(table.tableName(), changes, rows(connection, table), 0));
            }
            return new StageReport("generate", lines, Stopwatch.seconds(start));
        } catch (SQLException e) {
            throw new PayerException("The simulation cannot be written to PostgreSQL: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PayerException("The ledger cannot be written to " + config.ledger() + ": " + e.getMessage(), e);
        }
    }

    static long rows(Connection connection, OltpTable table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "select count(*) from " + OltpSchema.SCHEMA + ".\"" + table.tableName() + "\"")) {
            count.next();
            return count.getLong(1);
        }
    }
}
