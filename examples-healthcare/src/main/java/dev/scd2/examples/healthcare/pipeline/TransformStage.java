package dev.scd2.examples.healthcare.pipeline;

import dev.scd2.examples.healthcare.warehouse.Transformation;
import dev.scd2.examples.healthcare.warehouse.Warehouse;
import dev.scd2.examples.healthcare.warehouse.WarehouseSummary;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.JdbiException;

/** Raw changes to dimensions with history, claims to facts, facts to marts. */
public final class TransformStage {
    private final PayerConfig config;
    private final PayerServers servers;

    /** Makes the stage. */
    public TransformStage(PayerConfig config, PayerServers servers) {
        this.config = config;
        this.servers = servers;
    }

    /** Brings everything up to date. */
    public StageReport run() {
        long start = System.nanoTime();
        try (Warehouse warehouse = servers.warehouse()) {
            List<StageReport.Line> lines = new Transformation(warehouse)
                    .run().stream()
                            .map(flow -> new StageReport.Line(flow.name(), flow.in(), flow.out(), flow.rejected()))
                            .toList();
            return new StageReport("transform", lines, Stopwatch.seconds(start));
        } catch (SQLException | JdbiException e) {
            throw failed(e);
        }
    }

    /** Returns what the warehouse holds, for people. */
    public WarehouseSummary summary() {
        try (Warehouse warehouse = servers.warehouse()) {
            return WarehouseSummary.of(warehouse);
        } catch (SQLException | JdbiException e) {
            throw failed(e);
        }
    }

    private PayerException failed(Exception e) {
        return new PayerException(
                "The warehouse " + config.warehouseName() + " cannot be transformed: " + PayerException.reason(e)
                        + " Run the load stage first, and see that there is room on the disk.",
                e);
    }
}
